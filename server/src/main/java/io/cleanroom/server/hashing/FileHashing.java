package io.cleanroom.server.hashing;

import java.util.List;

/** Hashes files of one format. Opening reads and checks the columns; running reads the rows, in bounded memory. */
interface FileHashing extends AutoCloseable {
    Layout layout();

    /**
     * Writes the rows without a bad value to the output and what is wrong with the others to the rejects.
     *
     * @return columns of the output, other than kept identifiers, that hold values like e-mail addresses
     */
    List<String> run(Counts counts, PartialFile out, Rejects rejects) throws Stop;

    @Override
    default void close() {}
}
