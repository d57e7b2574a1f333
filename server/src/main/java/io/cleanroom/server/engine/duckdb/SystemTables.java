package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.policy.QuerySource;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Rows that come with a run, as tables that only its connection sees and that end with it. */
final class SystemTables {
    private SystemTables() {}

    static void create(DuckDBConnection connection, QuerySource.SystemTable source, List<@Nullable Object[]> rows)
            throws SQLException {
        List<String> columns = source.columns().stream()
                .map(column -> Sql.quote(column.name().text()) + " " + Types.sql(column.type()))
                .toList();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMPORARY TABLE " + Sql.quote(source.engineName()) + " ("
                    + String.join(", ", columns) + ")");
        }
        try (DuckDBAppender appender = connection.createAppender("temp", "main", source.engineName())) {
            for (@Nullable Object[] row : rows) {
                appender.beginRow();
                for (int i = 0; i < row.length; i++) {
                    Column column = source.columns().get(i);
                    Appending.value(appender, Values.of(column.type(), row[i]));
                }
                appender.endRow();
            }
        }
    }
}
