/** Apache Spark, in one process, reading from a clean room. */
@NullMarked
package io.cleanroom.examples.spark;

import org.jspecify.annotations.NullMarked;
