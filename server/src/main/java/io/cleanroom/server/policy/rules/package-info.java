/** One rule a file, each with its page in {@code docs/rules}; {@link Rules#inOrder()} is the one list of them. */
@NullMarked
package io.cleanroom.server.policy.rules;

import org.jspecify.annotations.NullMarked;
