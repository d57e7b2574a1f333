/**
 * May it run, and in what form. Checks read and never edit, rewrites edit and never judge, the verifier knows nothing of
 * the rewrites, and the gate trusts none of them. One rule a file in {@code rules}; {@code Rules.inOrder()} is the list.
 */
@NullMarked
package io.cleanroom.server.policy;

import org.jspecify.annotations.NullMarked;
