package io.cleanroom.server.engine;

import org.jspecify.annotations.Nullable;

/** A file that is being written, of rows that passed the release gate. Not safe for threads. */
public interface RowFile extends AutoCloseable {
    /** Adds a row; values as declared: Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String, LocalDate, ... */
    void write(@Nullable Object[] row);

    /** Completes the file. Only a file that was finished is worth anything. */
    void finish();

    /** Lets go of what writing needs; the file stays as far as it got. */
    @Override
    void close();
}
