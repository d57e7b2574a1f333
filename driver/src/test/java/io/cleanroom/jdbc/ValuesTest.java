package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@SuppressWarnings({"NullAway.Init", "JavaUtilDate"})
class ValuesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 7, 1);
    private static final LocalDateTime MOMENT = LocalDateTime.of(2026, 7, 1, 23, 30, 15, 123_000_000);

    private final TimeZone before = TimeZone.getDefault();
    private FakeServer server;
    private Connection connection;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = new FakeServer();
        connection = server.connect("");
    }

    @AfterEach
    void stop() throws SQLException {
        TimeZone.setDefault(before);
        connection.close();
        server.close();
    }

    private ResultSet row() throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery("types");
        assertTrue(rows.next());
        return rows;
    }

    @Test
    void every_type_arrives_as_what_it_is() throws SQLException {
        ResultSet rows = row();
        List<Object> objects = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            objects.add(rows.getObject(i));
            texts.add(rows.getString(columns.getColumnLabel(i)));
            assertEquals(
                    columns.getColumnClassName(i), rows.getObject(i).getClass().getName());
            assertEquals(rows.getObject(i), rows.getObject(columns.getColumnLabel(i)));
        }
        assertEquals(
                Arrays.asList(
                        7,
                        42,
                        1L << 40,
                        2.5,
                        new BigDecimal("12345678901234567890.12"),
                        true,
                        "Straße",
                        Date.valueOf(DAY),
                        new Time(43_200_123),
                        Timestamp.valueOf(MOMENT)),
                objects);
        assertEquals(
                Arrays.asList(
                        "7",
                        "42",
                        "1099511627776",
                        "2.5",
                        "12345678901234567890.12",
                        "true",
                        "Straße",
                        "2026-07-01",
                        "12:00:00.123",
                        "2026-07-01 23:30:15.123"),
                texts);
    }

    @Test
    void nulls_are_nulls() throws SQLException {
        ResultSet rows = row();
        assertEquals(42, rows.getInt("int"));
        assertFalse(rows.wasNull());
        assertTrue(rows.next());
        for (int i = 1; i <= 10; i++) {
            assertNull(rows.getObject(i));
            assertTrue(rows.wasNull());
            assertNull(rows.getString(i));
            assertNull(rows.getObject(i, LocalDate.class));
        }
        assertEquals(0, rows.getInt(2));
        assertTrue(rows.wasNull());
        assertEquals(0.0, rows.getDouble(4));
        assertFalse(rows.getBoolean(6));
        assertNull(rows.getDate(8));
        assertFalse(rows.next());
    }

    @Test
    void reads_as_the_class_asked_for() throws SQLException {
        ResultSet rows = row();
        assertEquals(42L, rows.getObject("int", Long.class));
        assertEquals(new BigDecimal("42"), rows.getObject("int", BigDecimal.class));
        assertEquals(BigInteger.valueOf(42), rows.getObject("int", BigInteger.class));
        assertEquals("42", rows.getObject("int", String.class));
        assertEquals(42, rows.getObject("int", Integer.class));
        assertEquals(DAY, rows.getObject("day", LocalDate.class));
        assertEquals(DAY, rows.getObject("moment", LocalDate.class));
        assertEquals(MOMENT, rows.getObject("moment", LocalDateTime.class));
        assertEquals(LocalTime.of(12, 0, 0, 123_000_000), rows.getObject("clock", LocalTime.class));
        assertEquals(OffsetDateTime.parse("2026-07-01T23:30:15.123Z"), rows.getObject("moment", OffsetDateTime.class));
        assertEquals(true, rows.getObject("bool", Boolean.class));
        assertThrows(SQLException.class, () -> rows.getObject("text", StringBuilder.class));
    }

    @Test
    void what_cannot_be_read_says_so_without_the_value() throws SQLException {
        ResultSet rows = row();
        SQLException error = assertThrows(SQLException.class, () -> rows.getInt("text"));
        assertInstanceOf(SQLDataException.class, error);
        assertFalse(String.valueOf(error.getMessage()).contains("Straße"));
        assertEquals(
                "22003",
                assertThrows(SQLException.class, () -> rows.getInt("big")).getSQLState());
        assertThrows(SQLException.class, () -> rows.getDate("clock"));
        assertThrows(SQLException.class, () -> rows.getString("nothing"));
        assertThrows(SQLException.class, () -> rows.getString(11));
        assertThrows(SQLException.class, () -> rows.getMetaData().getColumnName(11));
    }

    @Test
    void there_is_no_row_before_the_first_and_after_the_last() throws SQLException {
        ResultSet rows = connection.createStatement().executeQuery("rows 1");
        assertEquals(
                "24000", assertThrows(SQLException.class, () -> rows.getInt(1)).getSQLState());
        assertTrue(rows.next());
        assertFalse(rows.next());
        assertEquals(
                "24000", assertThrows(SQLException.class, () -> rows.getInt(1)).getSQLState());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo"})
    void no_zone_moves_a_date(String zone) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        ResultSet rows = row();
        assertEquals("2026-07-01", rows.getDate("day").toString());
        assertEquals("2026-07-01 23:30:15.123", rows.getTimestamp("moment").toString());
        assertEquals("12:00:00", rows.getTime("clock").toString());
        assertEquals("2026-07-01", rows.getString("day"));
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
        assertEquals(
                OffsetDateTime.parse("2026-07-01T00:00:00+09:00").toInstant().toEpochMilli(),
                rows.getDate("day", tokyo).getTime());
        assertEquals(
                OffsetDateTime.parse("2026-07-01T23:30:15.123+09:00").toInstant(),
                rows.getTimestamp("moment", tokyo).toInstant());

        PreparedStatement echo = connection.prepareStatement("echo ? ? ? ?");
        echo.setDate(1, Date.valueOf(DAY));
        echo.setTimestamp(2, Timestamp.valueOf(MOMENT));
        echo.setTime(3, Time.valueOf("12:00:01"));
        echo.setTimestamp(
                4,
                Timestamp.from(
                        OffsetDateTime.parse("2026-07-01T23:30:15.123+09:00").toInstant()),
                tokyo);
        long day = DAY.toEpochDay();
        assertEquals(
                Arrays.asList(
                        "JAVA_SQL_DATE " + day,
                        "JAVA_SQL_TIMESTAMP " + Values.millis(MOMENT),
                        "JAVA_SQL_TIME 43201000",
                        "JAVA_SQL_TIMESTAMP " + Values.millis(MOMENT)),
                texts(echo.executeQuery()));
    }

    private static List<String> texts(ResultSet rows) throws SQLException {
        assertTrue(rows.next());
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            texts.add(rows.getString(i));
        }
        return texts;
    }

    private String sent(Object value) throws SQLException {
        PreparedStatement echo = connection.prepareStatement("echo ?");
        echo.setObject(1, value);
        return texts(echo.executeQuery()).get(0);
    }

    @Test
    void objects_are_sent_as_what_the_wire_can_carry() throws SQLException {
        UUID uuid = UUID.fromString("00000000-0000-0001-0000-000000000002");
        assertEquals("STRING x", sent("x"));
        assertEquals("STRING " + uuid, sent(uuid));
        assertEquals("INTEGER 1", sent(1));
        assertEquals("LONG 1", sent(1L));
        assertEquals("SHORT 1", sent((short) 1));
        assertEquals("DOUBLE 1.5", sent(1.5f));
        assertEquals("DOUBLE 1.5", sent(1.5));
        assertEquals("BIG_DECIMAL 1.50".replace("BIG_DECIMAL", "NUMBER"), sent(new BigDecimal("1.50")));
        assertEquals("NUMBER 12345678901234567890", sent(new BigInteger("12345678901234567890")));
        assertEquals("BOOLEAN true", sent(true));
        assertEquals("JAVA_SQL_DATE " + DAY.toEpochDay(), sent(DAY));
        assertEquals("JAVA_SQL_TIMESTAMP " + Values.millis(MOMENT), sent(MOMENT));
        assertEquals(
                "JAVA_SQL_TIMESTAMP " + Values.millis(MOMENT),
                sent(OffsetDateTime.parse("2026-07-02T01:30:15.123+02:00")));
        assertEquals(
                "22023",
                assertThrows(SQLException.class, () -> sent(new Object[0])).getSQLState());
    }

    @Test
    void a_target_type_converts_before_sending() throws SQLException {
        PreparedStatement echo = connection.prepareStatement("echo ? ? ? ? ?");
        echo.setObject(1, "2026-07-01", Types.DATE);
        echo.setObject(2, "17", Types.BIGINT);
        echo.setObject(3, 17, Types.VARCHAR);
        echo.setNull(4, Types.INTEGER);
        echo.setObject(5, null);
        assertEquals(
                Arrays.asList("JAVA_SQL_DATE " + DAY.toEpochDay(), "LONG 17", "STRING 17", "null", "null"),
                texts(echo.executeQuery()));
        assertThrows(SQLException.class, () -> echo.setObject(1, "soon", Types.DATE));
    }

    @Test
    void parameters_are_described_and_must_be_set() throws SQLException {
        PreparedStatement echo = connection.prepareStatement("echo ? ?");
        ParameterMetaData parameters = echo.getParameterMetaData();
        assertEquals(2, parameters.getParameterCount());
        assertEquals(Types.VARCHAR, parameters.getParameterType(1));
        assertEquals(
                "07009",
                assertThrows(SQLException.class, () -> parameters.getParameterType(3))
                        .getSQLState());
        assertEquals(
                "07009",
                assertThrows(SQLException.class, () -> echo.setInt(3, 1)).getSQLState());
        echo.setString(1, "x");
        int before = server.calls.size();
        SQLException unset = assertThrows(SQLException.class, echo::executeQuery);
        assertEquals("07001", unset.getSQLState());
        assertEquals("parameter 2 of 2 has no value", unset.getMessage());
        assertEquals(before, server.calls.size());
        echo.setString(2, "y");
        assertEquals(Arrays.asList("STRING x", "STRING y"), texts(echo.executeQuery()));
        echo.clearParameters();
        assertThrows(SQLException.class, echo::executeQuery);
        assertEquals(2, echo.getMetaData().getColumnCount());
    }

    @Test
    void dates_beyond_those_of_sql_are_refused() throws SQLException {
        for (Object beyond : List.of(
                LocalDate.MAX,
                LocalDate.MIN,
                LocalDate.of(0, 12, 31),
                LocalDateTime.MAX,
                LocalDateTime.MIN,
                Instant.MAX,
                OffsetDateTime.MIN,
                new Date(Long.MAX_VALUE),
                new Timestamp(Long.MAX_VALUE))) {
            assertEquals(
                    "22008",
                    assertThrows(SQLException.class, () -> sent(beyond), beyond.toString())
                            .getSQLState());
        }
        assertEquals("JAVA_SQL_DATE " + LocalDate.of(9999, 12, 31).toEpochDay(), sent(LocalDate.of(9999, 12, 31)));
        assertEquals("JAVA_SQL_DATE " + LocalDate.of(1, 1, 1).toEpochDay(), sent(LocalDate.of(1, 1, 1)));
    }

    @Test
    void a_target_type_has_its_range_and_its_scale() throws SQLException {
        PreparedStatement echo = connection.prepareStatement("echo ? ? ? ?");
        for (int type : new int[] {Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL}) {
            assertEquals(
                    "22003",
                    assertThrows(SQLException.class, () -> echo.setObject(1, 1e300, type))
                            .getSQLState());
        }
        echo.setObject(1, 127, Types.TINYINT);
        echo.setObject(2, "2.345", Types.DECIMAL, 2);
        echo.setObject(3, 2, JDBCType.NUMERIC, 1);
        echo.setObject(4, "text", Types.VARCHAR, 2);
        assertEquals(Arrays.asList("BYTE 127", "NUMBER 2.35", "NUMBER 2.0", "STRING text"), texts(echo.executeQuery()));
    }

    @Test
    void a_number_that_no_float_holds_is_no_infinity() throws SQLException {
        assertEquals(
                "22003",
                assertThrows(SQLException.class, () -> Values.real(1e300)).getSQLState());
        assertEquals(1.5f, Values.real(new BigDecimal("1.5")));
        assertEquals(2.5f, row().getFloat("dbl"));
    }

    @Test
    void calendars_and_zoned_moments_both_ways() throws SQLException {
        Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
        tokyo.setTimeInMillis(OffsetDateTime.parse("2026-07-01T23:30:15.123+09:00")
                .toInstant()
                .toEpochMilli());
        assertEquals("JAVA_SQL_TIMESTAMP " + Values.millis(MOMENT), sent(tokyo));
        assertEquals(MOMENT.atZone(ZoneOffset.UTC), row().getObject("moment", ZonedDateTime.class));
    }
}
