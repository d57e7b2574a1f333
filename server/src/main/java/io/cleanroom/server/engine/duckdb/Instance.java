package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.policy.QuerySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * One database in memory that can read the files it was opened with, and nothing else; its settings cannot be changed. Every
 * run has a connection of its own.
 *
 * <p>DuckDB counts its directory for temporary files among what may be read, so each instance has its own.
 */
final class Instance implements AutoCloseable {
    private final DuckDBConnection connection;
    private final Path temp;

    /** DuckDB has no INITCAP: letters and digits are a word, everything between is copied. */
    private static final String INITCAP = "CREATE MACRO cleanroom_initcap(s) AS array_to_string(list_transform("
            + "regexp_extract_all(s, '[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+'), lambda x: upper(x[1]) || lower(x[2:])), '')";

    private Instance(DuckDBConnection connection, Path temp) {
        this.connection = connection;
        this.temp = temp;
    }

    /** With one view for each source of files. */
    static Instance open(DuckDbConfig config, Collection<QuerySource.Files> sources, Map<String, SourceFiles> files)
            throws SQLException {
        List<Path> paths = new ArrayList<>();
        sources.forEach(
                source -> paths.addAll(SourceViews.filesOf(source, files).paths()));
        Instance instance = locked(config, paths);
        try (Statement statement = instance.connection.createStatement()) {
            for (QuerySource.Files source : sources) {
                SourceViews.create(statement, source, SourceViews.filesOf(source, files));
            }
            return instance;
        } catch (SQLException | RuntimeException e) {
            instance.close();
            throw e;
        }
    }

    /** Without views. */
    static Instance locked(DuckDbConfig config, List<Path> paths) throws SQLException {
        Path temp = config.tempDirectory().resolve(UUID.randomUUID().toString());
        try {
            Files.createDirectories(temp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DuckDBConnection connection = null;
        try {
            connection = DriverManager.getConnection("jdbc:duckdb:").unwrap(DuckDBConnection.class);
            try (Statement statement = connection.createStatement()) {
                for (String setting : settings(config, temp, paths)) {
                    statement.execute("SET " + setting);
                }
                statement.execute(INITCAP);
            }
            return new Instance(connection, temp);
        } catch (SQLException e) {
            close(connection, temp);
            throw e;
        }
    }

    private static List<String> settings(DuckDbConfig config, Path temp, List<Path> paths) {
        List<String> allowed = paths.stream()
                .distinct()
                .map(path -> Sql.string(path.toString()))
                .toList();
        return List.of(
                "memory_limit = " + Sql.string(config.memoryLimit()),
                "threads = " + config.threads(),
                "temp_directory = " + Sql.string(temp.toString()),
                "max_temp_directory_size = " + Sql.string(config.maximumTempSize()),
                "autoinstall_known_extensions = false",
                "autoload_known_extensions = false",
                "allow_community_extensions = false",
                "TimeZone = 'UTC'",
                // A sub-query that gives two rows, and a division by zero, must not show as an error.
                "scalar_subquery_error_on_multiple_rows = false",
                "error_on_division_by_zero = false",
                // They move a cast or function into the reader of a file and forget the TRY around it: the reader then
                // raises
                // an error that repeats the value (seen with CSV).
                "disabled_optimizers = 'type_pushdown,scalar_fn_pushdown'",
                "allowed_paths = [" + String.join(", ", allowed) + "]",
                "enable_external_access = false",
                "lock_configuration = true");
    }

    /** A connection to the same database; the caller closes it. */
    DuckDBConnection connect() throws SQLException {
        return connection.duplicate();
    }

    @Override
    public void close() {
        close(connection, temp);
    }

    private static void close(@Nullable Connection connection, Path temp) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            TempDirectories.delete(temp);
        }
    }
}
