package io.cleanroom.server.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred submissions of four members at once: limits hold, each ends in one state, and the record is complete. */
@Tag("soak")
final class SubmissionSoakTest {
    private static final int EACH = 25;
    private static final int RUNNING = 2;

    @TempDir
    Path folder;

    @Test
    void aHundredAtOnce() throws Exception {
        try (LiveServer server =
                LiveServer.start(folder, Map.of("CLEANROOM_LIMITS_CONCURRENT_QUERIES", String.valueOf(RUNNING)))) {
            FourMembers.setUp(server, folder);
            submitAll(server);
            for (String member : FourMembers.MEMBERS) {
                await(server, member);
                check(server, member);
            }
        }
    }

    private static void submitAll(LiveServer server) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(20);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                for (String member : FourMembers.MEMBERS) {
                    String sql = FourMembers.submission(member, "run/" + i);
                    calls.add(() -> one(server, member, sql));
                }
            }
            for (Future<String> id : pool.invokeAll(calls)) {
                assertEquals(36, id.get().length());
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static String one(LiveServer server, String member, String sql) throws SQLException {
        return rows(server, member, sql).get(0);
    }

    private static List<String> rows(LiveServer server, String member, String sql) throws SQLException {
        try (Connection connection = server.connect(member + "/u", FourMembers.ROOM);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return LiveServer.rows(rows);
        }
    }

    private static void await(LiveServer server, String member) throws Exception {
        String open =
                "SELECT COUNT(*) FROM system.protected_queries WHERE member = '" + member + "' AND finished_at IS NULL";
        while (!rows(server, member, open).equals(List.of("0"))) {
            Thread.sleep(100);
        }
    }

    private void check(LiveServer server, String member) throws Exception {
        String mine = " FROM system.protected_queries WHERE member = '" + member + "'";
        assertEquals(
                List.of("SUCCESS|" + EACH), rows(server, member, "SELECT state, COUNT(*)" + mine + " GROUP BY state"));
        assertEquals(
                List.of(),
                rows(
                        server,
                        member,
                        "SELECT a.query_id FROM (SELECT *" + mine + ") a JOIN (SELECT *" + mine + ") b ON"
                                + " b.started_at <= a.started_at AND a.started_at < b.finished_at"
                                + " GROUP BY a.query_id HAVING COUNT(*) > " + RUNNING),
                "more of " + member + " ran than may");
        assertEquals(
                IntStream.range(0, EACH)
                        .mapToObj(i -> "run/" + i + ".csv")
                        .sorted()
                        .toList(),
                FourMembers.files(folder, member));
        for (int i = 0; i < EACH; i++) {
            Path file = folder.resolve("files/results/" + member + "/run/" + i + ".csv");
            assertEquals(501, Files.readAllLines(file).size(), file::toString);
        }
        // Each record of each run once, for the runner and for the other owner.
        List<String> actions = rows(
                server,
                member,
                "SELECT action, COUNT(*), COUNT(DISTINCT subject) FROM system.audit_log WHERE action LIKE 'QUERY %'"
                        + " GROUP BY action ORDER BY action");
        int known = 2 * EACH;
        assertEquals(
                List.of("FINISHED", "STARTED", "SUBMITTED").stream()
                        .map(a -> "QUERY " + a + "|" + known + "|" + known)
                        .toList(),
                actions);
        assertTrue(rows(server, member, "SELECT used FROM system.access_budgets WHERE owner = '" + member + "'")
                .contains(String.valueOf(known)));
    }
}
