package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too long, too deep or too many is refused in words that say what would be right; what is just long is answered. */
final class StatementSizeTest {
    private static final String COUNT = "SELECT COUNT(*) FROM advertiser_campaign_events WHERE ";

    @TempDir
    private static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() throws SQLException, IOException {
        server = LiveServer.start(folder);
        server.openRetailRoom();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "campaign_id IN (%s)",
                "campaign_id IN (%s) OR campaign_name IN (%s)",
                "NOT campaign_id NOT IN (%s)",
                "CASE WHEN campaign_id IN (%s) THEN 1 ELSE 0 END = 1"
            })
    void aThousandValuesAreAnswered(String condition) throws SQLException {
        try (Connection connection = server.connect("advertiserco/ana", "retail_attribution");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNT + condition.replace("%s", list(1_000)))) {
            assertTrue(rows.next());
            assertEquals(120, rows.getLong(1));
            assertFalse(rows.next());
        }
    }

    @Test
    void pairsAreAnswered() throws SQLException {
        String pairs = IntStream.range(0, 500)
                .mapToObj(i -> i == 0 ? "('summer', 'video')" : "('x" + i + "', 'video')")
                .collect(Collectors.joining(", "));
        try (Connection connection = server.connect("advertiserco/ana", "retail_attribution");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNT + "(campaign_id, ad_format) IN (" + pairs + ")")) {
            assertTrue(rows.next());
            assertEquals(120, rows.getLong(1));
        }
    }

    @Test
    void moreIsRefusedWithWhatWouldBeRight() throws SQLException {
        refused(COUNT + "campaign_id IN (" + list(1_001) + ")", "53400", "a list has at most 1000 entries");
        refused(
                COUNT
                        + IntStream.range(0, 6)
                                .mapToObj(i -> "campaign_id IN (" + list(1_000) + ")")
                                .collect(Collectors.joining(" OR ")),
                "53400",
                "at most 5000 names, values and operators");
        refused(COUNT + "1 = 1" + " OR 1 = 1".repeat(300), "42601", "at most 250 levels");
        refused(COUNT + "1 = 1" + " OR 1 = 1".repeat(8_000), "42601", "at most 250 levels");
        refused(
                "advertiserco/adam",
                "CREATE ANALYSIS TEMPLATE retail_attribution.deep() AS " + COUNT + "1 = 1" + " OR 1 = 1".repeat(8_000),
                "42601",
                "at most 250 levels");
        refused("SELECT " + "(".repeat(3_000) + "1" + ")".repeat(3_000), "42601", "at most 250 levels");
        refused("SELECT 1" + " + 1".repeat(20_000), "42601", "at most 250 levels");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIMIT ?", "OFFSET ?", "FETCH FIRST ? ROWS ONLY"})
    void aNumberOfRowsIsNotNegative(String clause) throws SQLException {
        try (Connection connection = server.connect("advertiserco/ana", "retail_attribution");
                PreparedStatement statement =
                        connection.prepareStatement("SELECT * FROM (SELECT campaign_id, COUNT(*) AS n"
                                + " FROM advertiser_campaign_events GROUP BY 1) t ORDER BY 1 " + clause)) {
            statement.setInt(1, 1);
            try (ResultSet rows = statement.executeQuery()) {
                assertTrue(rows.next());
            }
            statement.setInt(1, -1);
            SQLException refused = assertThrows(SQLException.class, statement::executeQuery);
            assertEquals("22023", refused.getSQLState());
            assertTrue(
                    String.valueOf(refused.getMessage()).contains("parameter 1 is a number of rows, 0 or more"),
                    refused::getMessage);
        }
    }

    private static String list(int values) {
        return IntStream.range(0, values)
                .mapToObj(i -> i == 0 ? "'summer'" : "'x" + i + "'")
                .collect(Collectors.joining(", "));
    }

    private static void refused(String sql, String state, String words) throws SQLException {
        refused("advertiserco/ana", sql, state, words);
    }

    private static void refused(String user, String sql, String state, String words) throws SQLException {
        try (Connection connection = server.connect(user, "retail_attribution");
                Statement statement = connection.createStatement()) {
            SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql));
            assertEquals(state, refused.getSQLState(), refused::getMessage);
            assertTrue(String.valueOf(refused.getMessage()).contains(words), refused::getMessage);
        }
    }
}
