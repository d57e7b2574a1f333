package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.collaboration.Principal;
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
     * @param parameters values of the {@code ?} markers: Boolean, Long, Double, BigDecimal, String, Bytes, LocalDate, LocalTime,
     *     LocalDateTime, or null
     */
    Answer run(SessionContext session, String sql, List<@Nullable Object> parameters, RunOptions options);

    /**
     * How to run.
     *
     * @param maximumRows at most so many rows; 0: no limit but the server's
     */
    record RunOptions(long maximumRows, Cancellation cancellation) {}

    /** One wording for a collaboration that is not there and one that the principal's member is not part of. */
    String NOT_AUTHORISED_TO_CONNECT = "not authorised to connect to this collaboration, or there is none of this name";

    /**
     * Refuses with 08004, in the words of {@link #NOT_AUTHORISED_TO_CONNECT}, a schema that the principal may not make its
     * default: only its member's collaborations and {@code system} are allowed.
     */
    void checkConnect(Principal principal, Name collaboration);

    /** What the principal may see, for metadata calls: tables and columns of its collaborations, and schema {@code system}. */
    Catalog catalog(SessionContext session);
}
