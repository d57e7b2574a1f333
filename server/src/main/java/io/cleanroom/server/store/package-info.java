/**
 * Where definitions are kept: an embedded H2 file by default, portable SQL throughout. Every change runs in one ordered
 * transaction. Repositories, one file each, read and write whole domain records and judge nothing. Imports
 * {@code collaboration} and {@code error} alone; a new kind of definition gets a migration and a repository here.
 */
@NullMarked
package io.cleanroom.server.store;

import org.jspecify.annotations.NullMarked;
