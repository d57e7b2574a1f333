package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.jdbc.ArrowResult;
import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays and rows of a file as the driver gives them, from the first frame and from the Arrow behind it. */
@Timeout(120)
final class NestedReadingTest {
    private static final String USER = "nestco/nora";
    private static final String ROOM = "nested_room";
    private static final int ROWS = 12_000;
    private static final String QUERY =
            "SELECT id, numbers, place, deep FROM things GROUP BY id, numbers, place, deep ORDER BY id";
    private static final String PLACE =
            "ROW(city VARCHAR, \"Post code\" INTEGER, price DECIMAL(12, 2), seen TIMESTAMP, tag VARBINARY)";
    private static final String DEEP = "ROW(a BIGINT, b VARCHAR ARRAY) ARRAY ARRAY";
    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException, IOException {
        server = LiveServer.start(folder);
        server.writeParquet(
                "nestco",
                "things",
                "SELECT n AS id, CASE WHEN n % 7 <> 6 THEN list_transform(range(n % 4), lambda i:"
                        + " CASE WHEN (n + i) % 5 <> 4 THEN CAST(n + i AS INTEGER) END) END AS numbers,"
                        + " CASE WHEN n % 11 <> 10 THEN struct_pack(city := CASE WHEN n % 3 <> 2 THEN 'Zürich \"' || n END,"
                        + " \"Post code\" := CAST(n AS INTEGER), price := CAST(n / 100.0 AS DECIMAL(12, 2)),"
                        + " seen := TIMESTAMP '2026-01-01' + INTERVAL (n) MICROSECOND, tag := encode('t' || n)) END AS place,"
                        + " [[struct_pack(a := n, b := ['x' || n, NULL]), NULL], NULL, []] AS deep"
                        + " FROM range(" + ROWS + ") t(n)");
        server.run(
                "operator",
                "",
                "CREATE MEMBER nestco DATA LOCATION 'nestco' RESULT LOCATION 'results/nestco'",
                "CREATE USER \"" + USER + "\" ROLE ADMIN, ANALYST PASSWORD '" + LiveServer.PASSWORD + "'");
        server.run(
                USER,
                "",
                "CREATE COLLABORATION " + ROOM + " (MEMBER nestco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))",
                "CREATE CONFIGURED TABLE things FROM 'things.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE things SET ANALYSIS RULE AGGREGATION (DIMENSION COLUMNS (id, numbers, place, deep),"
                        + " AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)",
                "ASSOCIATE CONFIGURED TABLE things WITH COLLABORATION " + ROOM);
        connection = server.connect(USER, ROOM);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        server.close();
    }

    private static String numbers(int n) {
        return n % 7 == 6
                ? "null"
                : IntStream.range(n, n + n % 4)
                        .mapToObj(i -> i % 5 == 4 ? "null" : String.valueOf(i))
                        .collect(Collectors.joining(",", "[", "]"));
    }

    private static String place(int n) {
        if (n % 11 == 10) {
            return "null";
        }
        String micros = n == 0 ? "" : ("." + String.format("%06d", n)).replaceAll("0+$", "");
        return "{\"city\":" + (n % 3 == 2 ? "null" : "\"Zürich \\\"" + n + "\"") + ",\"Post code\":" + n + ",\"price\":"
                + BigDecimal.valueOf(n, 2).toPlainString() + ",\"seen\":\"2026-01-01 00:00:00" + micros
                + "\",\"tag\":\"74"
                + String.valueOf(n).chars().mapToObj(c -> "3" + (char) c).collect(Collectors.joining()) + "\"}";
    }

    private static String deep(int n) {
        return "[[{\"a\":" + n + ",\"b\":[\"x" + n + "\",null]},null],null,[]]";
    }

    /** Answers that end anywhere in the engine's batches have slices of their arrays. */
    @ParameterizedTest
    @CsvSource({"0, 0", "5001, 0", "7777, 700", "1234, 100"})
    void everyRowHasItsValues(int maxRows, int fetchSize) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(maxRows);
            statement.setFetchSize(fetchSize);
            try (ResultSet rows = statement.executeQuery(QUERY)) {
                for (int n = 0; n < (maxRows == 0 ? ROWS : maxRows); n++) {
                    assertTrue(rows.next());
                    assertEquals(n, rows.getInt(1));
                    assertEquals(numbers(n), String.valueOf(rows.getString("numbers")));
                    assertEquals(n % 7 == 6, rows.wasNull());
                    assertEquals(place(n), String.valueOf(rows.getObject("place")));
                    assertEquals(deep(n), rows.getString("deep"));
                }
                assertFalse(rows.next());
            }
        }
    }

    @Test
    void valuesAreJavasOwn() throws SQLException {
        List<Array> arrays = new ArrayList<>();
        List<Struct> structs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(QUERY);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                if (rows.getInt(1) % 6000 == 1) {
                    arrays.add(rows.getArray("numbers"));
                    structs.add(assertInstanceOf(Struct.class, rows.getObject("place")));
                    Array[] lists = assertInstanceOf(
                            Array[].class, rows.getArray("deep").getArray());
                    assertEquals(3, lists.length);
                    Struct inner = ((Struct[]) lists[0].getArray())[0];
                    assertEquals("ROW(a BIGINT, b VARCHAR ARRAY)", inner.getSQLTypeName());
                    assertEquals(rows.getLong(1), inner.getAttributes()[0]);
                }
            }
        }
        assertArrayEquals(new Integer[] {1}, (Integer[]) arrays.get(0).getArray());
        assertArrayEquals(new Integer[] {6001}, (Integer[]) arrays.get(1).getArray());
        assertEquals(PLACE, structs.get(1).getSQLTypeName());
        assertArrayEquals(
                new Object[] {
                    "Zürich \"6001",
                    6001,
                    new BigDecimal("60.01"),
                    Timestamp.valueOf(BEGIN.plusNanos(6_001_000)),
                    "t6001".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                },
                structs.get(1).getAttributes());
        try (ResultSet rows = arrays.get(1).getResultSet()) {
            assertEquals(List.of("1|6001"), LiveServer.rows(rows));
        }
    }

    @Test
    void columnsAreDescribedAlikeEverywhere() throws SQLException {
        List<String> types = List.of("BIGINT", "INTEGER ARRAY", PLACE, DEEP);
        int[] numbers = {Types.BIGINT, Types.ARRAY, Types.STRUCT, Types.ARRAY};
        try (PreparedStatement statement = connection.prepareStatement(QUERY);
                ResultSet rows = statement.executeQuery();
                Statement another = connection.createStatement();
                ResultSet none = another.executeQuery("SELECT * FROM (" + QUERY + ") AS t LIMIT 0");
                ResultSet listed = connection.getMetaData().getColumns(null, ROOM, "things", "%")) {
            assertFalse(none.next());
            for (ResultSetMetaData columns : List.of(statement.getMetaData(), rows.getMetaData(), none.getMetaData())) {
                for (int i = 0; i < numbers.length; i++) {
                    assertEquals(types.get(i), columns.getColumnTypeName(i + 1));
                    assertEquals(numbers[i], columns.getColumnType(i + 1));
                }
                assertEquals("java.sql.Array", columns.getColumnClassName(2));
                assertEquals("java.sql.Struct", columns.getColumnClassName(3));
            }
            for (int i = 0; i < numbers.length; i++) {
                assertTrue(listed.next());
                assertEquals(numbers[i], listed.getInt("DATA_TYPE"));
                assertEquals(types.get(i), listed.getString("TYPE_NAME"));
            }
        }
    }

    @Test
    void theArrowStreamIsOneWhateverItsBatchesCameAs() throws SQLException, IOException {
        int read = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY);
                BufferAllocator memory = new RootAllocator();
                ArrowStreamReader reader =
                        new ArrowStreamReader(rows.unwrap(ArrowResult.class).arrowStream(), memory)) {
            var batch = reader.getVectorSchemaRoot();
            var ids = (BigIntVector) batch.getVector("id");
            var lists = (ListVector) batch.getVector("numbers");
            var structs = (StructVector) batch.getVector("place");
            while (reader.loadNextBatch()) {
                for (int row = 0; row < batch.getRowCount(); row++) {
                    int n = read++;
                    assertEquals(n, ids.get(row));
                    assertEquals(numbers(n), String.valueOf(lists.getObject(row)));
                    assertEquals(n % 11 == 10, structs.isNull(row));
                    if (n % 11 != 10) {
                        assertEquals(n, structs.getChild("Post code").getObject(row));
                        assertEquals(
                                BigDecimal.valueOf(n, 2),
                                structs.getChild("price").getObject(row));
                    }
                    assertEquals(deep(n), String.valueOf(batch.getVector("deep").getObject(row)));
                }
            }
        }
        assertEquals(ROWS, read);
    }
}
