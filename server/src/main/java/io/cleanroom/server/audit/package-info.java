/**
 * What happened, in a chain of hashes that shows any later change: in the store with the change itself, mirrored to files
 * that are verified without a server. Imports {@code store} and {@code collaboration}. No passwords, no results.
 */
@NullMarked
package io.cleanroom.server.audit;

import org.jspecify.annotations.NullMarked;
