package io.cleanroom.server.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Released rows. Values are Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String, LocalDate, LocalTime,
 * LocalDateTime as the declared type says, a list of such values for an ARRAY or a ROW, or null.
 */
public interface RowStream extends AutoCloseable {
    /** Up to {@code maximum} further rows; an empty list says that there are no more. */
    List<@Nullable Object[]> next(int maximum);

    /**
     * The same further rows as Arrow record batches, at least one if any is left; empty if they are not in that form here.
     *
     * @param maximum at most so many rows
     * @param bytes after so many bytes no further batch is begun
     */
    default Optional<ArrowChunk> nextArrow(long maximum, int bytes) {
        return Optional.empty();
    }

    /** Makes some of the further rows ready, up to so many bytes; if that fails, the next call that wants rows says so. */
    default void readAhead(int bytes) {}

    @Override
    void close();

    /** Rows that are there already. */
    static RowStream of(List<@Nullable Object[]> rows) {
        Iterator<@Nullable Object[]> iterator = rows.iterator();
        return new RowStream() {
            @Override
            public List<@Nullable Object[]> next(int maximum) {
                List<@Nullable Object[]> batch = new ArrayList<>();
                while (batch.size() < maximum && iterator.hasNext()) {
                    batch.add(iterator.next());
                }
                return batch;
            }

            @Override
            public void close() {}
        };
    }
}
