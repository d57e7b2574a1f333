/**
 * Takes definition statements: authorises, applies and records each in one transaction; and shows what is defined, to each
 * principal its part. One kind of object a file. Imports {@code store}, {@code audit} and {@code identity}; parses nothing.
 */
@NullMarked
package io.cleanroom.server.definition;

import org.jspecify.annotations.NullMarked;
