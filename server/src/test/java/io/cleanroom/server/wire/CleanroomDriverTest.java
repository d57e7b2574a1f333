package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Our own driver and the server understand each other. */
class CleanroomDriverTest {
    private static Connection connect(WireHarness harness, String password, String collaboration) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", WireHarness.ANA);
        properties.setProperty("password", password);
        properties.setProperty("tls", "disable");
        properties.setProperty("application_name", "wire test");
        return DriverManager.getConnection(
                "jdbc:cleanroom://127.0.0.1:" + harness.server.port() + "/" + collaboration, properties);
    }

    private static Connection connect(WireHarness harness) throws SQLException {
        return connect(harness, WireHarness.password(WireHarness.ANA), "shared_room");
    }

    @Test
    void rowsDefinitionsAndParameters() throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness);
                Statement statement = connection.createStatement()) {
            assertTrue(connection.isValid(5));
            assertEquals("shared_room", connection.getSchema());
            assertEquals(0, statement.executeUpdate("DEFINE x"));
            int count = 0;
            try (ResultSet rows = statement.executeQuery("ROWS 12345")) {
                while (rows.next()) {
                    assertEquals(count++, rows.getInt(1));
                }
            }
            assertEquals(12345, count);
            try (ResultSet rows = statement.executeQuery("TYPES")) {
                assertTrue(rows.next());
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    assertFalse(String.valueOf(rows.getObject(i)).isEmpty());
                }
            }
            try (PreparedStatement echo = connection.prepareStatement("ECHO 2")) {
                echo.setString(1, "x");
                echo.setNull(2, java.sql.Types.VARCHAR);
                try (ResultSet rows = echo.executeQuery()) {
                    assertTrue(rows.next());
                }
            }
            assertEquals("wire test", harness.statements.contexts.get(0).application());
        }
    }

    @Test
    void failuresHaveStateCodeAndWords() throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness);
                Statement statement = connection.createStatement()) {
            SQLException refused = assertThrows(SQLException.class, () -> statement.executeQuery("REFUSE"));
            assertEquals("[some-rule] refused for a reason", refused.getMessage());
            assertEquals("42501", refused.getSQLState());
            assertEquals(1001, refused.getErrorCode());
            SQLException prepared = assertThrows(SQLException.class, () -> connection.prepareStatement("REFUSE"));
            assertEquals("[some-rule] refused for a reason", prepared.getMessage());
            SQLException failed = assertThrows(SQLException.class, () -> statement.executeQuery("FAIL"));
            assertEquals("XX000", failed.getSQLState());
            assertFalse(String.valueOf(failed.getMessage()).contains(FakeStatements.SECRET));
            SQLException nowhere = assertThrows(
                    SQLException.class, () -> connect(harness, WireHarness.password(WireHarness.ANA), "retailco_room"));
            assertEquals("08004", nowhere.getSQLState());
            SQLException wrong = assertThrows(SQLException.class, () -> connect(harness, "wrong", ""));
            assertEquals("28000", wrong.getSQLState());
        }
    }

    @Test
    void aClosedStatementClosesAgainAndRunsNothing() throws SQLException, IOException, InterruptedException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness)) {
            Statement cancelled = connection.createStatement();
            CompletableFuture<SQLException> ended = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> cancelled.executeQuery("SLEEP")));
            harness.statements.started.await();
            cancelled.cancel();
            assertEquals("57014", ended.join().getSQLState());
            cancelled.close();
            cancelled.close();
            int runs = harness.statements.contexts.size();
            SQLException closed = assertThrows(SQLException.class, () -> cancelled.executeQuery("ROWS 1"));
            assertEquals("the statement is closed", closed.getMessage());
            assertEquals("24000", closed.getSQLState(), "not of class 08, for which a pool would drop the connection");
            assertEquals(runs, harness.statements.contexts.size());
            assertTrue(connection.isValid(5));
        }
    }

    @Test
    void cancelAndTimeoutEndARunAndTheStatementGoesOn() throws SQLException, IOException, InterruptedException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness);
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> ended = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> statement.executeQuery("SLEEP")));
            harness.statements.started.await();
            statement.cancel();
            assertEquals("57014", ended.join().getSQLState());
            statement.setQueryTimeout(1);
            assertEquals(
                    "57014",
                    assertThrows(SQLException.class, () -> statement.executeQuery("SLEEP"))
                            .getSQLState());
            try (ResultSet rows = statement.executeQuery("ROWS 1")) {
                assertTrue(rows.next());
            }
        }
    }

    @Test
    void timesHaveOneSizeInResultsAndListings() throws SQLException, IOException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness);
                ResultSet columns =
                        connection.getMetaData().getColumns(null, null, "advertiserco\\_table", "a\\_ti%")) {
            StringBuilder listed = new StringBuilder();
            while (columns.next()) {
                listed.append(columns.getString("COLUMN_NAME")).append(' ');
                listed.append(columns.getInt("COLUMN_SIZE")).append(',');
                listed.append(columns.getInt("DECIMAL_DIGITS")).append(' ');
            }
            assertEquals("a_tinyint 3,0 a_time 15,6 a_timestamp 26,6 ", listed.toString());
        }
    }

    /** 57014 would say that the client itself has cancelled it. */
    @Test
    void whatAStoppingServerEndsIsNotCancelled() throws SQLException, IOException, InterruptedException {
        try (WireHarness harness = new WireHarness();
                Connection connection = connect(harness);
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> ended = CompletableFuture.supplyAsync(
                    () -> assertThrows(SQLException.class, () -> statement.executeQuery("SLEEP")));
            harness.statements.started.await();
            harness.server.close();
            SQLException shutDown = ended.join();
            assertEquals("57P01", shutDown.getSQLState(), shutDown.toString());
            assertEquals(1603, shutDown.getErrorCode());
        }
    }
}
