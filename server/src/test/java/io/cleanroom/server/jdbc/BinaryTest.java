package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** BLOB columns of real files as match keys, identities, dimensions, lists, constants, parameters and results. */
class BinaryTest {
    private static final String ROOM = "retail_attribution";
    private static final String ANA = "advertiserco/ana";
    private static final String RITA = "retailco/rita";
    private static final int PEOPLE = 7000;

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException, SQLException {
        server = LiveServer.start(folder);
        // A person has two purchases; every third person is known to both; tags are of 0 to 3 bytes, and one is NULL.
        server.openEmptyRoom();
        server.writeParquet(
                "retailco",
                "purchases",
                "SELECT unhex(sha256('p' || n % " + PEOPLE
                        + ")) AS person, CASE n % 5 WHEN 0 THEN unhex('') WHEN 1 THEN"
                        + " unhex('00') WHEN 2 THEN unhex('00ff') WHEN 3 THEN unhex('ff0041') END AS tag, n AS amount"
                        + " FROM range(" + 2 * PEOPLE + ") t(n)");
        server.writeParquet(
                "advertiserco",
                "seen",
                "SELECT unhex(sha256('p' || 3 * n)) AS person, n % 2 AS side, CASE WHEN n = 0 THEN NULL ELSE"
                        + " unhex(sha256('s' || n)) END AS token FROM range(" + PEOPLE + ") t(n)");
        server.share(ANA, "seen", "seen.parquet", "LIST (JOIN COLUMNS (person), LIST COLUMNS (side, token))");
        server.share(
                ANA,
                "loose",
                "seen.parquet",
                "CUSTOM (QUERIES BY (advertiserco), IDENTITY COLUMN person, MINIMUM 2 DISTINCT person)");
        server.share(
                RITA,
                "purchases",
                "purchases.parquet",
                "AGGREGATION (JOIN COLUMNS (person), DIMENSION COLUMNS (tag), AGGREGATE COLUMNS (COUNT(*), SUM(amount),"
                        + " COUNT(person), COUNT(DISTINCT person)), MINIMUM 100 DISTINCT person)");
        server.share(RITA, "listed", "purchases.parquet", "LIST (JOIN COLUMNS (person), LIST COLUMNS (tag, amount))");
        server.run(
                ANA,
                ROOM,
                "CREATE ANALYSIS TEMPLATE tagged(wanted VARBINARY(2), others VARBINARY LIST MAX 3 DEFAULT"
                        + " ARRAY[X'00ff']) AS SELECT tag, COUNT(*) AS n FROM purchases"
                        + " WHERE tag = :wanted OR tag IN (:others) GROUP BY tag");
        server.run(RITA, ROOM, "APPROVE ANALYSIS TEMPLATE tagged");
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static List<String> query(String sql) throws SQLException {
        return server.query(ANA, sql);
    }

    private static String refused(String sql) {
        return server.refused(ANA, sql);
    }

    @Test
    void keysOfBytesMatch() throws SQLException {
        // Every third of 7000 people, with two purchases each.
        assertEquals(
                List.of("2334|4668|4668"),
                query("SELECT COUNT(DISTINCT p.person), COUNT(p.person), COUNT(*) FROM purchases p JOIN loose l"
                        + " ON p.person = l.person"));
        assertTrue(refused("SELECT person FROM purchases").startsWith("42501: "));
        assertTrue(refused("SELECT person, COUNT(*) FROM purchases GROUP BY person")
                .startsWith("42501: "));
        assertTrue(
                refused("SELECT COUNT(*) FROM purchases WHERE person = X'00'").startsWith("42501: "));
    }

    @Test
    void thresholdsCountThem() throws SQLException {
        assertEquals(List.of(), query("SELECT tag, COUNT(*) FROM purchases WHERE tag = X'0102' GROUP BY tag"));
        assertEquals(
                List.of("|2800", "00|2800", "00ff|2800", "ff0041|2800", "null|2800"),
                query("SELECT tag, COUNT(*) FROM purchases GROUP BY tag ORDER BY tag NULLS LAST"));
        assertEquals(
                List.of("0|3500", "1|3500"), query("SELECT side, COUNT(*) FROM loose GROUP BY side ORDER BY side"));
        assertEquals(
                List.of(),
                query("SELECT token, COUNT(*) FROM loose GROUP BY token"),
                "groups of one identity are not there");
        assertTrue(refused("SELECT COUNT(*) FROM loose GROUP BY person").startsWith("42501: "));
        assertTrue(refused("SELECT person FROM loose").startsWith("42501: "));
        assertTrue(refused("SELECT COUNT(*) FROM loose WHERE person = X'00'").startsWith("42501: "));
    }

    @Test
    void dimensionsAreCompared() throws SQLException {
        String count = "SELECT COUNT(*) AS n FROM purchases WHERE ";
        assertEquals(List.of("2800"), query(count + "tag = X'00FF'"));
        assertEquals(List.of("2800"), query(count + "tag = X''"));
        assertEquals(List.of("5600"), query(count + "tag IN (X'00', X'00ff')"));
        assertEquals(List.of("5600"), query(count + "tag NOT IN (X'00', X'00ff')"));
        assertEquals(List.of("5600"), query(count + "tag > X'00'"));
        assertEquals(List.of("2800"), query(count + "tag > X'00ff'"), "bytes have no sign");
        assertEquals(List.of("5600"), query(count + "tag BETWEEN X'00' AND X'01'"));
        StringBuilder many = new StringBuilder("X''");
        for (int i = 0; i < 40; i++) {
            many.append(", X'").append("0102".repeat(i)).append("00'");
        }
        assertEquals(
                List.of("5600"), query(count + "tag IN (" + many + ")"), "constants of all lengths stay as they are");
        assertEquals(List.of("2800"), query(count + "tag IS NULL"));
        assertEquals(List.of("11200"), query(count + "tag IS NOT NULL"));
    }

    @Test
    void nothingElseIsDoneToThem() {
        for (String sql : List.of(
                "SELECT COUNT(*) FROM purchases WHERE tag LIKE X'00'",
                "SELECT COUNT(*) FROM purchases WHERE tag || X'00' = X'00'",
                "SELECT COUNT(*) FROM purchases WHERE SUBSTRING(tag FROM 1 FOR 1) = X'00'",
                "SELECT CAST(tag AS VARCHAR), COUNT(*) FROM purchases GROUP BY CAST(tag AS VARCHAR)",
                "SELECT CAST(tag AS VARBINARY(1)), COUNT(*) FROM purchases GROUP BY CAST(tag AS VARBINARY(1))",
                "SELECT CAST(tag AS BINARY(4)), COUNT(*) FROM purchases GROUP BY CAST(tag AS BINARY(4))",
                "SELECT COUNT(*) FROM purchases WHERE tag = '00'",
                "SELECT COUNT(*) FROM purchases WHERE tag = 0",
                "SELECT CAST('00' AS VARBINARY)",
                "SELECT X'00' || X'01'",
                "SELECT CAST(X'3030' AS VARCHAR)",
                "SELECT CAST(X'3030' AS INTEGER)",
                "SELECT UPPER(X'3030')",
                "SELECT CHAR_LENGTH(X'3030')",
                "SELECT POSITION(X'30' IN X'3030')",
                "SELECT LISTAGG(b) FROM (VALUES (X'30')) AS t(b)",
                "SELECT X'3'")) {
            String refusal = refused(sql);
            assertTrue(
                    refusal.startsWith("42804: ") || refusal.startsWith("42601: ") || refusal.startsWith("42883: "),
                    sql + " -> " + refusal);
        }
    }

    @Test
    void constantsStayAsTheyAre() throws SQLException {
        assertEquals(List.of("0a|00ff||null"), query("SELECT X'0a', X'00FF', X'', CAST(NULL AS VARBINARY)"));
        assertEquals(List.of("0a", "0aff"), query("SELECT b FROM (VALUES (X'0aff'), (X'0a')) AS t(b) ORDER BY b"));
        assertEquals(
                List.of("0a|0aff"),
                query("SELECT CASE WHEN TRUE THEN X'0a' ELSE X'0aff' END, COALESCE(NULL, X'0aff')"));
        assertEquals(List.of("0a", "0a00"), query("SELECT X'0a' AS b UNION SELECT X'0a00' ORDER BY b"));
        assertEquals(List.of("true|false"), query("SELECT X'0a' < X'0aff', X'0a' = X'0a00'"));
        assertEquals(
                List.of("0a00|0a|2"),
                query("SELECT MAX(b), MIN(b), COUNT(DISTINCT b) FROM (VALUES (X'0a'), (X'0a00')) AS t(b)"));
    }

    private static List<String> run(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return LiveServer.rows(rows);
        }
    }

    @Test
    void parametersAreBytes() throws SQLException {
        byte[] wanted = {0, -1};
        try (Connection connection = server.connect(ANA, ROOM);
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT COUNT(*) AS n FROM purchases WHERE tag = ? OR tag IN (?, X'00')")) {
            assertEquals(Types.VARBINARY, statement.getParameterMetaData().getParameterType(1));
            assertEquals("[B", statement.getParameterMetaData().getParameterClassName(1));
            statement.setBytes(1, wanted);
            statement.setObject(2, wanted);
            assertEquals(List.of("5600"), run(statement));
            statement.setBinaryStream(1, new ByteArrayInputStream(new byte[0]));
            statement.setBinaryStream(2, new ByteArrayInputStream(new byte[] {0, -1, 7}), 2);
            assertEquals(List.of("8400"), run(statement));
            assertThrows(SQLException.class, () -> statement.setBinaryStream(1, new ByteArrayInputStream(wanted), 3L));
            statement.setObject(1, wanted, Types.VARBINARY);
            statement.setNull(2, Types.VARBINARY);
            assertEquals(List.of("5600"), run(statement));
            statement.setString(2, "00");
            assertEquals(
                    "22023",
                    assertThrows(SQLException.class, () -> run(statement)).getSQLState());
        }
        try (Connection connection = server.connect(ANA, ROOM);
                CallableStatement call = connection.prepareCall("{call tagged(?)}")) {
            call.setBytes("wanted", new byte[] {0});
            assertEquals(
                    List.of("00ff|2800", "00|2800"), run(call).stream().sorted().toList());
            call.setBytes("wanted", new byte[] {0, 1, 2});
            SQLException tooLong = assertThrows(SQLException.class, () -> run(call));
            assertEquals("22023", tooLong.getSQLState());
            assertTrue(
                    String.valueOf(tooLong.getMessage())
                            .contains("parameter wanted takes a VARBINARY(2). Provided: bytes, 3 of them"),
                    tooLong.getMessage());
        }
        assertEquals(List.of("|2800", "00|2800"), query("SELECT * FROM TABLE(tagged(X'', ARRAY[X'00'])) ORDER BY tag"));
    }

    private static void assertReads(ResultSet rows, byte @Nullable [] expected) throws SQLException {
        String hex = expected == null ? null : HexFormat.of().formatHex(expected);
        assertArrayEquals(expected, rows.getBytes("token"));
        assertEquals(expected == null, rows.wasNull());
        assertArrayEquals(expected, (byte[]) rows.getObject("token"));
        assertArrayEquals(expected, rows.getObject("token", byte[].class));
        assertEquals(hex, rows.getString("token"));
        assertEquals(hex, rows.getObject("token", String.class));
        var stream = rows.getBinaryStream("token");
        try {
            assertArrayEquals(expected, stream == null ? null : stream.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (expected != null) {
            assertEquals(
                    "22018",
                    assertThrows(SQLException.class, () -> rows.getInt("token")).getSQLState());
            assertThrows(SQLFeatureNotSupportedException.class, () -> rows.getBlob("token"));
        }
    }

    /** The first frame and the Arrow stream behind it. */
    @Test
    void resultsAreBytes() throws Exception {
        java.security.MessageDigest sha = java.security.MessageDigest.getInstance("SHA-256");
        try (Connection connection = server.connect(ANA, ROOM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT DISTINCT l.amount, s.token FROM listed l JOIN seen s ON l.person = s.person ORDER BY 1")) {
            assertEquals(Types.VARBINARY, rows.getMetaData().getColumnType(2));
            assertEquals("VARBINARY", rows.getMetaData().getColumnTypeName(2));
            assertEquals("[B", rows.getMetaData().getColumnClassName(2));
            int count = 0;
            while (rows.next()) {
                long person = rows.getLong(1) % PEOPLE / 3;
                byte[] token = sha.digest(("s" + person).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                assertReads(rows, person == 0 ? null : token);
                count++;
            }
            assertEquals(4668, count);
        }
    }

    @Test
    void largeResultsAreBytes() throws SQLException {
        String digits =
                "(VALUES (X'00'), (X'01ff'), (X''), (CAST(NULL AS VARBINARY)), (X'ffffff'), (X'7f'), (X'80'), (X'05'))";
        List<String> texts = new ArrayList<>();
        try (Connection connection = server.connect(ANA, ROOM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT e.x, a.x AS y FROM " + digits + " AS a(x), " + digits
                        + " AS b(x), " + digits + " AS c(x), " + digits + " AS d(x), " + digits + " AS e(x)"
                        + " ORDER BY a.x, b.x, c.x, d.x, e.x")) {
            while (rows.next()) {
                byte[] bytes = rows.getBytes(1);
                assertEquals(bytes == null, rows.getString(1) == null);
                texts.add(bytes == null ? "null" : HexFormat.of().formatHex(bytes));
            }
        }
        assertEquals(8 * 8 * 8 * 8 * 8, texts.size());
        List<String> ordered = List.of("", "00", "01ff", "05", "7f", "80", "ffffff", "null");
        for (int i = 0; i < texts.size(); i++) {
            assertEquals(ordered.get(i % 8), texts.get(i), "row " + i);
        }
    }

    @Test
    void filesHoldThem() throws Exception {
        String query = "SELECT tag, COUNT(*) AS n FROM purchases GROUP BY tag ORDER BY tag";
        for (String format : List.of("CSV", "PARQUET", "ARROW")) {
            Path file = server.submit(ANA, ROOM, query, "tags", format);
            if (format.equals("CSV")) {
                assertEquals("tag,n\n\"\",2800\n00,2800\n00ff,2800\nff0041,2800\n,2800\n", Files.readString(file));
            } else if (format.equals("PARQUET")) {
                assertEquals(
                        List.of("|2800", "00|2800", "00FF|2800", "FF0041|2800", "null|2800"),
                        LiveServer.duckdb(
                                "SELECT hex(tag), n FROM read_parquet('" + file + "') ORDER BY tag NULLS LAST"));
            } else {
                assertTrue(Files.size(file) > 0);
            }
        }
    }

    @Test
    void metadataKnowsThem() throws SQLException {
        try (Connection connection = server.connect(ANA, ROOM);
                ResultSet columns = connection.getMetaData().getColumns(null, ROOM, "seen", "token")) {
            assertTrue(columns.next());
            assertEquals(Types.VARBINARY, columns.getInt("DATA_TYPE"));
            assertEquals("VARBINARY", columns.getString("TYPE_NAME"));
            assertEquals(Integer.MAX_VALUE, columns.getInt("CHAR_OCTET_LENGTH"));
            assertNull(columns.getObject("NUM_PREC_RADIX"));
            try (ResultSet types = connection.getMetaData().getTypeInfo()) {
                boolean found = false;
                while (types.next()) {
                    if (types.getInt("DATA_TYPE") == Types.VARBINARY) {
                        found = true;
                        assertEquals("X'", types.getString("LITERAL_PREFIX"));
                        assertNotNull(types.getString("CREATE_PARAMS"));
                    }
                }
                assertTrue(found);
            }
        }
    }
}
