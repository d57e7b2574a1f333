package io.cleanroom.server.jdbc;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A room with one table that has a column of every type, whose rows its owner lets out as they are: groups of one. */
final class WideRoom {
    static final String USER = "wideco/ann";
    static final String ROOM = "wide_room";
    static final String PASSWORD = "a long password for tests";
    static final String COLUMNS =
            "id, a_boolean, a_tinyint, a_smallint, an_integer, a_real, a_double, a_decimal, a_small_decimal, a_text, a_binary,"
                    + " a_date, a_time, a_timestamp";
    static final String EVERYTHING = "SELECT " + COLUMNS + " FROM wide GROUP BY " + COLUMNS + " ORDER BY id";

    private WideRoom() {}

    static void open(LiveServer server, Path folder, int rows) throws SQLException, IOException {
        Path files = Files.createDirectories(folder.resolve("files/wideco"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT n AS id, " + everyFifthNull("n % 2 = 0") + " AS a_boolean, "
                    + everyFifthNull("CAST(n % 256 - 128 AS TINYINT)") + " AS a_tinyint, "
                    + everyFifthNull("CAST(n % 65536 - 32768 AS SMALLINT)") + " AS a_smallint, "
                    + everyFifthNull("CAST(-n AS INTEGER)") + " AS an_integer, "
                    + everyFifthNull("CAST(n / 4 AS REAL)") + " AS a_real, "
                    + everyFifthNull("n / 3.0::DOUBLE") + " AS a_double, "
                    + everyFifthNull("CAST('-123456789012345678901234567890.12345678' AS DECIMAL(38, 8)) + n")
                    + " AS a_decimal, "
                    + everyFifthNull("CAST(n / 100.0 AS DECIMAL(10, 2))") + " AS a_small_decimal, "
                    + everyFifthNull("CASE WHEN n % 3 = 0 THEN '' ELSE 'Zürich 東京 🛒 ' || n END") + " AS a_text, "
                    + everyFifthNull("unhex(substr(sha256('n' || n), 1, 2 * (n % 33)))") + " AS a_binary, "
                    + everyFifthNull("DATE '1960-01-01' + CAST(n AS INTEGER)") + " AS a_date, "
                    + everyFifthNull("TIME '00:00:00' + INTERVAL (n) SECOND + INTERVAL (n % 1000000) MICROSECOND")
                    + " AS a_time, "
                    + everyFifthNull("TIMESTAMP '1969-12-31 23:59:59.999999' + INTERVAL (n * 3600000001) MICROSECOND")
                    + " AS a_timestamp FROM range(" + rows + ") t(n)) TO '" + files.resolve("wide.parquet")
                    + "' (FORMAT PARQUET)");
        }
        server.run(
                "operator",
                "",
                "CREATE MEMBER wideco DATA LOCATION 'wideco' RESULT LOCATION 'results/wideco'",
                "CREATE USER \"" + USER + "\" ROLE ADMIN, ANALYST PASSWORD '" + PASSWORD + "'");
        server.run(
                USER,
                "",
                "CREATE COLLABORATION " + ROOM + " (MEMBER wideco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))",
                "CREATE CONFIGURED TABLE wide FROM 'wide.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE wide SET ANALYSIS RULE AGGREGATION (DIMENSION COLUMNS (" + COLUMNS
                        + "), AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)",
                "ASSOCIATE CONFIGURED TABLE wide WITH COLLABORATION " + ROOM);
    }

    private static String everyFifthNull(String expression) {
        return "CASE WHEN n % 5 = 4 THEN NULL ELSE " + expression + " END";
    }
}
