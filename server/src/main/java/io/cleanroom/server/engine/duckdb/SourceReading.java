package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.engine.SourceNotReady;
import io.cleanroom.server.policy.QuerySource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.duckdb.DuckDBConnection;

/**
 * What is broken in the middle of a file shows only while it is read. After a failure each source of the query is read by
 * itself, as far as the query reads it: one that fails is its owner's matter, whatever was asked and whatever the engine
 * says of it.
 */
final class SourceReading {
    private SourceReading() {}

    /** The first source that cannot be read to its end. */
    static Optional<SourceNotReady> broken(DuckDBConnection connection, List<QuerySource> sources) {
        return sources.stream()
                .filter(QuerySource.Files.class::isInstance)
                .map(QuerySource.Files.class::cast)
                .flatMap(source -> broken(connection, source).stream())
                .findFirst();
    }

    private static Optional<SourceNotReady> broken(DuckDBConnection connection, QuerySource.Files source) {
        String every = source.columns().stream()
                .map(column -> "COUNT(" + Sql.quote(column.name().text()) + ")")
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + (every.isEmpty() ? "COUNT(*)" : every) + " FROM "
                        + Sql.quote(source.engineName()))) {
            rows.next();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(new SourceNotReady(source.engineName(), SourceNotReady.Code.SOURCE_UNREADABLE, e));
        }
    }
}
