package io.cleanroom.examples.retailmedia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The retail media story from an empty server to the retailer's audit view, and what goes wrong on the way. */
@SuppressWarnings("NullAway.Init")
class StoryTest {
    private static final Path SCRIPTS = Path.of("retail-media");
    private static final Path DRIVER = Path.of("../driver/target/cleanroom-jdbc.jar");
    private static final String CALL = "CALL campaign_attribution_weekly(?, ?, ?)";

    @TempDir
    private static Path folder;

    private static Path data;
    private static ServerProcess server;
    private static String url;
    private static Demo demo;

    @BeforeAll
    static void setUp() throws IOException, SQLException, InterruptedException {
        data = folder.resolve("data");
        GenerateData.generate(SCRIPTS.resolve("generate.sql"), new BigDecimal("0.002"), data);
        server = ServerProcess.start(folder.resolve("state"), data, 0);
        url = "jdbc:cleanroom://" + server.address();
        demo = new Demo(url, SCRIPTS);
        demo.setUp(ServerProcess.OPERATOR_PASSWORD);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theTemplateGivesWhatDuckDbGivesWithBothThresholds() throws IOException, SQLException {
        List<String> released = CompareWithDuckDb.throughTheCleanRoom(demo);
        assertEquals(CompareWithDuckDb.inDuckDb(demo, data), released);
        assertTrue(released.size() >= 10, () -> released.size() + " rows");
    }

    @Test
    void smallGroupsAreAbsentAlthoughTheQueryAsksForThem() throws SQLException {
        String groups = " GROUP BY product_category, store_region, DATE_TRUNC('week', purchase_date)";
        String sql = "SELECT COUNT(DISTINCT hashed_email) AS people FROM retailer_purchase_events" + groups;
        List<Long> released = numbers(demo.connect(Demo.User.ANA), sql);
        List<Long> all = numbers(
                DriverManager.getConnection("jdbc:duckdb:"),
                sql.replace("retailer_purchase_events", "'" + data.resolve("retailco/purchases/*.parquet") + "'"));
        List<Long> large = all.stream().filter(people -> people >= 100).toList();
        assertFalse(large.isEmpty());
        assertTrue(large.size() < all.size());
        assertEquals(large, released);
    }

    @Test
    void rowsOfPeopleAreRefusedWithTheReason() throws SQLException {
        SQLException refused = failure(Demo.User.ANA, "SELECT hashed_email FROM retailer_purchase_events");
        assertEquals("42501", refused.getSQLState());
        assertTrue(refused.getErrorCode() > 0);
        assertTrue(message(refused).contains("hashed_email"), message(refused));
        assertTrue(message(refused).contains("docs/rules/"), message(refused));
    }

    @Test
    void anUngrantedColumnIsUnknownInTheSameWordsAsAMisspeltOne() throws SQLException {
        SQLException ungranted = failure(Demo.User.ANA, "SELECT customer_name FROM retailer_purchase_events");
        SQLException misspelt = failure(Demo.User.ANA, "SELECT custamer_nome FROM retailer_purchase_events");
        assertEquals("42703", ungranted.getSQLState());
        assertEquals("42703", misspelt.getSQLState());
        assertEquals(ungranted.getErrorCode(), misspelt.getErrorCode());
        assertEquals(
                withoutQueryId(message(ungranted)),
                withoutQueryId(message(misspelt).replace("custamer_nome", "customer_name")));
    }

    @Test
    void theTemplateRunsAsTheArticlePrintsItWithSemicolonAndComments() throws IOException, SQLException {
        String script = Files.readString(SCRIPTS.resolve("advertiser.sql"));
        String printed = script.substring(script.indexOf("CREATE ANALYSIS TEMPLATE"))
                .replaceFirst("campaign_attribution_weekly", "as_printed");
        assertTrue(printed.strip().endsWith("safeguard"));
        execute(Demo.User.ADAM, printed);
        execute(Demo.User.RITA, "APPROVE ANALYSIS TEMPLATE retail_attribution.as_printed");
        String arguments = "('CAMP_2026_Q3_SUMMER', DATE '2026-07-01', DATE '2026-07-31')";
        assertEquals(
                rows(Demo.User.ANA, "CALL campaign_attribution_weekly" + arguments),
                rows(Demo.User.ANA, "CALL as_printed" + arguments));
        assertEquals(
                rows(Demo.User.ANA, "CALL as_printed" + arguments),
                rows(Demo.User.ANA, "SELECT * FROM TABLE(as_printed" + arguments + ")"));
    }

    @Test
    void anUnapprovedTemplateIsNotReadyAndSaysWhoIsMissing() throws SQLException {
        execute(
                Demo.User.ADAM,
                "CREATE ANALYSIS TEMPLATE retail_attribution.unapproved () AS"
                        + " SELECT COUNT(*) AS purchases FROM retailer_purchase_events");
        SQLException refused = failure(Demo.User.ANA, "CALL unapproved()");
        assertEquals("55000", refused.getSQLState());
        assertTrue(message(refused).contains("template-approved"), message(refused));
        assertTrue(message(refused).contains("retailco"), message(refused));
    }

    @Test
    void theRetailerSeesWhoAskedWhatAndNoResult() throws SQLException {
        String asked = "SELECT COUNT(*) AS purchases, 4711 AS marker FROM retailer_purchase_events";
        rows(Demo.User.ANA, asked);
        failure(Demo.User.ANA, "SELECT hashed_email, 4712 FROM retailer_purchase_events");
        try (Connection connection = demo.connect(Demo.User.RITA);
                Statement statement = connection.createStatement()) {
            int seen = 0;
            try (ResultSet queries = statement.executeQuery("SELECT * FROM system.protected_queries")) {
                while (queries.next()) {
                    String sql = String.valueOf(queries.getString("sql"));
                    if (sql.contains("4711") || sql.contains("4712")) {
                        seen++;
                        assertEquals("advertiserco", queries.getString("member"));
                        assertNull(queries.getObject("rows_out"));
                    }
                }
            }
            assertEquals(2, seen);
            List<String> actions = new ArrayList<>();
            try (ResultSet log = statement.executeQuery("SELECT * FROM system.audit_log ORDER BY seq")) {
                while (log.next()) {
                    actions.add(log.getString("actor") + " " + log.getString("action") + " " + log.getString("detail"));
                }
            }
            assertTrue(actions.stream().anyMatch(a -> a.startsWith("advertiserco/ana ")), actions::toString);
            assertTrue(actions.stream().noneMatch(a -> a.contains("-demo-password")), actions::toString);
        }
    }

    @Test
    void metadataShowsWhatIsGrantedAndNothingElse() throws SQLException {
        try (Connection connection = demo.connect(Demo.User.ANA)) {
            List<String> columns = new ArrayList<>();
            try (ResultSet found =
                    connection.getMetaData().getColumns(null, "retail_attribution", "retailer_purchase_events", "%")) {
                while (found.next()) {
                    columns.add(found.getString("COLUMN_NAME"));
                }
            }
            columns.sort(null);
            assertEquals(
                    List.of(
                            "hashed_email",
                            "item_count",
                            "product_category",
                            "purchase_amount",
                            "purchase_date",
                            "purchase_id",
                            "store_region"),
                    columns);
        }
    }

    @Test
    void aWrongPasswordIsNotAuthenticated() {
        SQLException refused = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(url + "/retail_attribution", "advertiserco/ana", "wrong")
                        .close());
        assertEquals("28000", refused.getSQLState());
    }

    @Test
    void anUnknownCollaborationRefusesTheConnection() {
        SQLException refused = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(
                                url + "/retail_contribution", Demo.User.ANA.login(), Demo.User.ANA.password())
                        .close());
        assertEquals("08004", refused.getSQLState());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    42P01 | SELECT COUNT(*) FROM retailer_purchase_event
                    42P01 | SELECT COUNT(*) FROM purchase_events
                    42703 | SELECT COUNT(DISTINCT email_address) FROM retailer_purchase_events
                    42883 | SELECT no_such_function(product_category), COUNT(*) FROM retailer_purchase_events GROUP BY 1
                    42601 | SELEC 1
                    42501 | SELECT MAX(purchase_amount) FROM retailer_purchase_events
                    22023 | CALL campaign_attribution_weekly('CAMP_2026_Q3_SUMMER', 'soon', DATE '2026-07-31')
                    """)
    void mistakesHaveTheirState(String state, String sql) throws SQLException {
        SQLException failure = failure(Demo.User.ANA, sql);
        assertEquals(state, failure.getSQLState(), message(failure));
    }

    @Test
    void argumentsOutsideTheirTypeAreRefused() throws SQLException {
        try (Connection connection = demo.connect(Demo.User.ANA);
                PreparedStatement call = connection.prepareStatement(CALL)) {
            call.setString(1, "CAMP_2026_Q3_SUMMER");
            call.setString(2, "soon");
            call.setDate(3, Date.valueOf("2026-07-31"));
            assertEquals(
                    "22023",
                    assertThrows(SQLException.class, call::executeQuery).getSQLState());
            call.setString(1, "C".repeat(51));
            call.setDate(2, Date.valueOf("2026-07-01"));
            assertEquals(
                    "22023",
                    assertThrows(SQLException.class, call::executeQuery).getSQLState());
        }
    }

    @Test
    void filesThatCannotBeReadAreSaidSoToTheirOwnerAtOnce() throws IOException, SQLException {
        Path broken = Files.createDirectories(data.resolve("retailco/broken"));
        Files.writeString(broken.resolve("rows.parquet"), "PAR1 and then nothing of the kind");
        Files.writeString(broken.resolve("rows.csv"), "id,amount\n1,10\n2,20,secret-of-line-three\n3,30\n");
        for (String source : List.of(
                "'missing/*.parquet' FORMAT PARQUET",
                "'broken/*.parquet' FORMAT PARQUET",
                "'broken/*.csv' FORMAT CSV")) {
            SQLException failure = failure(Demo.User.RITA, "CREATE CONFIGURED TABLE broken FROM " + source);
            assertEquals("55000", failure.getSQLState(), message(failure));
            assertFalse(message(failure).contains("secret-of-line-three"), message(failure));
        }
    }

    @Test
    void aMemberCannotReadOutsideItsFolder() throws SQLException {
        SQLException failure = failure(
                Demo.User.RITA,
                "CREATE CONFIGURED TABLE theirs FROM '../advertiserco/impressions/*.parquet' FORMAT PARQUET");
        assertTrue(failure.getSQLState().startsWith("42") || "55000".equals(failure.getSQLState()), message(failure));
    }

    @Test
    void thePlainProgramRunsWithTheDriverAlone() throws IOException, InterruptedException {
        String output = program("plain-jdbc/Attribution.java", DRIVER.toString());
        assertTrue(output.startsWith("42501: "), output);
        assertTrue(output.contains("2026-07-27 display  grocery"), output);
    }

    @Test
    void hikariNeedsNothingSpecial() throws IOException, InterruptedException, URISyntaxException {
        List<String> jars = new ArrayList<>(List.of(DRIVER.toString()));
        for (String type : List.of("com.zaxxer.hikari.HikariDataSource", "org.slf4j.LoggerFactory")) {
            jars.add(jarOf(type));
        }
        assertTrue(program("hikari/Pooled.java", String.join(File.pathSeparator, jars))
                .contains("2026-07: "));
    }

    private static String jarOf(String type) throws URISyntaxException {
        try {
            return Path.of(Class.forName(type)
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a program of one source file prints; it must end well. */
    private static String program(String source, String classPath) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "program", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        source,
                        url + "/retail_attribution",
                        Demo.User.ANA.login(),
                        Demo.User.ANA.password())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        String text = Files.readString(output);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    private static SQLException failure(Demo.User user, String sql) throws SQLException {
        try (Connection connection = demo.connect(user);
                Statement statement = connection.createStatement()) {
            return assertThrows(SQLException.class, () -> statement.execute(sql), sql);
        }
    }

    private static void execute(Demo.User user, String sql) throws SQLException {
        try (Connection connection = demo.connect(user);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Sorted, as text. */
    private static List<String> rows(Demo.User user, String sql) throws SQLException {
        try (Connection connection = demo.connect(user);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                Object[] values = new Object[rows.getMetaData().getColumnCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = rows.getObject(i + 1);
                }
                found.add(Arrays.toString(values));
            }
            found.sort(null);
            return found;
        }
    }

    private static List<Long> numbers(Connection opened, String sql) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Long> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getLong(1));
            }
            found.sort(null);
            return found;
        }
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage());
    }

    private static String withoutQueryId(String message) {
        return message.replaceAll("[0-9a-f]{8,}[0-9a-f-]*", "...");
    }
}
