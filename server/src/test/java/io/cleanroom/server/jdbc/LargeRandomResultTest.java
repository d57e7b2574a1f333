package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every value of a large result is the one in the file, which DuckDB itself reads: the ends of each type, NULLs, long texts. */
@Timeout(180)
final class LargeRandomResultTest {
    private static final int ROWS = 100_000;
    private static final String PASSWORD = "a long password for tests";

    /** A column's values, with {@code n} the row and {@code r} a random number from 0 to 1. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("any_bigint", "CAST(hash(n * 7 + seed) - 9223372036854775808::HUGEINT AS BIGINT)"),
            Map.entry("ends_bigint", "CASE WHEN r < 0.5 THEN -9223372036854775808 ELSE 9223372036854775807 END"),
            Map.entry("top_bigint", "9223372036854775807 - CAST(floor(r * 256) AS BIGINT)"),
            Map.entry("bottom_bigint", "-9223372036854775808 + CAST(floor(r * 65536) AS BIGINT)"),
            Map.entry("four_bytes_bigint", "-3000000000 + CAST(floor(r * 4294967296) AS BIGINT)"),
            Map.entry("constant_bigint", "CAST(-77 AS BIGINT)"),
            Map.entry("null_bigint", "CAST(NULL AS BIGINT)"),
            Map.entry("any_integer", "CAST(floor(r * 4294967296) - 2147483648 AS INTEGER)"),
            Map.entry("small_integer", "CAST(-5 + floor(r * 200) AS INTEGER)"),
            Map.entry("middle_integer", "CAST(-30000 + floor(r * 60000) AS INTEGER)"),
            Map.entry("any_smallint", "CAST(floor(r * 65536) - 32768 AS SMALLINT)"),
            Map.entry("any_date", "DATE '0001-01-01' + CAST(floor(r * 3652058) AS INTEGER)"),
            Map.entry("year_date", "DATE '1969-07-01' + CAST(floor(r * 366) AS INTEGER)"),
            Map.entry("any_time", "TIME '00:00:00' + INTERVAL (CAST(floor(r * 86400000000) AS BIGINT)) MICROSECOND"),
            Map.entry("minute_time", "TIME '23:59:00' + INTERVAL (CAST(floor(r * 60000000) AS BIGINT)) MICROSECOND"),
            Map.entry(
                    "any_timestamp",
                    "TIMESTAMP '0001-01-01' + INTERVAL (CAST(floor(r * 315537897599) AS BIGINT)) SECOND"),
            Map.entry(
                    "hour_timestamp",
                    "TIMESTAMP '1969-12-31 23:30:00' + INTERVAL (CAST(floor(r * 3600000000) AS BIGINT)) MICROSECOND"),
            Map.entry(
                    "few_text",
                    "CASE CAST(floor(r * 5) AS INTEGER) WHEN 0 THEN '' WHEN 1 THEN 'a' WHEN 2 THEN"
                            + " 'Zürich 東京 🛒' WHEN 3 THEN repeat('long ', 100) ELSE 'abcdefgh' END"),
            Map.entry("hundreds_text", "'campaign ' || CAST(floor(r * 900) AS INTEGER)"),
            Map.entry("all_different_text", "'person ' || n"),
            Map.entry("late_different_text", "CASE WHEN n % 8192 < 3000 THEN 'same' ELSE 'other ' || n END"),
            Map.entry("null_text", "CAST(NULL AS VARCHAR)"),
            Map.entry("any_binary", "unhex(substr(sha256('b' || r), 1, 2 * (n % 33)))"),
            Map.entry("null_binary", "CAST(NULL AS BLOB)"),
            Map.entry("any_double", "r * 1e300"),
            Map.entry("any_decimal", "CAST(r AS DECIMAL(38, 20))"),
            Map.entry("any_boolean", "r < 0.5"));

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static Path file;

    @BeforeAll
    static void open() throws SQLException, IOException {
        long seed = new Random().nextLong() >>> 20;
        System.out.println("LargeRandomResultTest: seed " + seed);
        file = Files.createDirectories(folder.resolve("files/randomco")).resolve("random.parquet");
        List<String> columns = new ArrayList<>();
        int salt = 0;
        for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
            // Some columns have all their values.
            String missing =
                    column.getKey().hashCode() % 3 == 0 ? "FALSE" : "hash(n + " + seed + ") % 10 = " + salt % 10;
            String random = "((hash(n * 31 + " + (seed + salt++) + ") % 1000003) / 1000003.0::DOUBLE)";
            columns.add("CASE WHEN " + missing + " THEN NULL ELSE "
                    + column.getValue().replaceAll("\\br\\b", random).replaceAll("\\bseed\\b", String.valueOf(seed))
                    + " END AS " + column.getKey());
        }
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT n, " + String.join(", ", columns) + " FROM range(" + ROWS + ") t(n)) TO '"
                    + file + "' (FORMAT PARQUET)");
        }
        server = LiveServer.start(folder);
        server.run(
                "operator",
                "",
                "CREATE MEMBER randomco DATA LOCATION 'randomco' RESULT LOCATION 'results/randomco'",
                "CREATE USER \"randomco/ann\" ROLE ADMIN, ANALYST PASSWORD '" + PASSWORD + "'");
        server.run(
                "randomco/ann",
                "",
                "CREATE COLLABORATION random_room (MEMBER randomco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))",
                "CREATE CONFIGURED TABLE random_rows FROM 'random.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE random_rows SET ANALYSIS RULE AGGREGATION (DIMENSION COLUMNS (n, "
                        + String.join(", ", COLUMNS.keySet()) + "), AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)",
                "ASSOCIATE CONFIGURED TABLE random_rows WITH COLLABORATION random_room");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void everyValueIsTheOneInTheFile() throws SQLException {
        List<String> names = List.copyOf(COLUMNS.keySet());
        String list = "n, " + String.join(", ", names);
        try (Connection connection = server.connect("randomco/ann", "random_room");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + list + " FROM random_rows GROUP BY " + list + " ORDER BY n");
                Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement engine = duckdb.createStatement();
                ResultSet expected =
                        engine.executeQuery("SELECT " + inFile(list) + " FROM '" + file + "' ORDER BY n")) {
            for (int n = 0; n < ROWS; n++) {
                assertTrue(rows.next());
                assertTrue(expected.next());
                for (int i = 0; i < names.size(); i++) {
                    String name = names.get(i);
                    Object value = value(rows, i + 2, name);
                    assertEquals(valueInFile(expected, i + 2, name), value, name + " of row " + n);
                    assertEquals(value == null, rows.wasNull());
                }
            }
            assertFalse(rows.next());
        }
    }

    /** DuckDB's driver moves dates of October 1582, when the Gregorian calendar began; its texts do not. */
    private static String inFile(String columns) {
        return columns.replaceAll("\\w+_date", "CAST($0 AS VARCHAR)");
    }

    private static @Nullable Object valueInFile(ResultSet rows, int column, String name) throws SQLException {
        if (!name.endsWith("_date")) {
            return value(rows, column, name);
        }
        String day = rows.getString(column);
        return day == null ? null : LocalDate.parse(day);
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable Object value(ResultSet rows, int column, String name) throws SQLException {
        String type = name.substring(name.lastIndexOf('_') + 1);
        Object value = switch (type) {
            case "bigint" -> rows.getLong(column);
            case "integer" -> rows.getInt(column);
            case "smallint" -> rows.getShort(column);
            case "double" -> rows.getDouble(column);
            case "boolean" -> rows.getBoolean(column);
            case "decimal" -> rows.getBigDecimal(column);
            case "text" -> rows.getString(column);
            case "binary" -> hex(rows.getBytes(column));
            case "date" -> rows.getObject(column, LocalDate.class);
            case "time" -> rows.getObject(column, LocalTime.class);
            case "timestamp" -> rows.getObject(column, LocalDateTime.class);
            default -> throw new IllegalStateException(type);
        };
        return rows.wasNull() ? null : value;
    }
}
