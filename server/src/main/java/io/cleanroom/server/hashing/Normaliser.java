package io.cleanroom.server.hashing;

/** Gives identifiers that mean the same one spelling, so that their hashes are equal. Used by several threads at a time. */
interface Normaliser {
    Normalised normalise(String value);
}
