package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecutionTest {
    private static final Duration SOON = Duration.ofMillis(100);

    private static Service.Request query(StatementHandle handle, String sql) {
        return new Service.PrepareAndExecuteRequest(handle.connectionId, handle.id, sql, -1, 100);
    }

    @Test
    void a_server_that_gives_no_sign_of_life_is_lost() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            StatementHandle handle = connection.newHandle();
            server.stalled = true;
            Execution execution = new Execution(connection.service(), SOON);
            SQLException lost =
                    assertThrows(SQLException.class, () -> execution.run(handle, query(handle, "rows 1"), 0));
            assertInstanceOf(SQLTransientConnectionException.class, lost);
            assertEquals("08006", lost.getSQLState());
            server.stalled = false;
        }
    }

    @Test
    void a_slow_statement_of_a_living_server_goes_on() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            StatementHandle handle = connection.newHandle();
            Execution execution = new Execution(connection.service(), SOON);
            CompletableFuture<SQLException> outcome = CompletableFuture.supplyAsync(() ->
                    assertThrows(SQLException.class, () -> execution.run(handle, query(handle, "wait"), 0)));
            while (server.calls.stream().filter("ConnectionSyncRequest"::equals).count() < 6) {
                TimeUnit.MILLISECONDS.sleep(20);
                assertTrue(!outcome.isDone());
            }
            execution.cancel();
            assertEquals("57014", outcome.get(30, TimeUnit.SECONDS).getSQLState());
        }
    }

    @Test
    void closing_a_running_statement_ends_it() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            Statement statement = connection.createStatement();
            CompletableFuture<SQLException> outcome = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> statement.execute("wait")));
            assertTrue(server.meta.waiting.await(30, TimeUnit.SECONDS));
            statement.close();
            assertEquals("57014", outcome.get(30, TimeUnit.SECONDS).getSQLState());
            assertTrue(statement.isClosed());
        }
    }

    @Test
    void an_interrupted_thread_cancels_its_statement() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            Statement statement = connection.createStatement();
            CompletableFuture<SQLException> outcome = new CompletableFuture<>();
            Thread runner = new Thread(
                    () -> outcome.complete(assertThrows(SQLException.class, () -> statement.execute("wait"))));
            runner.start();
            assertTrue(server.meta.waiting.await(30, TimeUnit.SECONDS));
            runner.interrupt();
            assertEquals("57014", outcome.get(30, TimeUnit.SECONDS).getSQLState());
            assertTrue(server.calls.contains("CloseStatementRequest"));
        }
    }

    @Test
    void a_run_whose_answer_was_lost_is_given_up() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            Statement statement = connection.createStatement();
            server.mute = true;
            assertEquals(
                    "08006",
                    assertThrows(SQLException.class, () -> statement.execute("rows 1"))
                            .getSQLState());
            while (!server.calls.contains("CloseStatementRequest")) {
                Thread.onSpinWait();
            }
            server.mute = false;
            assertTrue(statement.execute("rows 1"));
        }
    }

    @Test
    @Timeout(60)
    void the_network_timeout_limits_a_call() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            Statement statement = connection.createStatement();
            connection.setNetworkTimeout(Runnable::run, 200);
            assertEquals(
                    "08006",
                    assertThrows(SQLException.class, () -> statement.execute("wait"))
                            .getSQLState());
            assertTrue(connection.isClosed(), "as JDBC has it");
            assertFalse(connection.isValid(1));
            statement.close();
            while (!server.calls.contains("CloseConnectionRequest")) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    @Timeout(60)
    void a_forgotten_statement_is_closed_and_one_in_use_is_not() throws Exception {
        try (FakeServer server = new FakeServer();
                CleanroomConnection connection = (CleanroomConnection) server.connect("")) {
            readInSpiteOfTheCollector(connection.createStatement().executeQuery("rows 10"));
            assertFalse(server.calls.contains("CloseStatementRequest"));
            while (!server.calls.contains("CloseStatementRequest")) {
                System.gc();
                Thread.sleep(10);
            }
        }
    }

    private static void readInSpiteOfTheCollector(ResultSet rows) throws SQLException {
        for (int i = 0; i < 10; i++) {
            System.gc();
            assertTrue(rows.next());
        }
    }
}
