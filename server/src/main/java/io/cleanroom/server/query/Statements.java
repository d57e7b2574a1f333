package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.Cancellation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every statement of every client comes through here. */
public interface Statements {
    /**
     * Columns and parameters of a statement without running it; the same refusals as running it.
     *
     * @param columns empty for definitions
     */
    record Shape(List<OutputColumn> columns, List<ColumnType> parameters, boolean definition) {}

    Shape prepare(SessionContext session, String sql);

    /**
     * Runs a statement.
     *
     * @param parameters values of the {@code ?} markers: Boolean, Long, Double, BigDecimal, String, LocalDate, LocalTime,
     *     LocalDateTime, or null
     */
    Answer run(SessionContext session, String sql, List<@Nullable Object> parameters, RunOptions options);

    /**
     * How to run.
     *
     * @param maximumRows at most so many rows; 0: no limit but the server's
     */
    record RunOptions(long maximumRows, Cancellation cancellation) {}

    /** What the principal may see, for metadata calls: tables and columns of its collaborations, and schema {@code system}. */
    Catalog catalog(SessionContext session);
}
