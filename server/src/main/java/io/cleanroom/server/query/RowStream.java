package io.cleanroom.server.query;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Released rows. Values are Boolean, Byte, Short, Integer, Long, Float, Double, BigDecimal, String, LocalDate, LocalTime,
 * LocalDateTime as the declared type says, or null.
 */
public interface RowStream extends AutoCloseable {
    /** Up to {@code maximum} further rows; an empty list says that there are no more. */
    List<@Nullable Object[]> next(int maximum);

    @Override
    void close();

    /** Rows that are there already. */
    static RowStream of(List<@Nullable Object[]> rows) {
        Iterator<@Nullable Object[]> iterator = rows.iterator();
        return new RowStream() {
            @Override
            public List<@Nullable Object[]> next(int maximum) {
                List<@Nullable Object[]> batch = new java.util.ArrayList<>();
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
