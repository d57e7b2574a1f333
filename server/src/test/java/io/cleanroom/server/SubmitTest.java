package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SUBMIT over the wire: the receiver's files and nobody else's, whole or not there. */
final class SubmitTest {
    private static final String ANA = "advertiserco/ana";
    private static final String RITA = "retailco/rita";
    private static final String CALL =
            "CALL campaign_attribution_weekly('summer', DATE '2026-07-01', DATE '2026-07-31')";

    private static final String COUNT = "SELECT COUNT(*) FROM retailer_purchase_events p"
            + " INNER JOIN advertiser_campaign_events c ON p.hashed_email = c.hashed_email";

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openRetailRoom();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path results(String member) {
        return folder.resolve("files/results").resolve(member);
    }

    private static String submit(String sql) throws SQLException {
        return server.query(ANA, sql).get(0);
    }

    /** The state at the end, and why. */
    private static String end(String id) throws SQLException {
        while (true) {
            String row = server.query(
                            ANA,
                            "SELECT state, COALESCE(failure, '') FROM system.protected_queries WHERE query_id = '" + id
                                    + "'")
                    .get(0);
            if (!row.matches("(SUBMITTED|STARTED|CANCELLING).*")) {
                return row;
            }
        }
    }

    private static SQLException refused(String user, String sql) {
        return assertThrows(SQLException.class, () -> server.query(user, sql), sql);
    }

    private static List<String> files(Path location) throws IOException {
        if (!Files.exists(location)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(location)) {
            return found.filter(Files::isRegularFile)
                    .map(file -> location.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyFormatHoldsTheRowsOfTheResultSet() throws SQLException, IOException {
        List<String> rows = server.query(ANA, CALL);
        assertEquals(1, rows.size());
        for (String format : List.of("CSV", "PARQUET", "ARROW")) {
            assertEquals("SUCCESS|", end(submit("SUBMIT " + CALL + " INTO 'formats/july' FORMAT " + format)));
        }
        List<String> csv = Files.readAllLines(results("advertiserco").resolve("formats/july.csv"));
        assertEquals(2, csv.size(), csv::toString);
        assertTrue(
                csv.get(0).startsWith("campaign_id,campaign_name,ad_format,product_category,purchase_week,"),
                csv.get(0));
        assertEquals(rows.get(0).replace('|', ',').replace("null", ""), csv.get(1));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT * REPLACE (strftime(purchase_week, '%Y-%m-%d %H:%M:%S') AS purchase_week) FROM '"
                                + results("advertiserco").resolve("formats/july.parquet") + "'")) {
            assertEquals(rows, LiveServer.rows(found));
        }
        try (RootAllocator allocator = new RootAllocator();
                FileChannel channel = FileChannel.open(results("advertiserco").resolve("formats/july.arrow"));
                ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
            assertTrue(reader.loadNextBatch());
            assertEquals(1, reader.getVectorSchemaRoot().getRowCount());
            assertEquals(
                    "summer",
                    reader.getVectorSchemaRoot().getVector(0).getObject(0).toString());
        }
    }

    @Test
    void onlyTheReceiverGetsAFileAndACount() throws SQLException, IOException {
        String id = submit("SUBMIT SELECT campaign_id, COUNT(*) FROM advertiser_campaign_events GROUP BY campaign_id"
                + " INTO 'own/counts'");
        assertEquals("SUCCESS|", end(id));
        assertTrue(files(results("advertiserco")).contains("own/counts.csv"));
        assertEquals(List.of(), files(results("retailco")));
        String row = "SELECT rows_out, result_location, receivers FROM system.protected_queries WHERE query_id = '";
        assertEquals(List.of("2|own/counts.csv|advertiserco"), server.query(ANA, row + id + "'"));
        assertEquals(List.of(), server.query(RITA, row + id + "'"), "none of its tables are in it");

        String joint = submit("SUBMIT " + CALL + " INTO 'own/joint'");
        assertEquals("SUCCESS|", end(joint));
        assertEquals(List.of("null|own/joint.csv|advertiserco"), server.query(RITA, row + joint + "'"));
        assertTrue(
                server.query(RITA, "SELECT template_sql FROM system.protected_queries WHERE query_id = '" + joint + "'")
                        .get(0)
                        .contains("INNER JOIN retailer_purchase_events"));
        List<String> audit = server.query(
                RITA, "SELECT action, detail FROM system.audit_log WHERE subject = '" + joint + "' ORDER BY seq");
        assertEquals(3, audit.size(), audit::toString);
        assertTrue(audit.get(0).startsWith("QUERY SUBMITTED|"), audit.get(0));
        assertTrue(audit.get(0).contains("\"result_location\":\"own/joint.csv\""), audit.get(0));
        assertTrue(audit.get(0).contains("INNER JOIN retailer_purchase_events"), audit.get(0));
    }

    @Test
    void aPreparedCallCanBeSubmitted() throws SQLException {
        try (Connection connection = server.connect(ANA, "retail_attribution");
                PreparedStatement statement = connection.prepareStatement(
                        "SUBMIT CALL campaign_attribution_weekly(?, ?, ?) INTO 'prepared/one' FORMAT CSV")) {
            statement.setString(1, "winter");
            statement.setDate(2, Date.valueOf("2026-07-01"));
            statement.setDate(3, Date.valueOf("2026-07-31"));
            try (ResultSet result = statement.executeQuery()) {
                assertTrue(result.next());
                String id = result.getString("query_id");
                assertFalse(result.next());
                assertEquals("SUCCESS|", end(id));
            }
        }
    }

    @Test
    void aResultIsNeverWrittenOver() throws SQLException, IOException {
        assertEquals("SUCCESS|", end(submit("SUBMIT " + CALL + " INTO 'once'")));
        byte[] before = Files.readAllBytes(results("advertiserco").resolve("once.csv"));
        assertEquals(
                "42710", refused(ANA, "SUBMIT " + CALL + " INTO 'once.csv'").getSQLState());
        assertEquals(
                java.util.Arrays.toString(before),
                java.util.Arrays.toString(
                        Files.readAllBytes(results("advertiserco").resolve("once.csv"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../retailco/x",
                "/etc/x",
                "a/../../x",
                "a//b",
                ".hidden",
                "a/.cleanroom/x",
                "a\\b",
                "C:/x",
                "",
                "a/"
            })
    void aPathStaysBelowTheResultLocation(String path) {
        assertEquals(
                "22023", refused(ANA, "SUBMIT " + CALL + " INTO '" + path + "'").getSQLState(), path);
    }

    @Test
    void aLinkOutOfTheLocationIsNotFollowed() throws SQLException, IOException {
        Files.createDirectories(results("advertiserco"));
        Files.createSymbolicLink(results("advertiserco").resolve("out"), folder.resolve("files/retailco"));
        assertEquals("55000", refused(ANA, "SUBMIT " + CALL + " INTO 'out/x'").getSQLState());
        assertFalse(Files.exists(folder.resolve("files/retailco/x.csv")));
    }

    @Test
    void whatIsRefusedIsRefusedAtOnce() throws IOException {
        assertEquals(
                "42501",
                refused(ANA, "SUBMIT SELECT hashed_email FROM retailer_purchase_events INTO 'never'")
                        .getSQLState());
        assertEquals(
                "42501",
                refused(ANA, "SUBMIT " + CALL + " INTO 'never' RESULT RECEIVERS (retailco)")
                        .getSQLState());
        assertEquals(
                "22023",
                refused(ANA, "SUBMIT CALL campaign_attribution_weekly('x', 'soon', DATE '2026-07-31') INTO 'never'")
                        .getSQLState());
        assertEquals("0A000", refused(ANA, "SUBMIT SELECT 1 INTO 'never'").getSQLState());
        assertEquals(
                "0A000",
                refused(ANA, "SUBMIT " + CALL + " INTO 'never' FORMAT JSON").getSQLState());
        assertEquals(
                "42501",
                refused("advertiserco/adam", "SUBMIT " + CALL + " INTO 'never'").getSQLState());
        assertFalse(files(results("advertiserco")).stream().anyMatch(f -> f.startsWith("never")));
    }

    @Test
    void aBudgetIsChargedForEveryRunAndThenRefuses() throws SQLException {
        String left = "SELECT amount, used, remaining FROM system.access_budgets WHERE runner IS NULL";
        server.run(RITA, "", "ALTER CONFIGURED TABLE purchase_events SET ACCESS BUDGET 3 PER MONTH");
        try {
            server.query(ANA, COUNT);
            server.query(ANA, CALL);
            server.query(ANA, COUNT + " LIMIT 0");
            assertEquals("SUCCESS|", end(submit("SUBMIT " + COUNT + " INTO 'budget'")));
            for (String user : List.of(ANA, RITA)) {
                assertEquals(List.of("3|3|0"), server.query(user, left), user);
                assertEquals(
                        List.of("0 left of 3 PER MONTH"),
                        server.query(
                                user,
                                "SELECT access_budgets FROM system.configured_tables WHERE alias ="
                                        + " 'retailer_purchase_events'"));
            }
            SQLException refused = refused(ANA, COUNT);
            assertEquals("53400", refused.getSQLState());
            assertTrue(String.valueOf(refused.getMessage()).contains("3 PER MONTH"), refused::toString);
            assertEquals(
                    "53400",
                    refused(ANA, "SUBMIT " + COUNT + " INTO 'budget-2'").getSQLState());
            assertEquals(List.of("3|3|0"), server.query(ANA, left));
            assertEquals(
                    List.of("1"),
                    server.query(ANA, "SELECT COUNT(*) FROM system.readiness WHERE code = 'ACCESS_BUDGET_USED_UP'"));
            server.run(RITA, "", "ALTER CONFIGURED TABLE purchase_events SET ACCESS BUDGET 4 PER MONTH");
            server.query(ANA, COUNT);
            assertEquals(List.of("4|4|0"), server.query(ANA, left));
        } finally {
            server.run(RITA, "", "ALTER CONFIGURED TABLE purchase_events DROP ACCESS BUDGET PER MONTH");
        }
    }

    @Test
    void aBudgetOfOneRunnerCountsThatRunner() throws SQLException {
        server.run(RITA, "", "ALTER CONFIGURED TABLE purchase_events SET ACCESS BUDGET 0 PER DAY FOR retailco");
        try {
            server.query(ANA, COUNT);
            server.run(
                    RITA,
                    "",
                    "ALTER CONFIGURED TABLE purchase_events SET ACCESS BUDGET 0 PER LIFETIME FOR advertiserco");
            assertEquals("53400", refused(ANA, COUNT).getSQLState());
        } finally {
            server.run(
                    RITA,
                    "",
                    "ALTER CONFIGURED TABLE purchase_events DROP ACCESS BUDGET PER DAY FOR retailco",
                    "ALTER CONFIGURED TABLE purchase_events DROP ACCESS BUDGET PER LIFETIME FOR advertiserco");
        }
    }
}
