package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.RowFile;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * Parquet out of rows. They go into a table of an instance of their own, which can reach the one file and nothing else, so
 * that no query has a part in what is written. Many rows spill to the instance's directory for temporary files.
 */
final class ParquetFile implements RowFile {
    private static final String TABLE = "result";

    private final Path file;
    private final List<OutputColumn> columns;
    private final Instance instance;
    private final DuckDBConnection connection;
    private final DuckDBAppender appender;
    private boolean appended;

    private ParquetFile(Path file, List<OutputColumn> columns, Instance instance, DuckDBConnection connection)
            throws SQLException {
        this.file = file;
        this.columns = List.copyOf(columns);
        this.instance = instance;
        this.connection = connection;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + TABLE + " ("
                    + columns.stream()
                            .map(column -> Sql.quote(column.label()) + " " + Types.sql(column.type()))
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        this.appender = connection.createAppender("main", TABLE);
    }

    /** The labels of the columns differ, in more than case. */
    static ParquetFile create(DuckDbConfig config, Path file, List<OutputColumn> columns) {
        try {
            Instance instance = Instance.locked(config, List.of(file));
            try {
                return new ParquetFile(file, columns, instance, instance.connect());
            } catch (SQLException | RuntimeException e) {
                instance.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void write(@Nullable Object[] row) {
        try {
            appender.beginRow();
            for (int i = 0; i < row.length; i++) {
                Appending.value(appender, Values.of(columns.get(i).type(), row[i]));
            }
            appender.endRow();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void finish() {
        try {
            closeAppender();
            try (Statement statement = connection.createStatement()) {
                statement.execute("COPY " + TABLE + " TO " + Sql.string(file.toString())
                        + " (FORMAT PARQUET, COMPRESSION ZSTD, USE_TMP_FILE FALSE)");
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void closeAppender() throws SQLException {
        if (!appended) {
            appended = true;
            appender.close();
        }
    }

    @Override
    public void close() {
        try {
            try {
                closeAppender();
            } finally {
                connection.close();
            }
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            instance.close();
        }
    }

    private static Problem failed(SQLException e) {
        return new Problem(Code.NOT_COMPLETED, "the query could not be completed", e);
    }
}
