/** How fast a program reads a large result through JDBC: this driver, Arrow Flight SQL's and Avatica's own, in one run. */
@NullMarked
package io.cleanroom.examples.reading;

import org.jspecify.annotations.NullMarked;
