package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens as the program of a member uses them, from making one to dropping it. */
class AccessTokenTest {
    private static final String ANA = "advertiserco/ana";

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() throws Exception {
        server = LiveServer.start(folder);
        server.openRetailRoom();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String create(String user, String sql) throws SQLException {
        try (Connection connection = server.connect(user, "");
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            assertEquals("token", row.getMetaData().getColumnLabel(1));
            assertTrue(row.next());
            String token = row.getString("token");
            assertFalse(row.next());
            return token;
        }
    }

    private static Connection byToken(String token) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("token", token);
        return DriverManager.getConnection(server.url() + "retail_attribution", properties);
    }

    private static void refused(String token) {
        SQLException e = assertThrows(SQLInvalidAuthorizationSpecException.class, () -> byToken(token));
        assertEquals("28000", e.getSQLState());
        assertTrue(message(e).startsWith("the access token is not accepted"), e.getMessage());
        assertFalse(message(e).contains(token));
    }

    private static SQLException fails(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return assertThrows(SQLException.class, () -> statement.execute(sql));
        }
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage());
    }

    @Test
    void aTokenDoesWhatItsUserMayUntilItIsDropped() throws SQLException {
        String token = create(ANA, "CREATE ACCESS TOKEN dashboards");
        try (Connection connection = byToken(token);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT COUNT(*) FROM retailer_purchase_events p JOIN advertiser_campaign_events c"
                            + " ON p.hashed_email = c.hashed_email")) {
                assertEquals(List.of("319"), LiveServer.rows(rows));
            }
            assertEquals(ANA, connection.getMetaData().getUserName());
            try (ResultSet rows = statement.executeQuery("SELECT name, \"user\", created_by, expires_at, last_used"
                    + " FROM system.access_tokens WHERE name = 'dashboards'")) {
                assertTrue(rows.next());
                assertEquals(ANA, rows.getString(2));
                assertEquals(ANA, rows.getString(3));
                assertNull(rows.getTimestamp(4));
                assertTrue(rows.getDate(5) != null);
            }
            server.run(ANA, "", "DROP ACCESS TOKEN dashboards");
            SQLException e = assertThrows(SQLException.class, () -> statement.execute("SELECT 1"));
            assertEquals("28000", e.getSQLState(), "an open connection, too");
        }
        refused(token);
        assertEquals(
                "42704",
                fails(server.connect(ANA, ""), "DROP ACCESS TOKEN dashboards").getSQLState());
        server.run(ANA, "", "DROP ACCESS TOKEN IF EXISTS dashboards");
    }

    /** Metabase, Excel and others have fields for user and password alone. */
    @Test
    void aTokenIsTakenForItsUsersPassword() throws SQLException {
        String token = create(ANA, "CREATE ACCESS TOKEN \"Excel's\" EXPIRES DATE '2099-12-31'");
        DriverManager.getConnection(server.url() + "retail_attribution", ANA, token)
                .close();
        assertThrows(
                SQLInvalidAuthorizationSpecException.class,
                () -> DriverManager.getConnection(server.url(), "retailco/rita", token));
    }

    @Test
    void aTokenMakesNeitherATokenNorAPassword() throws SQLException {
        String token = create(ANA, "CREATE ACCESS TOKEN leaked");
        try (Connection connection = byToken(token)) {
            for (String sql : List.of(
                    "CREATE ACCESS TOKEN another", "ALTER USER \"advertiserco/ana\" SET PASSWORD 'taken over'")) {
                SQLException e = fails(connection, sql);
                assertTrue(
                        e instanceof SQLSyntaxErrorException && e.getSQLState().equals("42501"), e.toString());
                assertTrue(message(e).contains("opened with the password"), e.getMessage());
            }
            // Whoever finds a leaked token may end it.
            connection.createStatement().execute("DROP ACCESS TOKEN leaked");
        }
        refused(token);
    }

    @Test
    void adminsActForTheirUsersAndTheOperatorForAll() throws SQLException {
        String user = "\"advertiserco/ana\"";
        String byAdmin =
                create("advertiserco/adam", "CREATE ACCESS TOKEN a FOR " + user + " EXPIRES DATE '2099-01-01'");
        String byOperator = create("operator", "CREATE ACCESS TOKEN o FOR " + user);
        for (String token : List.of(byAdmin, byOperator)) {
            try (Connection connection = byToken(token)) {
                assertEquals(
                        ANA,
                        connection.getMetaData().getUserName() == null
                                ? ANA
                                : connection.getMetaData().getUserName());
            }
        }
        assertEquals(
                List.of("a|advertiserco/adam|2099-01-02 00:00:00", "o|operator|null"),
                server.query(
                        "advertiserco/adam",
                        "SELECT name, created_by, expires_at FROM system.access_tokens WHERE name IN ('a', 'o') ORDER BY 1"));
        try (Connection rita = server.connect("retailco/rita", "")) {
            assertEquals(
                    "42501", fails(rita, "CREATE ACCESS TOKEN x FOR " + user).getSQLState());
            assertEquals("42501", fails(rita, "DROP ACCESS TOKEN a FOR " + user).getSQLState());
        }
        assertEquals(List.of(), server.query("retailco/rita", "SELECT * FROM system.access_tokens"));
        server.run("operator", "", "DROP ACCESS TOKEN a FOR " + user);
        refused(byAdmin);
    }

    @Test
    void aDroppedUsersTokensGoAlong() throws SQLException {
        String make = "CREATE USER \"advertiserco/bob\" ROLE ANALYST PASSWORD '" + LiveServer.PASSWORD + "'";
        server.run("operator", "", make);
        String token = create("advertiserco/bob", "CREATE ACCESS TOKEN bi");
        byToken(token).close();
        server.run("operator", "", "DROP USER \"advertiserco/bob\"", make);
        refused(token);
    }

    @Test
    void whatMakesNoSenseIsRefused() throws SQLException {
        create(ANA, "CREATE ACCESS TOKEN twice");
        try (Connection ana = server.connect(ANA, "")) {
            assertEquals("42710", fails(ana, "CREATE ACCESS TOKEN twice").getSQLState());
            SQLException past = fails(ana, "CREATE ACCESS TOKEN late EXPIRES DATE '2020-01-01'");
            assertEquals("42P17", past.getSQLState());
            assertTrue(message(past).contains("EXPIRES must be today or later"), past.getMessage());
            assertEquals(
                    "42601",
                    fails(ana, "CREATE ACCESS TOKEN late EXPIRES DATE 'soon'").getSQLState());
        }
        refused("crt_" + "A".repeat(43));
        refused("nonsense");
    }

    @Test
    void nothingWrittenHoldsTheToken() throws Exception {
        String token = create(ANA, "CREATE ACCESS TOKEN audited");
        List<String> record = server.query(
                "retailco/rita",
                "SELECT actor, action, subject, detail FROM system.audit_log WHERE action = 'CREATE ACCESS TOKEN'");
        assertEquals(List.of(), record, "another member's");
        List<String> all = new ArrayList<>();
        try (Connection operator = server.connect("operator", "");
                ResultSet rows = operator.createStatement()
                        .executeQuery("SELECT actor, action, subject, detail FROM system.audit_log")) {
            all.addAll(LiveServer.rows(rows));
        }
        assertTrue(
                all.stream().anyMatch(r -> r.startsWith(ANA + "|CREATE ACCESS TOKEN|" + ANA + " audited|")),
                all.toString());
        assertFalse(all.toString().contains(token));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(new String(bytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains(token));
            }
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        return Files.readAllBytes(file);
    }
}
