package io.cleanroom.server.hashing;

/**
 * A column of identifiers.
 *
 * @param name as the input's header has it, or as it was typed
 * @param output the name of the column of hashes
 */
record IdentifierColumn(String name, String output, Normaliser normaliser) {
    IdentifierColumn named(String nameInHeader) {
        return new IdentifierColumn(nameInHeader, output, normaliser);
    }
}
