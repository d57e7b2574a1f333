package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements that tools and frameworks send of their own accord. */
@SuppressWarnings("NullAway.Init")
class ToolStatementsTest {
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = RetailServer.shared().connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private int count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            return count;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "SELECT 1 -> 1",
                "select 1; -> 1",
                "SELECT * FROM (SELECT category, COUNT(*) AS n FROM purchases GROUP BY category) x WHERE 1=0 -> 0",
                "SELECT * FROM (SELECT category, COUNT(*) AS n FROM purchases GROUP BY category) AS t LIMIT 1 -> 1",
                "SELECT category, COUNT(*) FROM purchases GROUP BY category LIMIT 0 -> 0",
                "SELECT \"category\", COUNT(*) AS \"My Count\" FROM \"retail\".\"purchases\" GROUP BY \"category\" -> 2",
                "SELECT p.category AS \"Category\" FROM retail.purchases p GROUP BY 1 ORDER BY 1 -> 2",
                "SELECT category, COUNT(*) FROM purchases WHERE bought_on >= {d '2026-07-01'} GROUP BY category -> 2",
                "SELECT {fn UCASE(category)} AS c, COUNT(*) FROM purchases GROUP BY 1 {limit 1} -> 1",
                "SELECT name FROM system.collaborations WHERE member = 'advertiserco' -> 1",
                "SELECT COUNT(*) FROM system.columns -> 1",
            })
    void run(String sql, int rows) throws SQLException {
        assertEquals(rows, count(sql));
    }

    @Test
    void aToolLearnsTheColumnsWithoutRunning() throws SQLException {
        String sql = "SELECT category, SUM(amount) AS revenue FROM purchases WHERE category = ? GROUP BY category";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ResultSetMetaData meta = statement.getMetaData();
            assertEquals("revenue", meta.getColumnLabel(2));
            assertEquals(Types.DECIMAL, meta.getColumnType(2));
            assertEquals(1, statement.getParameterMetaData().getParameterCount());
            statement.setString(1, "toys");
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertFalse(rows.next());
            }
        }
        try (PreparedStatement definition = connection.prepareStatement("DROP CONFIGURED TABLE IF EXISTS nothing")) {
            assertNull(definition.getMetaData());
            assertEquals(0, definition.executeUpdate());
            assertFalse(definition.execute());
            assertEquals(0, definition.getUpdateCount());
            assertEquals(
                    "02000",
                    assertThrows(SQLException.class, definition::executeQuery).getSQLState());
        }
    }

    @Test
    void escapesCanBeLeftToTheServer() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            assertEquals(
                    "42601",
                    assertThrows(SQLException.class, () -> statement.executeQuery("SELECT 1 {limit 1}"))
                            .getSQLState());
            statement.setEscapeProcessing(true);
            statement.executeQuery("SELECT 1 AS one {limit 1}").close();
            assertEquals(
                    "SELECT '{fn x}', DATE '2026-07-01'", connection.nativeSQL("SELECT '{fn x}', {d '2026-07-01'}"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ABS(-1)",
                "CEILING(1.5)",
                "EXP(0)",
                "FLOOR(1.5)",
                "LOG(1)",
                "LOG10(1)",
                "MOD(3, 2)",
                "POWER(2, 2)",
                "ROUND(1.25, 1)",
                "SIGN(-2)",
                "SQRT(4)",
                "TRUNCATE(1.25, 1)",
                "CHAR_LENGTH('a')",
                "CHARACTER_LENGTH('a')",
                "CONCAT('a', 'b')",
                "LCASE('A')",
                "LEFT('ab', 1)",
                "LENGTH('a')",
                "LOCATE('a', 'ba')",
                "LTRIM(' a')",
                "POSITION('a' IN 'ba')",
                "REPLACE('a', 'a', 'b')",
                "RIGHT('ab', 1)",
                "RTRIM('a ')",
                "SUBSTRING('abc', 2, 1)",
                "UCASE('a')",
                "IFNULL('a', 'b')",
                "CURDATE()",
                "CURRENT_DATE()",
                "DAYOFMONTH({d '2026-07-01'})",
                "EXTRACT(DAY FROM {d '2026-07-01'})",
                "HOUR({ts '2026-07-01 10:11:12'})",
                "MINUTE({ts '2026-07-01 10:11:12'})",
                "MONTH({d '2026-07-01'})",
                "QUARTER({d '2026-07-01'})",
                "SECOND({ts '2026-07-01 10:11:12'})",
                "YEAR({d '2026-07-01'})",
            })
    void everyListedFunctionWorks(String call) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        List<String> listed = new ArrayList<>();
        for (String list : List.of(
                meta.getNumericFunctions(),
                meta.getStringFunctions(),
                meta.getSystemFunctions(),
                meta.getTimeDateFunctions())) {
            listed.addAll(List.of(list.split(",")));
        }
        assertEquals(37, listed.size());
        assertTrue(listed.contains(call.substring(0, call.indexOf('('))), call);
        assertEquals(1, count("SELECT {fn " + call + "} AS x"));
    }

    @Test
    void conversionsAreThoseThatAreClaimed() throws SQLException {
        List<String> types = List.of(
                "BOOLEAN",
                "TINYINT",
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "REAL",
                "DOUBLE",
                "DECIMAL",
                "VARCHAR",
                "DATE",
                "TIME",
                "TIMESTAMP");
        int claimed = 0;
        for (String from : types) {
            for (String to : types) {
                if (connection.getMetaData().supportsConvert(number(from), number(to))) {
                    claimed++;
                    String value = switch (from) {
                        case "BOOLEAN" -> "TRUE";
                        case "VARCHAR" -> "CAST('1' AS VARCHAR)";
                        case "DATE" -> "DATE '2026-07-01'";
                        case "TIME" -> "TIME '10:11:12'";
                        case "TIMESTAMP" -> "TIMESTAMP '2026-07-01 10:11:12'";
                        default -> "CAST(1 AS " + from + ")";
                    };
                    String sql = "SELECT {fn CONVERT(" + value + ", SQL_" + to + ")} AS x";
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(sql)) {
                        assertEquals(number(to), rows.getMetaData().getColumnType(1), sql);
                        assertTrue(rows.next(), sql);
                    }
                }
            }
        }
        assertTrue(claimed > 60, "claimed " + claimed);
    }

    private static int number(String type) {
        return java.sql.JDBCType.valueOf(type).getVendorTypeNumber();
    }

    @Test
    void frameworksToggleTransactions() throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        assertEquals(1, count("SELECT 1"));
        connection.commit();
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertEquals(1, count("SELECT 1"));
    }

    @Test
    void aRefusalStartsWithALineThatIsCompleteByItself() {
        SQLException refused = assertThrows(SQLException.class, () -> count("SELECT hashed_email FROM purchases"));
        assertEquals("42501", refused.getSQLState());
        String[] lines = String.valueOf(refused.getMessage()).split("\n", -1);
        assertTrue(lines[0].startsWith("refused: rows of table purchases would leave"), lines[0]);
        assertTrue(lines.length > 3);
        SQLException hidden = assertThrows(SQLException.class, () -> count("SELECT email_address FROM purchases"));
        assertEquals("42703", hidden.getSQLState());
    }

    @Test
    void aTimedOutStatementRunsAgainAndClosesQuietly() throws SQLException {
        Statement again = connection.createStatement();
        again.setQueryTimeout(1);
        SQLException timedOut = assertThrows(SQLException.class, () -> again.executeQuery(endless()));
        assertEquals("57014", timedOut.getSQLState());
        again.setQueryTimeout(0);
        try (again;
                ResultSet rows = again.executeQuery("SELECT 1")) {
            assertTrue(rows.next());
        }
        Statement abandoned = connection.createStatement();
        abandoned.setQueryTimeout(1);
        try (abandoned) {
            assertThrows(SQLException.class, () -> abandoned.executeQuery(endless()));
        }
        assertTrue(abandoned.isClosed());
        assertEquals(1, count("SELECT 1"));
    }

    private static String endless() {
        StringBuilder sql = new StringBuilder("SELECT COUNT(*) AS n FROM ");
        StringBuilder sum = new StringBuilder("0");
        for (int i = 0; i < 11; i++) {
            sql.append(i == 0 ? "" : " CROSS JOIN ")
                    .append("(VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)) t")
                    .append(i)
                    .append("(x")
                    .append(i)
                    .append(")");
            sum.append(" + x").append(i);
        }
        return sql + " WHERE " + sum + " = 7";
    }
}
