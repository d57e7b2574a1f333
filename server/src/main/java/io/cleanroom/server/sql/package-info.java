/**
 * Text to bound: the only package that parses. The grammar is Calcite's with our statements; a statement becomes either a
 * definition (package {@code statement}) or a {@code BoundQuery}. Never judges and never executes.
 */
@NullMarked
package io.cleanroom.server.sql;

import org.jspecify.annotations.NullMarked;
