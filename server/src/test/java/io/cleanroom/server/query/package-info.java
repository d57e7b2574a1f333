/** Tests of runs and of rows on their way out. */
@NullMarked
package io.cleanroom.server.query;

import org.jspecify.annotations.NullMarked;
