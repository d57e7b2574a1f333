package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cleanroom.server.policy.RetailRoom;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Decisions are remembered; after each change of what they rest on, the very next run meets the new state. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StaleDecisionTest {
    private static final String COUNT =
            "SELECT campaign_id, COUNT(*) AS n FROM advertiser_campaign_events GROUP BY campaign_id ORDER BY 1";
    private static final String CALL =
            "CALL campaign_attribution_weekly('summer', DATE '2026-07-01', DATE '2026-07-31')";
    private static final String NAME = "retail_attribution.campaign_attribution_weekly";

    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws SQLException, IOException {
        server = LiveServer.start(folder);
        server.openRetailRoom();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private List<String> ana(String sql) throws SQLException {
        return server.query("advertiserco/ana", sql);
    }

    private String refused(String sql) {
        return assertThrows(SQLException.class, () -> ana(sql)).getSQLState();
    }

    @Test
    void aChangedMinimumCountsAtOnce() throws SQLException {
        assertEquals(List.of("summer|120", "winter|100"), ana(COUNT));
        server.run("advertiserco/adam", "", RetailRoom.CAMPAIGN_RULE.replace("MINIMUM 100", "MINIMUM 101"));
        assertEquals(List.of("summer|120"), ana(COUNT));
        server.run("advertiserco/adam", "", RetailRoom.CAMPAIGN_RULE.replace("MINIMUM 100", "MINIMUM 99"));
        assertEquals(List.of("pilot|99", "summer|120", "winter|100"), ana(COUNT));
        server.run("advertiserco/adam", "", RetailRoom.CAMPAIGN_RULE);
        assertEquals(List.of("summer|120", "winter|100"), ana(COUNT));
    }

    @Test
    void aWithdrawnGrantCountsAtOnceForAStatementThatWasPreparedBefore() throws SQLException {
        try (Connection connection = server.connect("advertiserco/ana", "retail_attribution");
                PreparedStatement prepared = connection.prepareStatement(COUNT)) {
            assertEquals(List.of("summer|120", "winter|100"), LiveServer.rows(prepared.executeQuery()));
            server.run("advertiserco/adam", "", RetailRoom.CAMPAIGN_RULE.replace("COUNT(*),", ""));
            assertEquals(
                    "42501",
                    assertThrows(SQLException.class, prepared::executeQuery).getSQLState());
            server.run(
                    "advertiserco/adam",
                    "",
                    RetailRoom.CAMPAIGN_RULE.replace("campaign_id, campaign_name", "campaign_name"));
            assertEquals(
                    "42703",
                    assertThrows(SQLException.class, prepared::executeQuery).getSQLState());
            server.run("advertiserco/adam", "", RetailRoom.CAMPAIGN_RULE);
            assertEquals(List.of("summer|120", "winter|100"), LiveServer.rows(prepared.executeQuery()));
        }
    }

    @Test
    void approvalsCountAtOnceAndEndWithARuleThatChanges() throws SQLException {
        approve();
        assertEquals(1, ana(CALL).size());
        server.run("retailco/rita", "", "REVOKE ANALYSIS TEMPLATE " + NAME);
        assertEquals("55000", refused(CALL));
        server.run("retailco/rita", "", "APPROVE ANALYSIS TEMPLATE " + NAME);
        assertEquals(1, ana(CALL).size());
        server.run("retailco/rita", "", RetailRoom.PURCHASE_RULE.replace("MINIMUM 100", "MINIMUM 121"));
        assertEquals("55000", refused(CALL), "the rule is another one than was approved");
        approve();
        assertEquals(List.of(), ana(CALL), "120 people are fewer than 121");
        server.run("retailco/rita", "", RetailRoom.PURCHASE_RULE);
        approve();
        assertEquals(1, ana(CALL).size());
    }

    private void approve() throws SQLException {
        server.run("retailco/rita", "", "APPROVE ANALYSIS TEMPLATE " + NAME);
        server.run("advertiserco/adam", "", "APPROVE ANALYSIS TEMPLATE " + NAME);
    }

    @Test
    void aTableThatLeavesIsGoneAtOnce() throws SQLException {
        String both = "SELECT p.store_region, COUNT(*) FROM retailer_purchase_events p"
                + " JOIN advertiser_campaign_events c ON p.hashed_email = c.hashed_email GROUP BY p.store_region";
        assertEquals(List.of("north|319"), ana(both));
        server.run(
                "retailco/rita",
                "",
                "DISASSOCIATE CONFIGURED TABLE purchase_events FROM COLLABORATION retail_attribution");
        assertEquals("42P01", refused(both));
        server.run(
                "retailco/rita",
                "",
                "ASSOCIATE CONFIGURED TABLE purchase_events WITH COLLABORATION retail_attribution"
                        + " AS retailer_purchase_events");
        assertEquals(List.of("north|319"), ana(both));
    }

    @Test
    void aRoleThatIsTakenAwayCountsOnAnOpenConnection() throws SQLException {
        try (Connection connection = server.connect("advertiserco/ana", "retail_attribution");
                PreparedStatement prepared = connection.prepareStatement(COUNT)) {
            assertEquals(2, LiveServer.rows(prepared.executeQuery()).size());
            server.run("operator", "", "ALTER USER \"advertiserco/ana\" SET ROLE AUDITOR");
            assertEquals(
                    "42501",
                    assertThrows(SQLException.class, prepared::executeQuery).getSQLState());
            server.run("operator", "", "ALTER USER \"advertiserco/ana\" SET ROLE ANALYST");
            assertEquals(2, LiveServer.rows(prepared.executeQuery()).size());
        }
    }
}
