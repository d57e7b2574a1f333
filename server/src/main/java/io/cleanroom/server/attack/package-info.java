/**
 * The adversary: a versioned corpus of attacks ({@code attacks/*.yaml}), run over the wire against a server, with known data
 * that must not come out. It knows the server by its URL alone and imports nothing of it, so that nothing here can trust what
 * it is meant to try. A new attack is an entry in one of the files.
 */
@org.jspecify.annotations.NullMarked
package io.cleanroom.server.attack;
