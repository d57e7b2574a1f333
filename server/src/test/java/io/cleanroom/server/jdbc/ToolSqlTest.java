package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of {@code jdbc/tool-statements.txt} gets its verdict, and its columns are known without running it. */
@SuppressWarnings("NullAway.Init")
class ToolSqlTest {
    private static RetailServer server;

    /** Two tables of orders beside those that every server of these tests has. */
    @BeforeAll
    static void share() throws SQLException {
        server = RetailServer.fresh();
        server.run(
                RetailServer.RITA,
                "CREATE CONFIGURED TABLE own_orders FROM 'orders.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE own_orders SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (hashed_email),"
                        + " DIMENSION COLUMNS (region, status, ordered_on, ordered_at, quantity, age, online),"
                        + " AGGREGATE COLUMNS (SUM(amount), AVG(amount), SUM(price), COUNT(*), COUNT(DISTINCT hashed_email)),"
                        + " SCALAR FUNCTIONS (DATE_TRUNC, EXTRACT, UPPER, LOWER, COALESCE, ROUND),"
                        + " MINIMUM 10 DISTINCT hashed_email)",
                "ASSOCIATE CONFIGURED TABLE own_orders WITH COLLABORATION retail AS orders RESULT RECEIVERS (advertiserco)",
                "CREATE CONFIGURED TABLE own_visits FROM 'orders.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE own_visits SET ANALYSIS RULE CUSTOM (QUERIES BY (advertiserco),"
                        + " IDENTITY COLUMN hashed_email, MINIMUM 10 DISTINCT hashed_email)",
                "ASSOCIATE CONFIGURED TABLE own_visits WITH COLLABORATION retail AS visits RESULT RECEIVERS (advertiserco)");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    record Row(String tool, String verdict, String sql) {
        static Row of(String line) {
            String[] parts = line.split(" \\| ", 3);
            return new Row(parts[0], parts[1], parts[2]);
        }

        boolean allowed() {
            return verdict.length() < 5;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ToolSqlTest.class.getResourceAsStream("/jdbc/tool-statements.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::of);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void getsItsVerdict(Row row) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            String executed = verdict(statement, row.sql());
            assertAll(
                    () -> assertEquals(row.verdict(), executed),
                    () -> assertFalse(row.allowed() && columns(connection, row.sql()) == 0));
        }
    }

    private static String verdict(Statement statement, String sql) {
        try (ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return Integer.toString(count);
        } catch (SQLException e) {
            return e.getSQLState() + (e.getSQLState().matches("42...|0A000") ? "" : " " + e.getMessage());
        }
    }

    private static int columns(Connection connection, String sql) throws SQLException {
        try (var prepared = connection.prepareStatement(sql)) {
            return prepared.getMetaData().getColumnCount();
        }
    }
}
