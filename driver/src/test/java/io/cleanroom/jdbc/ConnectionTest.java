package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

@Timeout(60)
class ConnectionTest {
    @SuppressWarnings("NullAway.Init")
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void opens_with_the_collaboration_and_without_secrets() throws SQLException {
        try (Connection connection = server.connect("retail_attribution?application_name=weekly")) {
            Map<String, String> info = server.meta.opened.values().iterator().next();
            assertEquals(
                    Map.of(
                            "collaboration", "retail_attribution",
                            "application_name", "weekly",
                            "driver_version", Version.TEXT,
                            "temporal_precision", "6",
                            "heartbeat_seconds", "10"),
                    info);
            assertEquals(
                    server.url("retail_attribution"), connection.getMetaData().getURL());
            assertEquals(FakeServer.USER, connection.getMetaData().getUserName());
        }
        assertTrue(server.meta.opened.isEmpty());
    }

    @Test
    void every_request_has_credentials_and_its_own_id() throws SQLException {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("rows 10")) {
            assertTrue(rows.next());
            assertTrue(connection.isValid(5));
        }
        assertEquals(Collections.singleton(FakeServer.AUTHORIZATION), new HashSet<>(server.authorizations));
        assertEquals(server.requestIds.size(), new HashSet<>(server.requestIds).size());
        assertEquals("OpenConnectionRequest", server.calls.get(0));
    }

    @Test
    void a_wrong_password_is_28000() {
        SQLException refused = assertThrows(
                SQLException.class, () -> DriverManager.getConnection(server.url(""), FakeServer.USER, "wrong"));
        assertInstanceOf(SQLInvalidAuthorizationSpecException.class, refused);
        assertEquals("28000", refused.getSQLState());
        assertEquals("user, password or token is not accepted by localhost:" + server.port(), refused.getMessage());
        assertEquals(1, server.calls.size());
    }

    @Test
    void http_statuses_have_their_states_and_are_not_retried() {
        check(401, "28000", "told so 401");
        check(403, "08004", "told so 403");
        check(503, "53300", "told so 503");
        check(
                404,
                "08001",
                "localhost:" + server.port() + " did not answer as a Cleanroom server (HTTP 404): told so 404");
        assertEquals(4, server.calls.size());
    }

    private void check(int status, String state, String message) {
        server.status = status;
        SQLException refused = assertThrows(SQLException.class, () -> server.connect(""));
        assertEquals(state, refused.getSQLState());
        assertEquals(message, refused.getMessage());
    }

    @Test
    void the_server_may_refuse_the_collaboration() {
        SQLException refused = assertThrows(SQLException.class, () -> server.connect("forbidden"));
        assertEquals("08004", refused.getSQLState());
        assertEquals(7, refused.getErrorCode());
        assertEquals("advertiserco/ana is not in collaboration forbidden", refused.getMessage());
    }

    @Test
    void nobody_listening_is_08001() {
        int port = server.port();
        server.close();
        SQLException refused = assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection("jdbc:cleanroom://127.0.0.1:" + port + "/", "a", "b"));
        assertInstanceOf(SQLNonTransientConnectionException.class, refused);
        assertEquals("08001", refused.getSQLState());
    }

    @Test
    void a_server_that_never_answers_is_08001_after_login_timeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(
                            "jdbc:cleanroom://localhost:" + silent.getLocalPort() + "/?login_timeout=1"));
            assertEquals("08001", refused.getSQLState());
        }
    }

    @Test
    void a_lost_server_is_08006_and_close_still_succeeds() throws SQLException {
        Connection connection = server.connect("");
        Statement statement = connection.createStatement();
        server.close();
        SQLException lost = assertThrows(SQLException.class, () -> statement.executeQuery("rows 1"));
        assertInstanceOf(SQLTransientConnectionException.class, lost);
        assertEquals("08006", lost.getSQLState());
        assertFalse(connection.isValid(5));
        statement.close();
        connection.close();
        connection.close();
        assertTrue(connection.isClosed());
        assertTrue(statement.isClosed());
        assertThrows(SQLException.class, connection::createStatement);
    }

    @Test
    void a_dropped_answer_is_not_asked_for_again() throws SQLException {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            server.calls.clear();
            server.mute = true;
            SQLException lost = assertThrows(SQLException.class, () -> statement.executeQuery("rows 1"));
            assertEquals("08006", lost.getSQLState());
            assertEquals(1, Collections.frequency(server.calls, "PrepareAndExecuteRequest"));
            server.mute = false;
            assertTrue(statement.execute("rows 1"), "under a handle of its own");
        }
    }

    @Test
    void validity_is_the_servers_word() throws SQLException {
        try (Connection connection = server.connect("")) {
            assertTrue(connection.isValid(5));
            server.meta.opened.clear();
            assertFalse(connection.isValid(5));
            assertThrows(SQLException.class, () -> connection.isValid(-1));
        }
    }

    @Test
    void the_schema_is_the_collaboration() throws SQLException {
        try (Connection connection = server.connect("retail_attribution")) {
            assertEquals("retail_attribution", connection.getSchema());
            connection.setSchema("another");
            assertEquals("another", connection.getSchema());
            assertEquals("another", server.meta.schema);
            SQLException refused = assertThrows(SQLException.class, () -> connection.setSchema("nowhere"));
            assertEquals("08004", refused.getSQLState());
            assertEquals("another", connection.getSchema());
        }
    }

    @Test
    void pools_can_set_what_they_set() throws SQLException {
        try (Connection connection = server.connect("")) {
            connection.setAutoCommit(true);
            connection.commit();
            connection.setReadOnly(true);
            assertTrue(connection.isReadOnly());
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertEquals(Connection.TRANSACTION_READ_COMMITTED, connection.getTransactionIsolation());
            connection.setCatalog("x");
            assertNull(connection.getCatalog());
            connection.setNetworkTimeout(Runnable::run, 30_000);
            assertEquals(30_000, connection.getNetworkTimeout());
            connection.clearWarnings();
            assertTrue(connection.getAutoCommit());
            connection.setAutoCommit(false);
            assertFalse(connection.getAutoCommit());
            connection.commit();
            connection.rollback();
            assertThrows(SQLFeatureNotSupportedException.class, connection::setSavepoint);
        }
    }

    @Test
    void what_there_is_not_is_a_warning() throws SQLException {
        try (Connection connection = server.connect("?application_name=weekly")) {
            assertNull(connection.getWarnings());
            try (Statement statement =
                    connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
                assertEquals(ResultSet.TYPE_FORWARD_ONLY, statement.getResultSetType());
                assertEquals(ResultSet.CONCUR_READ_ONLY, statement.getResultSetConcurrency());
            }
            SQLWarning first = connection.getWarnings();
            assertEquals("01S02", first.getSQLState());
            assertEquals("results are forward-only; a scrollable one was asked for", first.getMessage());
            assertEquals(
                    "results are read-only; an updatable one was asked for",
                    first.getNextWarning().getMessage());
            connection.clearWarnings();
            assertNull(connection.getWarnings());
            assertEquals(
                    "22023",
                    assertThrows(SQLException.class, () -> connection.createStatement(7, ResultSet.CONCUR_READ_ONLY))
                            .getSQLState());
            connection.setClientInfo("ClientHostname", "here");
            assertEquals("01S00", connection.getWarnings().getSQLState());
            assertEquals("weekly", connection.getClientInfo("ApplicationName"));
            connection.setClientInfo("ApplicationName", "monthly");
            assertEquals("monthly", connection.getClientInfo().getProperty("ApplicationName"));
            assertNull(connection.getClientInfo("ClientHostname"));
        }
    }

    @Test
    @Timeout(30)
    void closing_does_not_wait_for_a_server_that_is_silent() throws SQLException {
        Connection connection = server.connect("");
        Statement statement = connection.createStatement();
        server.stalled = true;
        statement.close();
        connection.close();
        assertTrue(statement.isClosed());
        assertTrue(connection.isClosed());
    }

    @Test
    void abort_closes_at_once_and_tells_the_server_later() throws Exception {
        Connection connection = server.connect("");
        CountDownLatch told = new CountDownLatch(1);
        connection.abort(task -> new Thread(() -> {
                    task.run();
                    told.countDown();
                })
                .start());
        assertTrue(connection.isClosed());
        assertTrue(told.await(30, TimeUnit.SECONDS));
        assertTrue(server.meta.opened.isEmpty());
    }

    @Test
    void a_warning_is_not_said_twice() throws SQLException {
        try (Connection connection = server.connect("")) {
            for (int i = 0; i < 3; i++) {
                connection
                        .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)
                        .close();
            }
            assertNull(connection.getWarnings().getNextWarning());
        }
    }

    @Test
    void what_the_driver_finds_has_a_code_that_the_manual_lists() throws IOException, SQLException {
        String page = Files.readString(Path.of("../docs/errors.md"));
        try (Connection connection = server.connect("")) {
            Statement statement = connection.createStatement();
            PreparedStatement echo = connection.prepareStatement("echo ?");
            ResultSet rows = statement.executeQuery("types");
            for (Executable failing : List.<Executable>of(
                    () -> server.connect("?tls=maybe"),
                    () -> rows.getInt(1),
                    () -> rows.getInt(99),
                    () -> rows.getInt("zz"),
                    () -> connection.setSavepoint(),
                    () -> statement.setMaxRows(-1),
                    () -> statement.executeUpdate("rows 1"),
                    () -> statement.executeQuery("define x"),
                    () -> connection.nativeSQL("{d"),
                    () -> echo.executeQuery(),
                    () -> echo.executeQuery("rows 1"),
                    () -> echo.setObject(1, "x", Types.INTEGER),
                    () -> echo.setObject(1, 300, Types.TINYINT),
                    () -> echo.setObject(1, LocalDate.MAX),
                    () -> DriverManager.getConnection(server.url(""), "nobody", "x"))) {
                SQLException found = assertThrows(SQLException.class, failing);
                assertTrue(
                        page.contains("| " + found.getErrorCode() + " | " + found.getSQLState() + " |"),
                        found.getErrorCode() + " " + found);
            }
        }
    }
}
