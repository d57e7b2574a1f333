/** Tests of the driver against a small Avatica endpoint; tests against the real server live with the server. */
@NullMarked
package io.cleanroom.jdbc;

import org.jspecify.annotations.NullMarked;
