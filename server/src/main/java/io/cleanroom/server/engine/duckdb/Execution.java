package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.engine.ArrowFields;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.SourceNotReady;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.GuardedResult;
import io.cleanroom.server.policy.QuerySource;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;

/**
 * One run, from the prepared statement to the last batch. Whatever goes wrong is one of three errors, whose words are the
 * same for every query and all data.
 */
final class Execution implements GuardedResult {
    private static final long BATCH = 20_480;

    private final ApprovedQuery query;
    private final Stopwatch stopwatch;
    /** Closed in reverse order. */
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private @Nullable ArrowReader reader;

    private final Cancellation cancellation;

    private Execution(ApprovedQuery query, Cancellation cancellation, Stopwatch stopwatch) {
        this.query = query;
        this.cancellation = cancellation;
        this.stopwatch = stopwatch;
    }

    /** How to get a connection; it is leased once the run may start. */
    interface Connections {
        Instances.Lease lease() throws SQLException;
    }

    static Execution start(
            Engine.Run run,
            Connections connections,
            BufferAllocator allocator,
            ScheduledExecutorService scheduler,
            DuckDbConfig config,
            Set<Execution> running) {
        Stopwatch stopwatch = new Stopwatch(run.cancellation(), scheduler, config.runTimeLimit());
        Execution execution = new Execution(run.query(), run.cancellation(), stopwatch);
        running.add(execution);
        execution.open.push(() -> running.remove(execution));
        try {
            execution.start(run, connections, allocator);
            return execution;
        } catch (SourceNotReady e) {
            execution.close();
            throw e;
        } catch (SQLException | IOException | RuntimeException | OutOfMemoryError e) {
            Problem problem = execution.problem(e);
            try {
                execution.close();
            } catch (Problem alsoThis) {
                problem.addSuppressed(alsoThis);
            }
            throw problem;
        }
    }

    private void start(Engine.Run run, Connections connections, BufferAllocator allocator)
            throws SQLException, IOException {
        open.push(stopwatch);
        Instances.Lease lease = connections.lease();
        open.push(lease);
        DuckDBConnection connection = lease.connection();
        OneSelect.check(connection, query.sql());
        for (QuerySource source : query.sources()) {
            if (source instanceof QuerySource.SystemTable table) {
                SystemTables.create(connection, table, run.systemRows().getOrDefault(table.engineName(), List.of()));
            }
        }
        PreparedStatement statement = connection.prepareStatement(query.sql());
        open.push(statement);
        bind(statement, run);
        stopwatch.start(statement);
        run.progress().from(() -> percent(statement));
        if (cancellation.isCancelled()) {
            throw new SQLException("cancelled before it started");
        }
        ResultSet rows = rows(statement, connection);
        open.push(rows);
        run.progress().from(() -> OptionalInt.of(100));
        // Not of a child allocator that ends with the run: batches are handed over and read after it.
        reader = (ArrowReader) rows.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH);
        open.push(reader);
        check(reader.getVectorSchemaRoot());
    }

    private ResultSet rows(PreparedStatement statement, DuckDBConnection connection) throws SQLException {
        try {
            return statement.executeQuery();
        } catch (SQLException e) {
            if (stopwatch.outcome() == Stopwatch.Outcome.NONE) {
                Optional<SourceNotReady> broken = SourceReading.broken(connection, query.sources());
                if (broken.isPresent() && stopwatch.outcome() == Stopwatch.Outcome.NONE) {
                    throw broken.get();
                }
            }
            throw e;
        }
    }

    private static OptionalInt percent(PreparedStatement statement) {
        try {
            double percent = statement
                    .unwrap(DuckDBPreparedStatement.class)
                    .getQueryProgress()
                    .getPercentage();
            return percent < 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.min(100, percent));
        } catch (SQLException e) {
            // It is between two stages, or over.
            return OptionalInt.empty();
        }
    }

    void cancel() {
        cancellation.cancel();
    }

    private void bind(PreparedStatement statement, Engine.Run run) throws SQLException {
        int marker = 1;
        for (int index : query.parameterOrder()) {
            ColumnType type = query.parameterTypes().get(index);
            statement.setObject(marker++, Values.of(type, run.parameters().get(index)));
        }
    }

    /** The casts in the text give the declared types; if one does not, nothing is handed out. */
    private void check(VectorSchemaRoot root) {
        List<ColumnType> declared = query.engineColumns();
        List<Field> fields = root.getSchema().getFields();
        boolean same = fields.size() == declared.size();
        for (int i = 0; same && i < fields.size(); i++) {
            same = ArrowFields.isOf(fields.get(i), declared.get(i));
        }
        if (!same) {
            throw new IllegalStateException("the engine's types " + root.getSchema() + " are not " + declared);
        }
    }

    @Override
    public boolean loadNext() {
        try {
            boolean more = reader().loadNextBatch();
            if (more) {
                root().getFieldVectors().forEach(PresentableValues::clean);
            }
            return more;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw problem(e);
        }
    }

    @Override
    public VectorSchemaRoot root() {
        try {
            return reader().getVectorSchemaRoot();
        } catch (IOException | RuntimeException e) {
            throw problem(e);
        }
    }

    private ArrowReader reader() {
        if (reader == null) {
            throw new IllegalStateException("the result is closed");
        }
        return reader;
    }

    private Problem problem(Throwable cause) {
        return switch (stopwatch.outcome()) {
            case CANCELLED -> new Problem(Code.CANCELLED, "the query was cancelled", cause);
            case TIMED_OUT -> new Problem(Code.TIMED_OUT, "the query ran longer than is allowed", cause);
            case NONE -> new Problem(Code.NOT_COMPLETED, "the query could not be completed", cause);
        };
    }

    /** Everything is closed, also after a failure to close; the first failure is reported. */
    @Override
    public void close() {
        reader = null;
        Throwable first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw new Problem(Code.NOT_COMPLETED, "the query could not be completed", first);
        }
    }
}
