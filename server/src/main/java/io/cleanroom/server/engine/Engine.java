package io.cleanroom.server.engine;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.GuardedResult;
import io.cleanroom.server.policy.SqlGenerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database that executes approved queries over members' files. Safe for use by many threads. */
public interface Engine extends AutoCloseable {
    /** As in the {@code engine} setting. */
    String name();

    SqlGenerator sql();

    /**
     * The columns of files, read completely enough to say that they can be read: every Parquet footer, every
     * line of a CSV. Throws {@code Problem} 55000 in words for the owner (line number and kind of fault, no values).
     */
    SourceColumns describe(SourceFiles files);

    /**
     * A Parquet file of rows that have been released.
     *
     * @param file does not exist, in a folder that does
     * @param columns with labels that differ in more than case
     */
    RowFile parquet(Path file, List<OutputColumn> columns);

    /** Starts the query; the answer streams. Throws {@code SourceNotReady} for files that are not as they were defined. */
    GuardedResult execute(Run run);

    /**
     * One execution.
     *
     * @param room the collaboration whose isolated instance executes it; null for queries over {@code system} alone
     * @param files for each {@code QuerySource.Files} of the query, by engine name, the files as resolved for this run
     * @param systemRows for each {@code QuerySource.SystemTable}, by engine name, its rows; values as in {@code parameters}
     * @param parameters by parameter index: Boolean, Long, Double, BigDecimal, String, Bytes, LocalDate, LocalTime, LocalDateTime,
     *     or null
     * @param cancellation through which the run can be stopped from any thread
     * @param progress where the engine tells how far it is
     */
    record Run(
            ApprovedQuery query,
            @Nullable Name room,
            Map<String, SourceFiles> files,
            Map<String, List<@Nullable Object[]>> systemRows,
            List<@Nullable Object> parameters,
            Cancellation cancellation,
            Progress progress) {
        public Run(
                ApprovedQuery query,
                @Nullable Name room,
                Map<String, SourceFiles> files,
                Map<String, List<@Nullable Object[]>> systemRows,
                List<@Nullable Object> parameters,
                Cancellation cancellation) {
            this(query, room, files, systemRows, parameters, cancellation, new Progress());
        }
    }

    @Override
    void close();
}
