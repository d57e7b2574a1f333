package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import io.cleanroom.server.policy.RetailRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What definitions and templates warn of, as {@code getWarnings} tells it. */
class WarningsTest {
    private static final String REPEATED =
            "SUM(advertiser_campaign_events.spend_amount) counts a row of advertiser_campaign_events once for each row that it is"
                    + " joined with: where the join is many-to-many, the figure is larger than that of the table alone";
    private static final String UNLIMITED = "parameter end_date";
    private static final String CALL = "{call campaign_attribution_weekly('summer', ?, {d '2026-07-31'})}";

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

    private static List<String> texts(@Nullable SQLWarning first) {
        List<String> texts = new ArrayList<>();
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            assertEquals("01000", warning.getSQLState());
            texts.add(warning.getMessage());
        }
        return texts;
    }

    private static void assertWarnsOfTheTemplate(Statement statement) throws SQLException {
        List<String> warnings = texts(statement.getWarnings());
        assertTrue(warnings.contains(REPEATED), warnings.toString());
        assertTrue(warnings.stream().anyMatch(w -> w.startsWith(UNLIMITED)), warnings.toString());
    }

    @Test
    void definitionsWarnTheirAuthor() throws SQLException {
        String risky = RetailRoom.PURCHASE_RULE
                .replace("COUNT(*),", "COUNT(*), MAX(purchase_amount), MEDIAN(item_count),")
                .replace("MINIMUM 100 DISTINCT hashed_email", "WITHOUT MINIMUM");
        try (Connection rita = server.connect("retailco/rita", "");
                Statement statement = rita.createStatement()) {
            assertNull(statement.getWarnings());
            statement.execute("CREATE CONFIGURED TABLE warned FROM 'purchases.parquet' FORMAT PARQUET");
            assertNull(statement.getWarnings());
            assertEquals(0, statement.executeUpdate(risky.replace("purchase_events", "warned")));
            assertEquals(
                    List.of(
                            "MAX(purchase_amount) can show the value of a single person",
                            "MEDIAN(item_count) can show the value of a single person",
                            "WITHOUT MINIMUM releases groups of any size: those of a single person, too"),
                    texts(statement.getWarnings()));
            statement.clearWarnings();
            assertNull(statement.getWarnings());

            statement.execute(risky.replace("purchase_events", "warned"));
            assertEquals(3, texts(statement.getWarnings()).size());
            statement.execute(RetailRoom.PURCHASE_RULE.replace("purchase_events", "warned"));
            assertNull(statement.getWarnings(), "the next run clears the warnings");
            statement.execute("DROP CONFIGURED TABLE warned");
            assertNull(rita.getWarnings(), "they are the statement's, not the connection's");
        }
    }

    @Test
    void templatesWarnWhoeverCreatesApprovesOrCallsThem() throws SQLException {
        String again = RetailRoom.TEMPLATE.replace("campaign_attribution_weekly", "again");
        try (Connection adam = server.connect("advertiserco/adam", "retail_attribution");
                Connection rita = server.connect("retailco/rita", "retail_attribution");
                Statement author = adam.createStatement();
                PreparedStatement owner = rita.prepareStatement("APPROVE ANALYSIS TEMPLATE again")) {
            author.execute(again);
            assertWarnsOfTheTemplate(author);
            owner.executeUpdate();
            assertWarnsOfTheTemplate(owner);
            author.execute("DROP ANALYSIS TEMPLATE again");
            assertNull(author.getWarnings());
        }
        try (Connection ana = server.connect("advertiserco/ana", "retail_attribution");
                Statement statement = ana.createStatement();
                CallableStatement call = ana.prepareCall(CALL)) {
            call.setString(1, "2026-07-01");
            for (int run = 0; run < 2; run++) {
                try (ResultSet rows = call.executeQuery()) {
                    assertTrue(rows.next());
                    assertWarnsOfTheTemplate(call);
                    assertNull(rows.getWarnings());
                }
            }
            call.clearWarnings();
            assertNull(call.getWarnings());
            statement.executeQuery("SELECT store_region, COUNT(*) FROM retailer_purchase_events p"
                    + " JOIN advertiser_campaign_events c ON p.hashed_email = c.hashed_email GROUP BY 1");
            assertNull(statement.getWarnings(), "a direct query has no reviewer to warn");
        }
    }
}
