package io.cleanroom.server.hashing;

/** What became of a value. */
sealed interface Normalised {
    /** There is no identifier: the hash is NULL. */
    record Absent() implements Normalised {}

    /** The one spelling that all members hash. */
    record Text(String text) implements Normalised {}

    /**
     * It is no identifier.
     *
     * @param reason what is wrong, to follow the name of a column; never the value or a part of it
     */
    record Bad(String reason) implements Normalised {}
}
