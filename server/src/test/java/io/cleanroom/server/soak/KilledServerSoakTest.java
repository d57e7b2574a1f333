package io.cleanroom.server.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} ten times while four members submit: no run is lost or reported twice, no file is partial. */
@Tag("soak")
final class KilledServerSoakTest {
    private static final int KILLS = 10;

    @TempDir
    Path folder;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();

    private volatile String failure = "";

    @Test
    void nothingIsLostOrDoubled() throws Exception {
        try (LiveServer server = LiveServer.start(folder)) {
            FourMembers.setUp(server, folder);
        }
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < KILLS; round++) {
            try (Child child = Child.start(folder)) {
                List<Thread> threads = new ArrayList<>();
                for (String member : FourMembers.MEMBERS) {
                    int number = round;
                    Thread thread = new Thread(() -> submit(child.url, member, number));
                    thread.start();
                    threads.add(thread);
                }
                awaitSubmissions(acknowledged.size() + 8);
                Thread.sleep(random.nextInt(1500));
                child.kill();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
        assertTrue(acknowledged.size() > KILLS, "submitted " + acknowledged.size());
        try (LiveServer server = LiveServer.start(folder)) {
            Set<String> seen = new TreeSet<>();
            for (String member : FourMembers.MEMBERS) {
                seen.addAll(check(server, member, "seed " + seed));
            }
            Set<String> lost = new TreeSet<>(acknowledged);
            lost.removeAll(seen);
            assertEquals(Set.of(), lost, "seed " + seed);
        }
    }

    private void awaitSubmissions(int enough) throws InterruptedException {
        for (int i = 0; acknowledged.size() < enough; i++) {
            assertTrue(i < 600, () -> "submitted " + acknowledged.size() + ": " + failure);
            Thread.sleep(100);
        }
    }

    /** Until the server is gone. */
    private void submit(String url, String member, int round) {
        try (Connection connection = DriverManager.getConnection(url, member + "/u", LiveServer.PASSWORD);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 10_000; i++) {
                try (ResultSet id =
                        statement.executeQuery(FourMembers.submission(member, "round-" + round + "/" + i))) {
                    id.next();
                    acknowledged.add(id.getString(1));
                }
                Thread.sleep(15);
            }
        } catch (SQLException e) {
            // The server was killed; or it never answered, and then this says why.
            failure = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ids of the member's runs, after everything that must hold for them. */
    private Set<String> check(LiveServer server, String member, String seed) throws Exception {
        Map<String, Long> succeeded = new HashMap<>();
        Set<String> ids = new TreeSet<>();
        try (Connection connection = server.connect(member + "/u", FourMembers.ROOM);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT query_id, state, result_location, rows_out, failure FROM system.protected_queries"
                            + " WHERE member = '" + member + "'")) {
                while (rows.next()) {
                    assertTrue(ids.add(rows.getString("query_id")), seed);
                    String state = String.valueOf(rows.getString("state"));
                    if (state.equals("SUCCESS")) {
                        succeeded.put(rows.getString("result_location"), rows.getLong("rows_out"));
                    } else {
                        assertEquals("FAILED", state, seed);
                        assertTrue(String.valueOf(rows.getString("failure")).contains("stopped"), seed);
                    }
                }
            }
            Set<String> files = new TreeSet<>(FourMembers.files(folder, member));
            assertEquals(new TreeSet<>(succeeded.keySet()), files, seed);
            for (Map.Entry<String, Long> result : succeeded.entrySet()) {
                String text = Files.readString(
                        folder.resolve("files/results/" + member).resolve(result.getKey()));
                assertTrue(text.endsWith("\n"), seed);
                assertEquals(result.getValue() + 1, text.lines().count(), seed);
            }
            long charged = one(
                    statement,
                    "SELECT used FROM system.access_budgets WHERE owner = '" + member + "' AND collaboration IS NULL");
            assertEquals(
                    one(statement, "SELECT COUNT(*) FROM system.protected_queries WHERE decision = 'APPROVED'"),
                    charged,
                    seed);
            assertEquals(
                    0,
                    one(
                            statement,
                            "SELECT COUNT(*) FROM (SELECT subject FROM system.audit_log WHERE action IN"
                                    + " ('QUERY SUBMITTED', 'QUERY FINISHED') GROUP BY subject HAVING COUNT(*) <> 2) t"),
                    seed);
        }
        return ids;
    }

    private static long one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** A server in a process of its own, on the state of the others. */
    private static final class Child implements AutoCloseable {
        private final Process process;
        final String url;

        private Child(Process process, String url) {
            this.process = process;
            this.url = url;
        }

        static Child start(Path folder) throws Exception {
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Duser.timezone=UTC",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.cleanroom.server.Main");
            builder.environment().putAll(LiveServer.environment(folder));
            builder.redirectError(folder.resolve("child.log").toFile());
            Process process = builder.start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("cleanroom listening on ")) {
                    return new Child(process, line.replaceFirst(".*://", "jdbc:cleanroom://") + "/" + FourMembers.ROOM);
                }
            }
            throw new IllegalStateException("no server: " + Files.readString(folder.resolve("child.log")));
        }

        void kill() throws InterruptedException {
            process.destroyForcibly();
            process.waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
