/**
 * Avatica ends here: HTTP, authentication, sessions bound to their principal, the conversion of types and values, and the
 * one place where exceptions become answers. Never judges a statement: what {@code query.Statements} answers is passed on.
 * A protocol call is added in {@code Calls}; what is not listed there is refused.
 */
@NullMarked
package io.cleanroom.server.wire;

import org.jspecify.annotations.NullMarked;
