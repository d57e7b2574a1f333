/**
 * What the members agreed: facts as records, choices as sealed types, JDK only. Definitions have a canonical text and a
 * SHA-256. Imports nothing of ours but {@code error}; add a kind of rule here first and let the compiler show the rest.
 */
@NullMarked
package io.cleanroom.server.collaboration;

import org.jspecify.annotations.NullMarked;
