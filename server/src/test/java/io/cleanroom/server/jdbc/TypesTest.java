package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type both ways, with server (Asia/Kolkata) and client in different time zones. */
@SuppressWarnings({"NullAway.Init", "JavaUtilDate"})
class TypesTest {
    private static final String ALL = "SELECT CAST(7 AS TINYINT) AS ti, CAST(-7 AS SMALLINT) AS si, 42 AS i,"
            + " CAST(1099511627776 AS BIGINT) AS bi, CAST(1.5 AS REAL) AS r, CAST(2.5 AS DOUBLE) AS d,"
            + " CAST(12345678901234567890123456789012345.67 AS DECIMAL(38, 2)) AS n, TRUE AS b,"
            + " CAST('Straße' AS VARCHAR) AS v, DATE '2026-03-29' AS da, TIME '02:30:00' AS t,"
            + " TIMESTAMP '2026-03-29 02:30:00.123' AS ts";

    private final TimeZone zone = TimeZone.getDefault();
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = RetailServer.shared().connect();
    }

    @AfterEach
    void close() throws SQLException {
        TimeZone.setDefault(zone);
        connection.close();
    }

    @Test
    void columnsAreDescribed() throws SQLException {
        List<String> described = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            ResultSetMetaData meta = rows.getMetaData();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                described.add(meta.getColumnLabel(i) + " " + JDBCType.valueOf(meta.getColumnType(i)) + " "
                        + meta.getPrecision(i) + "," + meta.getScale(i) + " " + meta.getColumnDisplaySize(i) + " "
                        + (meta.isSigned(i) ? "signed " : "") + (meta.isCaseSensitive(i) ? "case " : "")
                        + meta.getColumnClassName(i).replaceAll(".*\\.", ""));
                assertEquals("", meta.getTableName(i));
                assertEquals(meta.getColumnLabel(i), meta.getColumnName(i));
                assertEquals(ResultSetMetaData.columnNullable, meta.isNullable(i));
            }
        }
        assertEquals(
                List.of(
                        "ti TINYINT 3,0 5 signed Integer",
                        "si SMALLINT 5,0 7 signed Integer",
                        "i INTEGER 10,0 12 signed Integer",
                        "bi BIGINT 19,0 21 signed Long",
                        "r REAL 7,0 14 signed Float",
                        "d DOUBLE 15,0 24 signed Double",
                        "n DECIMAL 38,2 40 signed BigDecimal",
                        "b BOOLEAN 1,0 5 Boolean",
                        "v VARCHAR 2147483647,0 2147483647 case String",
                        "da DATE 10,0 10 Date",
                        "t TIME 15,6 15 Time",
                        "ts TIMESTAMP 26,6 26 Timestamp"),
                described);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia", "Europe/Berlin"})
    void noZoneMovesAValueThatIsRead(String client) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(client));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            assertTrue(rows.next());
            assertEquals(LocalDate.of(2026, 3, 29), rows.getObject("da", LocalDate.class));
            assertEquals(LocalTime.of(2, 30), rows.getObject("t", LocalTime.class));
            LocalDateTime moment = LocalDateTime.of(2026, 3, 29, 2, 30, 0, 123_000_000);
            assertEquals(moment, rows.getObject("ts", LocalDateTime.class));
            assertEquals(moment.atOffset(ZoneOffset.UTC), rows.getObject("ts", OffsetDateTime.class));
            assertEquals("2026-03-29 02:30:00.123", rows.getString("ts"));
            assertEquals("2026-03-29", rows.getString("da"));
            assertEquals(Date.valueOf("2026-03-29"), rows.getDate("da"));
            assertEquals(Timestamp.valueOf("2026-03-29 02:30:00.123"), rows.getTimestamp("ts"));
            Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            assertEquals(
                    Instant.parse("2026-03-28T17:30:00.123Z"),
                    rows.getTimestamp("ts", tokyo).toInstant());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Apia"})
    void noZoneMovesAValueThatIsSent(String client) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(client));
        String sql = "SELECT CAST(? AS TIMESTAMP) AS a, CAST(? AS DATE) AS b, CAST(? AS TIME) AS c,"
                + " CAST(? AS TIMESTAMP) AS e, CAST(? AS TIMESTAMP) AS f, CAST(? AS DATE) AS g";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setTimestamp(1, Timestamp.valueOf("2026-07-01 23:30:00.5"));
            statement.setDate(2, Date.valueOf("2026-07-01"));
            statement.setTime(3, Time.valueOf("23:30:15"));
            statement.setObject(4, LocalDateTime.of(2026, 7, 1, 0, 15), Types.TIMESTAMP);
            Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            statement.setTimestamp(5, Timestamp.from(Instant.parse("2026-07-01T00:00:00Z")), tokyo);
            statement.setObject(6, LocalDate.of(2026, 7, 1), JDBCType.DATE);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals("2026-07-01 23:30:00.5", rows.getString("a"));
                assertEquals("2026-07-01", rows.getString("b"));
                assertEquals("23:30:15", rows.getString("c"));
                assertEquals("2026-07-01 00:15:00", rows.getString("e"));
                assertEquals("2026-07-01 09:00:00", rows.getString("f"));
                assertEquals("2026-07-01", rows.getString("g"));
            }
        }
    }

    @Test
    void microsecondsBothWays() throws SQLException {
        LocalTime time = LocalTime.of(23, 59, 59, 123_456_000);
        LocalDateTime moment = LocalDate.of(1969, 12, 31).atTime(time);
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT CAST(? AS TIME) AS a, CAST(? AS TIMESTAMP) AS b, CAST(? AS TIMESTAMP) AS c")) {
            statement.setObject(1, time);
            statement.setObject(2, moment);
            statement.setTimestamp(3, Timestamp.valueOf(moment.plusNanos(999)));
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(time, rows.getObject("a", LocalTime.class));
                assertEquals(moment, rows.getObject("b", LocalDateTime.class));
                assertEquals(Timestamp.valueOf(moment), rows.getTimestamp("c"));
                assertEquals("1969-12-31 23:59:59.123456", rows.getString("c"));
            }
        }
    }

    @Test
    void numbersBothWays() throws SQLException {
        String sql = "SELECT CAST(? AS DECIMAL(38, 0)) AS n, CAST(? AS BIGINT) AS bi, CAST(? AS INTEGER) AS i,"
                + " CAST(? AS DOUBLE) AS d, CAST(? AS BOOLEAN) AS b, CAST(? AS VARCHAR) AS v, CAST(? AS INTEGER) AS x";
        BigDecimal largest = new BigDecimal("9".repeat(38));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBigDecimal(1, largest);
            statement.setLong(2, Long.MIN_VALUE);
            statement.setInt(3, Integer.MAX_VALUE);
            statement.setDouble(4, -0.1);
            statement.setBoolean(5, false);
            statement.setString(6, "it's \"quoted\" \u00e9\ud83d\ude00");
            statement.setNull(7, Types.INTEGER);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(largest, rows.getBigDecimal("n"));
                assertEquals(largest.toBigInteger(), rows.getObject("n", BigInteger.class));
                assertEquals(Long.MIN_VALUE, rows.getLong("bi"));
                assertEquals(Integer.MAX_VALUE, rows.getInt("i"));
                assertEquals(-0.1, rows.getDouble("d"));
                assertFalse(rows.getBoolean("b"));
                assertEquals("it's \"quoted\" \u00e9\ud83d\ude00", rows.getString("v"));
                assertEquals(0, rows.getInt("x"));
                assertTrue(rows.wasNull());
                assertNull(rows.getObject("x"));
                assertEquals(
                        "22003",
                        assertThrows(SQLException.class, () -> rows.getInt("bi"))
                                .getSQLState());
            }
        }
    }

    /** Every getter that takes a label, and every one that takes a number. */
    @Test
    void anUnknownColumnIsAnErrorWithItsState() throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS one")) {
            assertTrue(rows.next());
            int checked = 0;
            for (var method : ResultSet.class.getMethods()) {
                Class<?>[] types = method.getParameterTypes();
                boolean getter =
                        method.getName().startsWith("get") || method.getName().equals("findColumn");
                if (!getter || types.length == 0 || method.getName().equals("getRowId")) {
                    continue;
                }
                Object[] arguments = new Object[types.length];
                for (int i = 1; i < types.length; i++) {
                    arguments[i] = types[i] == int.class ? (Object) 0 : types[i] == Class.class ? String.class : null;
                }
                arguments[0] = types[0] == int.class ? (Object) 2 : "two";
                var thrown = assertThrows(
                        java.lang.reflect.InvocationTargetException.class, () -> method.invoke(rows, arguments));
                SQLException error = assertInstanceOf(SQLException.class, thrown.getCause(), method.toString());
                assertEquals(types[0] == int.class ? "07009" : "42703", error.getSQLState(), method.toString());
                checked++;
            }
            assertTrue(checked > 60, "checked " + checked);
        }
    }

    @Test
    void aParameterOutsideItsTypeIsRefused() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT CAST(? AS REAL) AS r, CAST(? AS DATE) AS d, CAST(? AS TIMESTAMP) AS t")) {
            statement.setDouble(1, 1e300);
            statement.setString(2, "9999-12-31");
            statement.setString(3, "0001-01-01 00:00:00");
            assertRefused("parameter 1 takes a REAL. Provided: a number", statement);
            statement.setDouble(1, Float.MAX_VALUE);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
                assertEquals(Float.MAX_VALUE, rows.getFloat("r"));
                assertEquals("9999-12-31", rows.getString("d"));
                assertEquals("0001-01-01 00:00:00", rows.getString("t"));
            }
            statement.setString(2, "0000-12-31");
            assertRefused("parameter 2 takes a DATE. Provided: a text", statement);
            statement.setObject(2, LocalDate.of(1582, 10, 10));
            assertRefused(
                    "parameter 2 takes a DATE. Provided: a DATE of the ten days that the calendar left out in October 1582",
                    statement);
            statement.setString(2, "2026-01-01");
            statement.setString(3, "+10000-01-01 00:00:00");
            assertRefused("parameter 3 takes a TIMESTAMP. Provided: a text", statement);
        }
    }

    private static void assertRefused(String message, PreparedStatement statement) {
        SQLException refused = assertThrows(SQLException.class, statement::executeQuery);
        assertEquals("22023", refused.getSQLState());
        assertEquals(message, refused.getMessage());
    }
}
