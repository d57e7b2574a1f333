package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Struct;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays and rows of real files as dimensions, lists and results; DuckDB's own JSON of the same files says what is right. */
class NestedTest {
    private static final String ROOM = "retail_attribution";
    private static final String ANA = "advertiserco/ana";
    private static final String RITA = "retailco/rita";
    private static final int PEOPLE = 3000;

    private static final String ORDERS = "SELECT 'p' || n % 600 AS person, CASE n % 4 WHEN 0 THEN ['a', 'b']"
            + " WHEN 1 THEN [] WHEN 2 THEN NULL ELSE [NULL, 'c\"d,'] END AS tags,"
            + " CASE WHEN n < 40 THEN {'city': 'Tiny', 'Post code': 9} WHEN n % 3 < 2 THEN {'city': CASE n % 3 WHEN 0 THEN 'Rome' END, 'Post code': n % 3} END AS place,"
            + " [n] AS numbers, n AS amount FROM range(1200) t(n)";

    /** A value of every type inside of arrays inside of rows inside of an array; every fifth is missing at some depth. */
    private static final String EVERYTHING = "SELECT 'p' || n AS person, n, CASE WHEN n % 5 = 0 THEN NULL"
            + " ELSE [CASE WHEN n % 5 = 1 THEN NULL ELSE {'b': [n % 2 = 0, NULL], 'i1': [(n % 100)::TINYINT],"
            + " 'i2': (n % 1000)::SMALLINT, 'i4': [n::INTEGER, NULL, (-n)::INTEGER], 'i8': [n * 10000000000],"
            + " 'u8': [n::UBIGINT], 'd': [(n + 0.125)::DECIMAL(12, 3), NULL], 'big': (n::VARCHAR ||"
            + " '00000000000000000000000000000.5')::DECIMAL(38, 1), 's': ['é😀' || n, '', NULL, '\\\"'],"
            + " 'day': [DATE '2024-02-28' + n::INTEGER], 'deep': [[n::INTEGER], NULL, [], [NULL, 1]]} END, NULL] END AS everything,"
            + " CASE WHEN n % 7 > 0 THEN ['f', n::VARCHAR] END AS tags FROM range(" + PEOPLE + ") t(n)";

    /** What has no word in SQL over JDBC, and what JSON does not tell apart. */
    private static final String ODD = "SELECT 'p' || n AS person, n, {'r': [1.5::REAL, 'nan'::REAL, 'inf'::REAL], 'f':"
            + " ['nan'::DOUBLE, 2.5, '-inf'::DOUBLE], 'day': [DATE '2024-02-29', DATE '-infinity', DATE '10000-01-01'],"
            + " 'at': [TIMESTAMP '2024-02-29 12:34:56.789012', TIMESTAMP 'infinity'], 'ns':"
            + " '2024-02-29 12:34:56.789012345'::TIMESTAMP_NS, 'tz': ['2024-02-29 12:00:00+02'::TIMESTAMPTZ], 'time':"
            + " [TIME '23:59:59.999999'], 'blob': ['\\x00\\xFF'::BLOB, ''::BLOB], 'id':"
            + " ['6f1c1d4e-9d2e-4c6a-8d0e-2b8a1e7f3c55'::UUID]} AS odd FROM range(3) t(n)";

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openEmptyRoom();
        server.writeParquet("retailco", "orders", ORDERS);
        server.writeParquet("retailco", "everything", EVERYTHING);
        server.writeParquet("retailco", "odd", ODD);
        server.writeParquet(
                "advertiserco", "people", "SELECT 'p' || n AS person, n % 2 AS side FROM range(" + PEOPLE + ") t(n)");
        Files.writeString(server.dataRoot().resolve("retailco/lines.json"), """
                {"person": "p1", "tags": ["a", null], "place": {"city": "Rome", "Post code": 7}}
                {"person": "p2", "tags": [], "place": {"city": null}}
                {"person": "p3", "place": null}
                """);
        server.share(ANA, "people", "people.parquet", "LIST (JOIN COLUMNS (person), LIST COLUMNS (side))");
        server.share(
                RITA,
                "orders",
                "orders.parquet",
                "AGGREGATION (JOIN COLUMNS (person), DIMENSION COLUMNS (tags, place), AGGREGATE"
                        + " COLUMNS (COUNT(*), COUNT(numbers), SUM(amount)), MINIMUM 50 DISTINCT person)");
        server.share(
                RITA,
                "everything",
                "everything.parquet",
                "LIST (JOIN COLUMNS (person), LIST COLUMNS (n, everything, tags))");
        server.share(RITA, "odd", "odd.parquet", "LIST (JOIN COLUMNS (person), LIST COLUMNS (n, odd))");
        server.share(RITA, "lines", "lines.json", "LIST (JOIN COLUMNS (person), LIST COLUMNS (tags, place))");
        server.run(
                ANA,
                ROOM,
                "CREATE ANALYSIS TEMPLATE tagged(least INTEGER) AS SELECT tags, COUNT(*) AS n FROM orders"
                        + " GROUP BY tags HAVING COUNT(*) >= :least");
        server.run(RITA, ROOM, "APPROVE ANALYSIS TEMPLATE tagged");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static List<String> query(String sql) throws SQLException {
        return server.query(ANA, sql);
    }

    @Test
    void theyAreDimensions() throws SQLException {
        assertEquals(
                List.of("[\"a\",\"b\"]|300", "[]|300", "[null,\"c\\\"d,\"]|300", "null|300"),
                query("SELECT tags, COUNT(*) AS n FROM orders GROUP BY tags").stream()
                        .sorted()
                        .toList());
        assertEquals(
                List.of("null|387", "{\"city\":\"Rome\",\"Post code\":0}|386", "{\"city\":null,\"Post code\":1}|387"),
                query("SELECT place, COUNT(numbers) AS n FROM orders GROUP BY place").stream()
                        .sorted()
                        .toList(),
                "40 people in Tiny are too few");
        assertEquals(
                List.of("900"), query("SELECT COUNT(*) FROM orders WHERE tags IS NOT NULL"), "an empty array is there");
        assertEquals(
                query("SELECT tags, COUNT(*) AS n FROM orders GROUP BY tags"),
                query("SELECT tags, n FROM TABLE(tagged(1)) AS t"));
    }

    /** The first frame and the Arrow batches behind it. */
    @Test
    void theyAreResults() throws SQLException {
        String file = server.dataRoot().resolve("retailco/everything.parquet").toString();
        List<String> expected = LiveServer.duckdb(
                "SELECT n, to_json(everything), to_json(tags) FROM read_parquet('" + file + "') ORDER BY n");
        List<String> found = query("SELECT DISTINCT e.n, e.everything, e.tags FROM everything e JOIN people p"
                + " ON e.person = p.person ORDER BY n");
        assertEquals(PEOPLE, found.size());
        for (int i = 0; i < PEOPLE; i++) {
            assertEquals(expected.get(i), found.get(i), "row " + i);
        }
    }

    @Test
    void valuesThatSqlHasNoWordForAreNull() throws SQLException {
        List<String> found = query("SELECT DISTINCT o.odd FROM odd o JOIN people p ON o.person = p.person");
        assertEquals(
                List.of("{\"r\":[1.5,null,null],\"f\":[null,2.5,null],\"day\":[\"2024-02-29\",null,null],"
                        + "\"at\":[\"2024-02-29 12:34:56.789012\",null],\"ns\":\"2024-02-29 12:34:56.789012\","
                        + "\"tz\":[\"2024-02-29 10:00:00\"],\"time\":[\"23:59:59.999999\"],\"blob\":[\"00ff\",\"\"],"
                        + "\"id\":[\"6f1c1d4e-9d2e-4c6a-8d0e-2b8a1e7f3c55\"]}"),
                found);
    }

    @Test
    void javaReadsArraysAndStructs() throws SQLException {
        try (Connection connection = server.connect(ANA, ROOM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT e.n, e.everything, e.tags, o.odd FROM everything e"
                                + " JOIN people p ON e.person = p.person JOIN odd o ON o.person = p.person AND o.n = e.n ORDER BY e.n")) {
            ResultSetMetaData meta = rows.getMetaData();
            assertEquals(Types.ARRAY, meta.getColumnType(2));
            assertEquals("java.sql.Array", meta.getColumnClassName(3));
            assertEquals("VARCHAR ARRAY", meta.getColumnTypeName(3));
            assertEquals(Types.STRUCT, meta.getColumnType(4));
            assertEquals("java.sql.Struct", meta.getColumnClassName(4));
            assertTrue(
                    meta.getColumnTypeName(4).startsWith("ROW(r REAL ARRAY, f DOUBLE ARRAY, "),
                    meta.getColumnTypeName(4));
            assertTrue(rows.next());
            assertNull(rows.getArray("everything"));
            assertTrue(rows.wasNull());
            assertNull(rows.getArray("tags"));
            Object[] odd = ((Struct) rows.getObject("odd")).getAttributes();
            assertArrayEquals(new Float[] {1.5f, null, null}, (Object[]) ((Array) odd[0]).getArray());
            assertArrayEquals(new byte[] {0, -1}, ((byte[][]) ((Array) odd[7]).getArray())[0]);
            assertTrue(rows.next());
            Object[] elements = (Object[]) rows.getArray("everything").getArray();
            assertArrayEquals(new Object[] {null, null}, elements);
            assertArrayEquals(
                    new String[] {"f", "1"}, (String[]) rows.getArray("tags").getArray());
            assertTrue(rows.next());
            Struct struct = (Struct) ((Object[]) rows.getArray(2).getArray())[0];
            Object[] fields = struct.getAttributes();
            assertEquals(11, fields.length);
            assertArrayEquals(new Boolean[] {true, null}, (Object[]) ((Array) fields[0]).getArray());
            assertEquals(2, fields[2]);
            assertArrayEquals(new Long[] {20000000000L}, (Object[]) ((Array) fields[4]).getArray());
            assertArrayEquals(
                    new BigDecimal[] {new BigDecimal("2.125"), null}, (Object[]) ((Array) fields[6]).getArray());
            assertEquals(new BigDecimal("200000000000000000000000000000.5"), fields[7]);
            assertEquals(
                    "22018",
                    assertThrows(SQLException.class, () -> rows.getInt(2)).getSQLState());
            assertFalse(rows.next());
        }
    }

    @Test
    void toolsLearnTheirTypes() throws SQLException {
        try (Connection connection = server.connect(ANA, ROOM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM (SELECT tags, place, COUNT(*) AS n FROM orders"
                        + " GROUP BY tags, place) AS t LIMIT 0")) {
            assertEquals("VARCHAR ARRAY", rows.getMetaData().getColumnTypeName(1));
            assertEquals(
                    "ROW(city VARCHAR, \"Post code\" BIGINT)",
                    rows.getMetaData().getColumnTypeName(2));
            assertFalse(rows.next());
            List<String> columns = new ArrayList<>();
            try (ResultSet listed = connection.getMetaData().getColumns(null, ROOM, "orders", "%")) {
                while (listed.next()) {
                    columns.add(listed.getString("COLUMN_NAME") + " " + listed.getInt("DATA_TYPE") + " "
                            + listed.getString("TYPE_NAME"));
                }
            }
            assertEquals(
                    List.of(
                            "person 12 VARCHAR",
                            "tags 2003 VARCHAR ARRAY",
                            "place 2002 ROW(city VARCHAR, \"Post code\" BIGINT)",
                            "numbers 2003 BIGINT ARRAY",
                            "amount -5 BIGINT"),
                    columns);
        }
    }

    @Test
    void jsonFilesHaveThem() throws SQLException {
        assertEquals(
                List.of(
                        "[\"a\",null]|{\"city\":\"Rome\",\"Post code\":7}",
                        "[]|{\"city\":null,\"Post code\":null}",
                        "null|null"),
                query("SELECT DISTINCT l.tags, l.place FROM lines l JOIN people p ON l.person = p.person").stream()
                        .sorted()
                        .toList());
    }

    @Test
    void rulesTakeThemForWhatCanBeDoneWithThem() {
        String alter = "ALTER CONFIGURED TABLE orders SET ANALYSIS RULE ";
        String why = " takes a column of single values. Provided: tags of type VARCHAR ARRAY; arrays and rows are"
                + " dimensions, list columns, and counted";
        assertEquals(
                "42804: JOIN COLUMNS" + why,
                server.refused(RITA, alter + "LIST (JOIN COLUMNS (tags), LIST COLUMNS (place))"));
        assertEquals(
                "42804: MINIMUM" + why,
                server.refused(RITA, alter + "AGGREGATION (DIMENSION COLUMNS (place), MINIMUM 2 DISTINCT tags)"));
        assertEquals(
                "42804: COUNT(DISTINCT tags)" + why,
                server.refused(
                        RITA, alter + "AGGREGATION (AGGREGATE COLUMNS (COUNT(DISTINCT tags)), WITHOUT MINIMUM)"));
        assertEquals(
                "42804: SUM(tags)" + why,
                server.refused(RITA, alter + "AGGREGATION (AGGREGATE COLUMNS (SUM(tags)), WITHOUT MINIMUM)"));
        assertEquals(
                "42804: IDENTITY COLUMN" + why,
                server.refused(
                        RITA, alter + "CUSTOM (QUERIES BY (advertiserco), IDENTITY COLUMN tags, WITHOUT MINIMUM)"));
        assertEquals(
                "42804: COMPARISONS WITH LITERALS" + why,
                server.refused(
                        RITA,
                        alter
                                + "CUSTOM (QUERIES BY (advertiserco), IDENTITY COLUMN person, COMPARISONS WITH LITERALS (tags),"
                                + " MINIMUM 2 DISTINCT person)"));
    }

    @Test
    void aUnionIsToldWhichColumnsDiffer() throws SQLException {
        String tags = "SELECT COUNT(*) AS n, tags FROM orders GROUP BY tags UNION SELECT ";
        assertEquals(
                "42804: column 2 of UNION is of type VARCHAR ARRAY in one query and of type NULL in the other; give both"
                        + " the same type: arrays and rows are grouped by, counted, asked whether they are NULL and"
                        + " returned (line 1, column 60)",
                server.refused(ANA, tags + "1, NULL"));
        assertEquals(
                List.of("900"),
                query("SELECT SUM(n) FROM (" + tags
                        + "0, tags FROM orders GROUP BY tags) AS t WHERE tags IS NOT NULL"));
    }

    @Test
    void filesHoldThem() throws Exception {
        String query = "SELECT tags, place, COUNT(*) AS n FROM orders GROUP BY tags, place";
        List<String> expected = LiveServer.duckdb(
                "SELECT tags::VARCHAR, place::VARCHAR, COUNT(*) AS n FROM (" + ORDERS
                        + ") AS t GROUP BY tags, place HAVING COUNT(DISTINCT person) >= 50 ORDER BY 1 NULLS LAST, 2 NULLS LAST");
        for (String format : List.of("CSV", "PARQUET", "ARROW")) {
            Path file = server.submit(ANA, ROOM, query, "nested_" + format, format);
            if (format.equals("CSV")) {
                List<String> lines = Files.readAllLines(file);
                assertEquals("tags,place,n", lines.get(0));
                assertTrue(
                        String.join("\n", lines)
                                .contains(
                                        "\n\"[\"\"a\"\",\"\"b\"\"]\",\"{\"\"city\"\":\"\"Rome\"\",\"\"Post code\"\":0}\",9"),
                        lines::toString);
                assertTrue(lines.get(lines.size() - 1).startsWith(",,9"), lines::toString);
                assertEquals(1 + expected.size(), lines.size());
            } else if (format.equals("PARQUET")) {
                assertEquals(
                        expected,
                        LiveServer.duckdb("SELECT tags::VARCHAR, place::VARCHAR, n FROM read_parquet('" + file
                                + "') ORDER BY 1 NULLS LAST, 2 NULLS LAST"));
            } else {
                List<String> rows = arrow(file);
                assertEquals(expected.size(), rows.size());
                assertTrue(rows.get(4).startsWith("[\"a\",\"b\"]|{\"Post code\":1}|9"), rows.get(4));
                assertTrue(rows.get(11).startsWith("null|null|9"), rows.get(11));
            }
        }
    }

    /** As Arrow shows values: fields that are NULL are not there. */
    private static List<String> arrow(Path file) throws IOException {
        List<String> rows = new ArrayList<>();
        try (RootAllocator allocator = new RootAllocator();
                FileChannel channel = FileChannel.open(file);
                ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int i = 0; i < root.getRowCount(); i++) {
                    rows.add(root.getVector("tags").getObject(i) + "|"
                            + root.getVector("place").getObject(i) + "|"
                            + root.getVector("n").getObject(i));
                }
            }
        }
        return rows;
    }

    @Test
    void aFieldThatChangesIsAChangedType() throws SQLException, IOException {
        server.writeParquet("retailco", "drifting", "SELECT 'p' || n AS person, {'a': n} AS s FROM range(9) t(n)");
        server.share(RITA, "drifting", "drifting.parquet", "LIST (JOIN COLUMNS (person), LIST COLUMNS (s))");
        String sql = "SELECT DISTINCT d.s FROM drifting d JOIN people p ON d.person = p.person";
        assertEquals(9, query(sql).size());
        server.writeParquet(
                "retailco", "drifting", "SELECT 'p' || n AS person, {'a': n, 'b': 1} AS s FROM range(9) t(n)");
        assertEquals("55000", assertThrows(SQLException.class, () -> query(sql)).getSQLState());
    }
}
