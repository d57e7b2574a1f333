/**
 * The one vocabulary of errors: every failure that a client may see is a {@link Problem} with a {@link Code}. Imports
 * nothing of ours; everything may import it.
 */
@NullMarked
package io.cleanroom.server.error;

import org.jspecify.annotations.NullMarked;
