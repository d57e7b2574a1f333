package io.cleanroom.server.engine.duckdb;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/**
 * The engine's own parser says that a text is one SELECT. Queries are generated, so this never fires; but files that an
 * instance may read it may also write, and {@code COPY ... TO} over a member's file is one generator's mistake away.
 */
final class OneSelect {
    private static final String CHECK = "SELECT (j->>'error') = 'false' AND json_array_length(j->'statements') = 1"
            + " FROM (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS j) AS t";

    private OneSelect() {}

    static void check(DuckDBConnection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHECK)) {
            statement.setString(1, sql);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || !rows.getBoolean(1)) {
                    throw new SQLException("not one SELECT");
                }
            }
        }
    }
}
