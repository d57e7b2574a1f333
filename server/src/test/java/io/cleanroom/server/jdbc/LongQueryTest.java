package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A query that would run for minutes ends when it is told to, and the engine does nothing more. */
@Timeout(120)
class LongQueryTest {
    private static final String USER = "bigco/bea";
    private static final String LONG = "SELECT COUNT(*) AS n FROM big AS a JOIN big AS b ON a.k = b.k WHERE a.x > b.y";
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = LiveServer.start(folder);
        Path files = Files.createDirectories(server.dataRoot().resolve("bigco"));
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'same' AS k, n AS x, -n AS y FROM range(600000) t(n)) TO '"
                    + files.resolve("big.parquet") + "' (FORMAT PARQUET)");
        }
        server.run(
                "operator",
                "",
                "CREATE MEMBER bigco DATA LOCATION 'bigco' RESULT LOCATION 'results/bigco'",
                "CREATE USER \"" + USER + "\" ROLE ADMIN, ANALYST PASSWORD '" + LiveServer.PASSWORD + "'");
        server.run(
                USER,
                "",
                "CREATE COLLABORATION big_room (MEMBER bigco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS))",
                "CREATE CONFIGURED TABLE big FROM 'big.parquet' FORMAT PARQUET",
                "ALTER CONFIGURED TABLE big SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (k), DIMENSION COLUMNS (x, y),"
                        + " AGGREGATE COLUMNS (COUNT(*)), WITHOUT MINIMUM)",
                "ASSOCIATE CONFIGURED TABLE big WITH COLLABORATION big_room");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void cancelEndsItAndTheEngineRests() throws Exception {
        try (Connection connection = server.connect(USER, "big_room");
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> run = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> statement.executeQuery(LONG)));
            awaitRunning();
            long cancelled = System.nanoTime();
            statement.cancel();
            SQLException thrown = run.get(30, TimeUnit.SECONDS);
            System.out.println(
                    "LongQueryTest: ended " + (System.nanoTime() - cancelled) / 1_000_000 + " ms after cancel()");
            assertEquals("57014", thrown.getSQLState());
            assertTrue(thrown instanceof SQLTimeoutException);
            assertTheEngineRests();
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) AS n FROM big")) {
                assertTrue(rows.next());
                assertEquals(600_000, rows.getLong("n"));
            }
        }
    }

    @Test
    void theQueryTimeoutEndsItAndTheEngineRests() throws Exception {
        try (Connection connection = server.connect(USER, "big_room");
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException thrown = assertThrows(SQLException.class, () -> statement.executeQuery(LONG));
            assertEquals("57014", thrown.getSQLState());
            assertTheEngineRests();
        }
    }

    @Test
    void closingTheConnectionEndsItAndTheEngineRests() throws Exception {
        try (Connection connection = server.connect(USER, "big_room");
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> run = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> statement.executeQuery(LONG)));
            awaitRunning();
            connection.abort(Runnable::run);
            assertTrue(run.get(30, TimeUnit.SECONDS).getSQLState().matches("57014|0800[36]"));
            assertTheEngineRests();
        }
    }

    /** The engine computes: as long as it does nothing there is nothing to end. */
    private static void awaitRunning() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            if (processorsInUse() > 0.5) {
                return;
            }
        }
        throw new AssertionError("the query did not run");
    }

    private static void assertTheEngineRests() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (processorsInUse() < 0.2) {
                return;
            }
        }
        throw new AssertionError("the engine goes on");
    }

    /** Over the next fifth of a second. */
    private static double processorsInUse() throws InterruptedException {
        long cpu = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        Thread.sleep(200);
        return (double) (SYSTEM.getProcessCpuTime() - cpu) / (System.nanoTime() - begin);
    }
}
