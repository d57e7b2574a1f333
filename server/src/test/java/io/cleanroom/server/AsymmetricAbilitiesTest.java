package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.soak.FourMembers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four members: alpha and beta contribute, gamma asks and receives nothing, delta receives and may not ask; alpha too. */
final class AsymmetricAbilitiesTest {
    private static final String SUBMIT =
            "SUBMIT SELECT a.grp, COUNT(*) AS people FROM alpha_people a INNER JOIN beta_people b"
                    + " ON a.person = b.person GROUP BY a.grp INTO ";

    @TempDir
    Path folder;

    private LiveServer server;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = LiveServer.start(folder);
        FourMembers.setUpAsymmetric(server, folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> query(String member, String sql) throws SQLException {
        try (Connection connection = server.connect(member + "/u", FourMembers.ROOM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return LiveServer.rows(rows);
        }
    }

    private String state(String member, String sql) {
        return assertThrows(SQLException.class, () -> query(member, sql), sql).getSQLState();
    }

    private List<String> end(String id) throws SQLException {
        List<String> row;
        do {
            row = query(
                    "gamma",
                    "SELECT state, rows_out FROM system.protected_queries WHERE query_id = '" + id
                            + "' AND finished_at IS NOT NULL");
        } while (row.isEmpty());
        return row;
    }

    @Test
    void rowsGoToTheReceiversThatTheRunnerNames() throws SQLException, IOException {
        String id = query("gamma", SUBMIT + "'for/both' RESULT RECEIVERS (alpha, delta)")
                .get(0);
        assertEquals(List.of("SUCCESS|null"), end(id), "gamma does not learn how many rows there are");
        for (String receiver : List.of("alpha", "delta")) {
            assertEquals(List.of("for/both.csv"), FourMembers.files(folder, receiver));
            assertEquals(
                    List.of("500|alpha, delta"),
                    query(receiver, "SELECT rows_out, receivers FROM system.protected_queries"));
        }
        for (String other : List.of("beta", "gamma")) {
            assertEquals(List.of(), FourMembers.files(folder, other));
        }
        assertEquals(
                List.of("null|alpha, delta|for/both.csv"),
                query("beta", "SELECT rows_out, receivers, result_location FROM system.protected_queries"));
    }

    @Test
    void whoMayNotIsRefused() throws SQLException {
        assertEquals("42501", state("gamma", SUBMIT.replace("SUBMIT ", "").replace(" INTO ", "")));
        assertEquals("22023", state("gamma", SUBMIT + "'x'"), "two could receive");
        assertEquals("42501", state("gamma", SUBMIT + "'x' RESULT RECEIVERS (beta)"));
        assertEquals("42501", state("gamma", SUBMIT + "'x' RESULT RECEIVERS (nobody)"));
        assertTrue(state("delta", SUBMIT + "'x'").startsWith("42"), "delta may not ask");
        assertTrue(state("beta", SUBMIT + "'x' RESULT RECEIVERS (delta)").startsWith("42"), "beta may not ask");
        assertEquals("42704", state("delta", "CANCEL PROTECTED QUERY '1234'"));
    }

    @Test
    void aTableMayNarrowItsReceivers() throws SQLException {
        server.run(
                "beta/u",
                "",
                "DISASSOCIATE CONFIGURED TABLE people FROM COLLABORATION four",
                "ASSOCIATE CONFIGURED TABLE people WITH COLLABORATION four AS beta_people RESULT RECEIVERS (delta)");
        assertEquals("42501", state("gamma", SUBMIT + "'x' RESULT RECEIVERS (alpha, delta)"));
        assertEquals(
                List.of("SUCCESS|null"),
                end(query("gamma", SUBMIT + "'x' RESULT RECEIVERS (delta)").get(0)));
    }
}
