package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.calcite.avatica.remote.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avatica's own remote driver works against the server, in both forms of the protocol. */
class StockDriverTest {
    private static Connection connect(WireHarness harness, String serialization) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("serialization", serialization);
        properties.setProperty("authentication", "BASIC");
        properties.setProperty("avatica_user", WireHarness.ANA);
        properties.setProperty("avatica_password", WireHarness.password(WireHarness.ANA));
        properties.setProperty("collaboration", "shared_room");
        return new Driver().connect("jdbc:avatica:remote:url=" + harness.uri("/"), properties);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void everyTypeArrivesAsItIs(String serialization) throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness, serialization);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("TYPES")) {
            ResultSetMetaData columns = rows.getMetaData();
            List<Integer> types = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                types.add(columns.getColumnType(i));
                assertEquals(FakeStatements.EVERY_TYPE.get(i - 1).label(), columns.getColumnLabel(i));
                assertEquals(ResultSetMetaData.columnNullable, columns.isNullable(i));
            }
            assertEquals(
                    List.of(
                            Types.BOOLEAN,
                            Types.TINYINT,
                            Types.SMALLINT,
                            Types.INTEGER,
                            Types.BIGINT,
                            Types.REAL,
                            Types.DOUBLE,
                            Types.DECIMAL,
                            Types.VARCHAR,
                            Types.DATE,
                            Types.TIME,
                            Types.TIMESTAMP,
                            Types.VARBINARY),
                    types);
            assertEquals(38, columns.getPrecision(8));
            assertEquals(2, columns.getScale(8));
            assertEquals("java.math.BigDecimal", columns.getColumnClassName(8));
            assertTrue(rows.next());
            assertEquals(true, rows.getBoolean(1));
            assertEquals(Byte.MIN_VALUE, rows.getByte(2));
            assertEquals(Short.MAX_VALUE, rows.getShort(3));
            assertEquals(Integer.MIN_VALUE, rows.getInt(4));
            assertEquals(Long.MAX_VALUE, rows.getLong(5));
            assertEquals(1.5f, rows.getFloat(6));
            assertEquals(-0.1d, rows.getDouble(7));
            assertEquals(new BigDecimal("123456789012345678901234567890123456.78"), rows.getBigDecimal(8));
            assertEquals("Zürich, 東京 🛒", rows.getString(9));
            assertEquals(Date.valueOf("1969-12-31"), rows.getDate(10));
            assertEquals("1969-12-31", rows.getString(10));
            assertEquals(Time.valueOf("23:59:59").toString(), rows.getTime(11).toString());
            assertEquals(Timestamp.valueOf("2026-03-29 02:30:00.123"), rows.getTimestamp(12));
            assertEquals("2026-03-29 02:30:00.123", rows.getString(12));
            assertArrayEquals(new byte[] {0, -1, 65}, rows.getBytes(13));
            assertEquals(32, columns.getPrecision(13));
            assertTrue(rows.next());
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                assertNull(rows.getObject(i));
                assertTrue(rows.wasNull());
            }
            assertFalse(rows.next());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void arraysArrive(String serialization) throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness, serialization);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("ARRAYS")) {
            assertEquals(Types.ARRAY, rows.getMetaData().getColumnType(1));
            assertEquals("VARCHAR ARRAY", rows.getMetaData().getColumnTypeName(1));
            assertTrue(rows.next());
            assertArrayEquals(
                    new Object[] {"a", null}, (Object[]) rows.getArray(1).getArray());
            assertEquals("[[1, 2], []]", rows.getString(2));
            assertArrayEquals(new Object[] {Date.valueOf("1970-01-02")}, (Object[])
                    rows.getArray(3).getArray());
            assertTrue(rows.next());
            for (int i = 1; i <= 3; i++) {
                assertNull(rows.getObject(i));
            }
            assertFalse(rows.next());
        }
    }

    /** In JSON, Avatica writes a struct's type in a form that it does not read itself. */
    @Test
    void structsArrive() throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness, "PROTOBUF");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("STRUCT")) {
            assertEquals(Types.STRUCT, rows.getMetaData().getColumnType(1));
            assertTrue(rows.next());
            assertArrayEquals(new Object[] {"Rome", 7}, ((Struct) rows.getObject(1)).getAttributes());
            assertTrue(rows.next());
            assertNull(rows.getObject(1));
            assertFalse(rows.next());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void whatIsNoNumberIsNull(String serialization) throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness, serialization);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("INFINITE")) {
            assertTrue(rows.next());
            assertNull(rows.getObject(1));
            assertNull(rows.getObject(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void statementsPreparedOnesAndDefinitionsRun(String serialization) throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness, serialization)) {
            try (Statement statement = connection.createStatement()) {
                assertEquals(0, statement.executeUpdate("DEFINE x"));
                try (ResultSet rows = statement.executeQuery("ROWS 3456")) {
                    assertEquals(3456, count(rows));
                }
                statement.setMaxRows(7);
                try (ResultSet rows = statement.executeQuery("ROWS 3456")) {
                    assertEquals(7, count(rows));
                }
                SQLException refused = assertThrows(SQLException.class, () -> statement.executeQuery("REFUSE"));
                assertEquals("42501", refused.getSQLState());
                assertEquals(1001, refused.getErrorCode());
                assertTrue(String.valueOf(refused.getMessage()).contains("[some-rule] refused for a reason"));
            }
            try (PreparedStatement statement = connection.prepareStatement("ECHO 2")) {
                assertEquals(2, statement.getParameterMetaData().getParameterCount());
                statement.setTimestamp(1, Timestamp.valueOf("2026-07-01 12:00:00"));
                statement.setDate(2, Date.valueOf("2026-07-01"));
                for (int i = 0; i < 3; i++) {
                    try (ResultSet rows = statement.executeQuery()) {
                        assertEquals(2, count(rows));
                    }
                }
            }
            assertEquals("shared_room", connection.getSchema());
            assertEquals(0, harness.statements.openStreams.get());
            assertEquals(
                    "[2026-07-01T12:00, 2026-07-01]",
                    harness.statements
                            .parameters
                            .get(harness.statements.parameters.size() - 1)
                            .toString());
        }
    }

    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            assertEquals(count, rows.getInt(1) % 3456);
            count++;
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROTOBUF", "JSON"})
    void metadataListsWhatThePrincipalSees(String serialization) throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness, serialization)) {
            assertEquals(
                    List.of("shared_room", "system"),
                    first(connection.getMetaData().getSchemas()));
            assertEquals(List.of(), first(connection.getMetaData().getCatalogs()));
            assertEquals(
                    List.of("SYSTEM TABLE", "TABLE"),
                    first(connection.getMetaData().getTableTypes()));
            assertEquals(
                    List.of("BOOLEAN"),
                    first(connection.getMetaData().getTypeInfo()).stream()
                            .filter("BOOLEAN"::equals)
                            .toList());
            try (ResultSet tables = connection.getMetaData().getTables(null, "SHARED%", "%", new String[] {"TABLE"})) {
                assertTrue(tables.next());
                assertNull(tables.getString("TABLE_CAT"));
                assertEquals("advertiserco_table", tables.getString("TABLE_NAME"));
                assertEquals("shared by advertiserco, minimum 100", tables.getString("REMARKS"));
                assertFalse(tables.next());
            }
            try (ResultSet columns = connection.getMetaData().getColumns(null, null, "advertiserco\\_table", "a_d%")) {
                assertTrue(columns.next());
                assertEquals("a_double", columns.getString("COLUMN_NAME"));
                assertTrue(columns.next());
                assertEquals("a_decimal", columns.getString("COLUMN_NAME"));
                assertEquals(Types.DECIMAL, columns.getInt("DATA_TYPE"));
                assertEquals(38, columns.getInt("COLUMN_SIZE"));
                assertEquals(2, columns.getInt("DECIMAL_DIGITS"));
                assertEquals(8, columns.getInt("ORDINAL_POSITION"));
                assertEquals("about a_decimal", columns.getString("REMARKS"));
                assertTrue(columns.next());
                assertEquals("a_date", columns.getString("COLUMN_NAME"));
                assertFalse(columns.next());
            }
            assertEquals(List.of(), first(connection.getMetaData().getTables("some_catalog", null, null, null)));
        }
    }

    private static List<String> first(ResultSet rows) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
