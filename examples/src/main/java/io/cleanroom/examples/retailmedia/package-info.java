/** The retail media story, told by a client that knows {@code java.sql} and nothing else. */
@NullMarked
package io.cleanroom.examples.retailmedia;

import org.jspecify.annotations.NullMarked;
