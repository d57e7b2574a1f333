/**
 * The command {@code hash-identifiers}: a member's file with e-mail addresses and phone numbers becomes one with their hashes,
 * on the member's own machine, before anything reaches a clean room. Imports nothing of ours: no server, no store, no policy.
 *
 * <p>To add a kind of identifier, write a {@link io.cleanroom.server.hashing.Normaliser} and an option in {@link
 * io.cleanroom.server.hashing.Options}; to add a file format, another {@link io.cleanroom.server.hashing.FileHashing}.
 */
@NullMarked
package io.cleanroom.server.hashing;

import org.jspecify.annotations.NullMarked;
