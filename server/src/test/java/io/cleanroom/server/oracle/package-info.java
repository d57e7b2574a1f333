/**
 * The promise, tested apart from the code that keeps it: random questions about random people, answered by the server and by
 * an evaluator that reads the rows one by one. Nothing here but the harness knows a class of the server.
 */
@NullMarked
package io.cleanroom.server.oracle;

import org.jspecify.annotations.NullMarked;
