package io.cleanroom.jdbc;

import static io.cleanroom.jdbc.NestedCase.DECIMAL;
import static io.cleanroom.jdbc.NestedCase.INTEGER;
import static io.cleanroom.jdbc.NestedCase.VARCHAR;
import static io.cleanroom.jdbc.NestedCase.array;
import static io.cleanroom.jdbc.NestedCase.column;
import static io.cleanroom.jdbc.NestedCase.struct;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** Arrays and structs as callers read them, from frames and from Arrow. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class NestedResultTest {
    private FakeServer server;
    private CleanroomConnection connection;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = new FakeServer();
        connection = (CleanroomConnection) server.connect("");
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void give(List<Object> rows, AvaticaType... types) {
        List<ColumnMetaData> columns = new ArrayList<>();
        for (AvaticaType type : types) {
            columns.add(column(columns.size(), "c" + columns.size(), type));
        }
        server.meta.givenColumns = columns;
        server.meta.givenRows = rows;
        server.meta.givenAll = true;
    }

    /** The first rows come in a frame, the others as Arrow. */
    private void giveAsArrow(List<Object> rows, int inFrame, AvaticaType... types) throws SQLException {
        give(rows.subList(0, inFrame), types);
        server.meta.givenAll = false;
        server.arrow = NestedCase.stream(
                ResultType.of(server.meta.givenColumns, connection), rows.subList(inFrame, rows.size()));
    }

    private ResultSet query() throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        return statement.executeQuery("given");
    }

    private ResultSet first() throws SQLException {
        ResultSet rows = query();
        assertTrue(rows.next());
        return rows;
    }

    /** The only value of a result. */
    private ResultSet one(AvaticaType type, @Nullable Object wire) throws SQLException {
        give(Collections.singletonList(Collections.singletonList(wire)), type);
        return first();
    }

    private static void assertState(String state, Executable executable) {
        assertEquals(state, assertThrows(SQLException.class, executable).getSQLState());
    }

    @Test
    void frames_and_arrow_have_the_same_values() throws SQLException, IOException {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            AvaticaType[] types = new AvaticaType[1 + random.nextInt(3)];
            Arrays.setAll(types, i -> NestedCase.random(random, 3));
            List<Object> rows = new ArrayList<>();
            List<Object> expected = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                List<@Nullable Object> row = new ArrayList<>();
                List<@Nullable Object> seen = new ArrayList<>();
                for (AvaticaType type : types) {
                    Object wire = NestedCase.wire(random, type);
                    row.add(wire);
                    seen.add(NestedCase.expected(wire, type));
                }
                rows.add(row);
                expected.add(seen);
            }
            give(rows, types);
            List<Object> texts = new ArrayList<>();
            assertEquals(expected, read(query(), texts), "seed " + seed);
            giveAsArrow(rows, rows.size() / 2, types);
            List<Object> textsOfArrow = new ArrayList<>();
            assertEquals(expected, read(query(), textsOfArrow), "seed " + seed);
            assertEquals(texts, textsOfArrow, "seed " + seed);
            assertEquals(expected, exported(), "seed " + seed);
        }
    }

    private static List<Object> read(ResultSet rows, List<Object> texts) throws SQLException {
        List<Object> read = new ArrayList<>();
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                Object value = rows.getObject(i);
                assertEquals(value == null, rows.wasNull());
                row.add(NestedCase.plain(value));
                texts.add(String.valueOf(rows.getString(i)));
            }
            read.add(row);
        }
        rows.close();
        return read;
    }

    /** The rows of the result's Arrow stream. */
    private List<Object> exported() throws SQLException, IOException {
        byte[] stream;
        try (ResultSet rows = query();
                InputStream export = rows.unwrap(ArrowResult.class).arrowStream()) {
            stream = export.readAllBytes();
        }
        server.meta.givenRows = Collections.emptyList();
        server.arrow = stream;
        return read(query(), new ArrayList<>());
    }

    @Test
    void an_array_of_each_type_is_a_java_array_of_what_get_object_gives() throws SQLException {
        ResultSet rows = one(array(INTEGER), Arrays.asList(1, null, 3));
        Array numbers = rows.getArray(1);
        assertFalse(rows.wasNull());
        assertArrayEquals(new Integer[] {1, null, 3}, assertInstanceOf(Integer[].class, numbers.getArray()));
        assertEquals(Types.INTEGER, numbers.getBaseType());
        assertEquals("INTEGER", numbers.getBaseTypeName());
        assertEquals(numbers, rows.getObject("c0"));
        assertEquals(numbers.hashCode(), rows.getObject("c0", Array.class).hashCode());
        assertNotEquals(numbers, one(array(INTEGER), Arrays.asList(1, null, 4)).getArray(1));
        assertNotEquals(
                numbers,
                one(array(NestedCase.scalar(Types.SMALLINT, "SMALLINT")), Arrays.asList(1, null, 3))
                        .getArray(1));

        Array decimals =
                one(array(DECIMAL), Arrays.asList(new BigDecimal("1.5000"))).getArray("c0");
        assertArrayEquals(new BigDecimal[] {new BigDecimal("1.5000")}, (BigDecimal[]) decimals.getArray());
        assertEquals("DECIMAL(20, 4)", decimals.getBaseTypeName());
        Array dates = one(array(NestedCase.scalar(Types.DATE, "DATE")), Arrays.asList(0))
                .getArray(1);
        assertArrayEquals(new Date[] {Date.valueOf("1970-01-01")}, (Date[]) dates.getArray());
        Array nested = one(array(array(VARCHAR)), Arrays.asList(Arrays.asList("x"), null))
                .getArray(1);
        assertEquals(Types.ARRAY, nested.getBaseType());
        assertEquals("VARCHAR ARRAY", nested.getBaseTypeName());
        Array[] inside = assertInstanceOf(Array[].class, nested.getArray());
        assertArrayEquals(new String[] {"x"}, (String[]) inside[0].getArray());
        assertNull(inside[1]);
        Array structs = one(array(struct(column(0, "a", INTEGER))), Arrays.asList(Arrays.asList(7)))
                .getArray(1);
        Struct struct = assertInstanceOf(Struct[].class, structs.getArray())[0];
        assertEquals("ROW(a INTEGER)", struct.getSQLTypeName());
        assertEquals("ROW(a INTEGER)", structs.getBaseTypeName());
    }

    @Test
    void values_outlive_the_row_and_the_result_and_are_the_callers() throws SQLException {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(Arrays.asList(Arrays.asList(Arrays.asList(i), null), Arrays.asList(new byte[] {(byte) i}, "x")));
        }
        AvaticaType[] types = {
            array(array(INTEGER)),
            struct(column(0, "b", NestedCase.scalar(Types.VARBINARY, "VARBINARY")), column(1, "t", VARCHAR))
        };
        giveAsArrow(rows, 1, types);
        List<Array> arrays = new ArrayList<>();
        List<Struct> structs = new ArrayList<>();
        try (ResultSet result = query()) {
            while (result.next()) {
                arrays.add(result.getArray(1));
                structs.add(result.getObject(2, Struct.class));
            }
        }
        for (int i = 0; i < 3; i++) {
            Array[] outer = (Array[]) arrays.get(i).getArray();
            assertArrayEquals(new Integer[] {i}, (Integer[]) outer[0].getArray());
            outer[0].free();
            outer[1] = outer[0];
            assertEquals("[[" + i + "],null]", arrays.get(i).toString());
            byte[] bytes = (byte[]) structs.get(i).getAttributes()[0];
            bytes[0] = 99;
            assertArrayEquals(new byte[] {(byte) i}, (byte[]) structs.get(i).getAttributes()[0]);
        }
    }

    @Test
    void slices_count_from_one_and_must_be_there() throws SQLException {
        Array array = one(array(INTEGER), Arrays.asList(1, 2, 3)).getArray(1);
        assertArrayEquals(new Integer[] {2, 3}, (Integer[]) array.getArray(2, 2));
        assertArrayEquals(new Integer[] {}, (Integer[]) array.getArray(4, 0));
        assertArrayEquals(new Integer[] {1, 2, 3}, (Integer[]) array.getArray(new HashMap<>()));
        assertArrayEquals(new Integer[] {1}, (Integer[]) array.getArray(1, 1, null));
        assertState("22023", () -> array.getArray(0, 1));
        assertState("22023", () -> array.getArray(2, 3));
        assertState("22023", () -> array.getArray(1, -1));
        assertState("22023", () -> array.getArray(Long.MAX_VALUE, 1));
        assertState("22023", () -> array.getArray(1, Integer.MAX_VALUE));
        assertState("22023", () -> array.getResultSet(5, 0));
        Map<String, Class<?>> map = Collections.singletonMap("INTEGER", String.class);
        assertState("0A000", () -> array.getArray(map));
        assertState("0A000", () -> array.getArray(1, 1, map));
        assertState("0A000", () -> array.getResultSet(map));
        assertState("0A000", () -> array.getResultSet(1, 1, map));
        Struct struct = one(struct(column(0, "a", INTEGER)), Arrays.asList(1)).getObject(1, Struct.class);
        assertState("0A000", () -> struct.getAttributes(map));
        assertArrayEquals(new Object[] {1}, struct.getAttributes(new HashMap<>()));
    }

    @Test
    void an_array_can_be_shown_as_rows() throws SQLException {
        Array array = one(array(DECIMAL), Arrays.asList(new BigDecimal("1.5000"), null))
                .getArray(1);
        try (ResultSet rows = array.getResultSet()) {
            ResultSetMetaData columns = rows.getMetaData();
            assertEquals("INDEX", columns.getColumnLabel(1));
            assertEquals(Types.INTEGER, columns.getColumnType(1));
            assertEquals("VALUE", columns.getColumnLabel(2));
            assertEquals("DECIMAL", columns.getColumnTypeName(2));
            assertEquals(20, columns.getPrecision(2));
            assertEquals(4, columns.getScale(2));
            assertTrue(rows.next());
            assertEquals(1, rows.getInt("INDEX"));
            assertEquals(new BigDecimal("1.5000"), rows.getBigDecimal("VALUE"));
            assertTrue(rows.next());
            assertNull(rows.getObject(2));
            assertTrue(rows.wasNull());
            assertFalse(rows.next());
        }
        AvaticaType type = array(array(NestedCase.scalar(Types.TIMESTAMP, "TIMESTAMP")));
        Array nested = one(type, Arrays.asList(null, Arrays.asList(1L), Arrays.asList()))
                .getArray(1);
        try (ResultSet rows = nested.getResultSet(2, 1)) {
            assertTrue(rows.next());
            assertEquals(2, rows.getInt(1));
            assertEquals("[\"1970-01-01 00:00:00.000001\"]", rows.getString(2));
            try (ResultSet inside = rows.getArray(2).getResultSet()) {
                assertTrue(inside.next());
                assertEquals("1970-01-01 00:00:00.000001", inside.getString("VALUE"));
                assertEquals(26, inside.getMetaData().getPrecision(2));
            }
            assertFalse(rows.next());
        }
    }

    @Test
    void a_freed_array_has_nothing_more_to_say() throws SQLException {
        ResultSet rows = one(array(INTEGER), Arrays.asList(1));
        Array array = rows.getArray(1);
        array.free();
        array.free();
        assertState("HY010", array::getArray);
        assertState("HY010", array::getBaseType);
        assertState("HY010", array::getBaseTypeName);
        assertState("HY010", array::getResultSet);
        assertState("HY010", () -> array.getArray(1, 1));
        assertEquals("a freed array", array.toString());
        assertEquals("[1]", rows.getString(1));
    }

    @Test
    void text_is_json() throws SQLException {
        assertEquals(
                "[1,2,null]", one(array(INTEGER), Arrays.asList(1, 2, null)).getString(1));
        assertEquals("[]", one(array(INTEGER), Arrays.asList()).getString(1));
        assertNull(one(array(INTEGER), null).getString(1));
        AvaticaType type = struct(
                column(0, "a", INTEGER),
                column(1, "Odd \"name\"", VARCHAR),
                column(2, "d", DECIMAL),
                column(3, "day", NestedCase.scalar(Types.DATE, "DATE")),
                column(4, "clock", NestedCase.scalar(Types.TIME, "TIME")),
                column(5, "bytes", NestedCase.scalar(Types.VARBINARY, "VARBINARY")),
                column(6, "yes", NestedCase.scalar(Types.BOOLEAN, "BOOLEAN")),
                column(7, "far", NestedCase.scalar(Types.DOUBLE, "DOUBLE")));
        List<Object> wire = Arrays.asList(
                1,
                "a\"b\\c\n\r\t\b\f\u001fß\u2028",
                new BigDecimal("1E+3"),
                1,
                60_000_001L,
                new byte[] {(byte) 0xAB, 1},
                true,
                1e300);
        ResultSet rows = one(type, wire);
        String text = "{\"a\":1,\"Odd \\\"name\\\"\":\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u001Fß\u2028\",\"d\":1000,"
                + "\"day\":\"1970-01-02\",\"clock\":\"00:01:00.000001\",\"bytes\":\"ab01\",\"yes\":true,\"far\":1.0E300}";
        assertEquals(text, rows.getString(1));
        assertEquals(text, rows.getNString(1));
        assertEquals(text, rows.getObject(1, String.class));
        assertEquals(text, rows.getObject(1).toString());
        assertEquals(
                "[\"NaN\"]",
                one(array(NestedCase.scalar(Types.DOUBLE, "DOUBLE")), Arrays.asList(Double.NaN))
                        .getString(1));
    }

    @Test
    void columns_are_described() throws SQLException {
        AvaticaType inner =
                struct(column(0, "x", DECIMAL), column(1, "Y z", array(VARCHAR)), column(2, "q\"", INTEGER));
        give(Collections.emptyList(), array(inner), struct(column(0, "in", inner)));
        ResultSetMetaData columns = query().getMetaData();
        String row = "ROW(x DECIMAL(20, 4), \"Y z\" VARCHAR ARRAY, \"q\"\"\" INTEGER)";
        assertEquals(row + " ARRAY", columns.getColumnTypeName(1));
        assertEquals("ROW(in " + row + ")", columns.getColumnTypeName(2));
        assertEquals(Types.ARRAY, columns.getColumnType(1));
        assertEquals(Types.STRUCT, columns.getColumnType(2));
        assertEquals("java.sql.Array", columns.getColumnClassName(1));
        assertEquals("java.sql.Struct", columns.getColumnClassName(2));
        for (int i = 1; i <= 2; i++) {
            assertEquals(0, columns.getPrecision(i));
            assertEquals(0, columns.getScale(i));
            assertEquals(Integer.MAX_VALUE, columns.getColumnDisplaySize(i));
            assertFalse(columns.isSearchable(i));
            assertFalse(columns.isSigned(i));
            assertFalse(columns.isCaseSensitive(i));
        }
    }

    @Test
    void an_array_is_a_list_or_a_java_array_where_asked_for() throws SQLException {
        ResultSet rows = one(array(INTEGER), Arrays.asList(1, null));
        assertEquals(Arrays.asList(1, null), rows.getObject(1, List.class));
        assertArrayEquals(new Object[] {1, null}, rows.getObject(1, Object[].class));
        assertArrayEquals(new Integer[] {1, null}, rows.getObject(1, Integer[].class));
        assertEquals(rows.getArray(1), rows.getObject(1, Object.class));
        assertState("0A000", () -> rows.getObject(1, String[].class));
        assertState("0A000", () -> rows.getObject(1, Struct.class));
        assertEquals(rows.getArray(1), rows.getObject(1, new HashMap<>()));
        assertState("0A000", () -> rows.getObject(1, Collections.singletonMap("x", String.class)));
        ResultSet struct = one(struct(column(0, "a", INTEGER)), Arrays.asList(1));
        assertState("0A000", () -> struct.getArray(1));
        assertState("0A000", () -> struct.getObject(1, List.class));
        ResultSet nothing = one(array(INTEGER), null);
        assertNull(nothing.getArray(1));
        assertTrue(nothing.wasNull());
        assertNull(nothing.getObject(1, List.class));
        assertEquals(0, nothing.getInt(1));
    }

    @Test
    void nothing_else_can_be_made_of_them() throws SQLException {
        for (AvaticaType type : Arrays.asList(array(INTEGER), struct(column(0, "a", INTEGER)))) {
            ResultSet rows = one(type, Arrays.asList(1));
            for (Executable getter : Arrays.<Executable>asList(
                    () -> rows.getInt(1),
                    () -> rows.getLong(1),
                    () -> rows.getDouble(1),
                    () -> rows.getFloat(1),
                    () -> rows.getBoolean(1),
                    () -> rows.getBigDecimal(1),
                    () -> rows.getBytes(1),
                    () -> rows.getBinaryStream(1),
                    () -> rows.getDate(1),
                    () -> rows.getTime(1),
                    () -> rows.getTimestamp(1),
                    () -> rows.getObject(1, byte[].class),
                    () -> rows.getObject(1, java.util.UUID.class),
                    () -> rows.getObject(1, java.time.LocalDate.class))) {
                assertState("22018", getter);
            }
        }
    }

    @Test
    void they_are_no_parameters() throws SQLException {
        Object array = one(array(VARCHAR), Arrays.asList("x")).getObject(1);
        Object struct = one(struct(column(0, "a", INTEGER)), Arrays.asList(1)).getObject(1);
        PreparedStatement echo = connection.prepareStatement("echo ?");
        for (Object value : Arrays.asList(array, struct)) {
            assertState("22023", () -> echo.setObject(1, value));
            assertState("22023", () -> echo.setObject(1, value, Types.VARCHAR));
            assertState("22023", () -> echo.setObject(1, value, Types.ARRAY));
        }
        assertState("0A000", () -> echo.setArray(1, (Array) array));
        assertState("0A000", () -> connection.createArrayOf("INTEGER", new Object[] {1}));
        assertState("0A000", () -> connection.createStruct("ROW(a INTEGER)", new Object[] {1}));
    }

    @Test
    void what_is_not_of_the_type_is_an_error() throws SQLException {
        AvaticaType pair = struct(column(0, "a", INTEGER), column(1, "b", array(INTEGER)));
        for (Object wire : Arrays.asList(
                Arrays.asList(1), Arrays.asList(1, 2), Arrays.asList(1, Arrays.asList(Arrays.asList(1))))) {
            ResultSet rows = one(pair, wire);
            assertState("XX000", () -> rows.getObject(1));
        }
        for (Object wire : Arrays.asList(Arrays.asList(), Arrays.asList(1))) {
            ResultSet flat = one(INTEGER, wire);
            assertState("XX000", () -> flat.getObject(1));
        }
    }
}
