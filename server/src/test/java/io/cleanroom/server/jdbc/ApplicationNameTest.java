package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application calls itself is on record with its queries, as it was when each of them ran. */
class ApplicationNameTest {
    private static final String QUERY = "SELECT store_region, COUNT(*) FROM retailer_purchase_events p"
            + " JOIN advertiser_campaign_events c ON p.hashed_email = c.hashed_email GROUP BY 1";
    private static final String NAMES =
            "SELECT application_name FROM system.protected_queries ORDER BY submitted_at DESC LIMIT ";

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openRetailRoom();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static Connection connect(String name) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "advertiserco/ana");
        properties.setProperty("password", LiveServer.PASSWORD);
        properties.setProperty("application_name", name);
        return DriverManager.getConnection(server.url() + "retail_attribution", properties);
    }

    @Test
    void theNameOfTheMomentIsOnRecord() throws SQLException {
        try (Connection ana = connect("weekly report");
                Statement statement = ana.createStatement();
                PreparedStatement prepared = ana.prepareStatement(QUERY)) {
            assertEquals("weekly report", ana.getClientInfo("ApplicationName"));
            statement.executeQuery(QUERY).close();
            ana.setClientInfo("ApplicationName", "größer, \u202e\u65e5\u672c\r\nX: y");
            prepared.executeQuery().close();
            ana.setClientInfo(new Properties());
            assertThrows(
                    SQLException.class,
                    () -> statement.executeQuery("SELECT hashed_email FROM" + " retailer_purchase_events"));
            String weekly = "größer,  \u65e5\u672c  X: y";
            assertEquals(List.of("", weekly, "weekly report"), server.query("advertiserco/ana", NAMES + 3));
            assertEquals(
                    List.of("", weekly, "weekly report"),
                    server.query("retailco/rita", NAMES + 3),
                    "the owner of what was read knows it, too");
        }
        assertTrue(
                server
                        .query(
                                "retailco/rita",
                                "SELECT detail FROM system.audit_log WHERE detail LIKE '%weekly report%'")
                        .stream()
                        .anyMatch(detail -> detail.contains("\"application_name\":\"weekly report\"")));
    }

    @Test
    void aLongNameIsCutWithAWarning() throws SQLException {
        try (Connection ana = server.connect("advertiserco/ana", "retail_attribution");
                Statement statement = ana.createStatement()) {
            assertNull(ana.getClientInfo("ApplicationName"));
            ana.setClientInfo("ApplicationName", "x".repeat(129));
            assertEquals("01004", ana.getWarnings().getSQLState());
            assertEquals("x".repeat(128), ana.getClientInfo("ApplicationName"));
            statement.executeQuery(QUERY).close();
            assertEquals(List.of("x".repeat(128)), server.query("advertiserco/ana", NAMES + 1));
        }
    }

    @Test
    void thePropertyIsRefusedWhereItIsTooLongOrHoldsALineEnd() {
        for (String name : List.of("x".repeat(129), "a\nb")) {
            SQLException refused = assertThrows(SQLException.class, () -> connect(name));
            assertEquals("08001", refused.getSQLState());
            assertTrue(String.valueOf(refused.getMessage()).contains("application_name"), refused.getMessage());
        }
    }

    @Test
    void itIsAmongTheClientInfoProperties() throws SQLException {
        try (Connection ana = server.connect("advertiserco/ana", "");
                ResultSet rows = ana.getMetaData().getClientInfoProperties()) {
            assertTrue(rows.next());
            assertEquals("ApplicationName", rows.getString("NAME"));
            assertEquals(128, rows.getInt("MAX_LEN"));
        }
    }
}
