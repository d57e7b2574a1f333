package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class StatementTest {
    private FakeServer server;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = new FakeServer();
        connection = server.connect("");
        statement = connection.createStatement();
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            assertEquals(count, rows.getLong(1));
            count++;
        }
        return count;
    }

    @Test
    void definitions_answer_0() throws SQLException {
        assertEquals(0, statement.executeUpdate("define x"));
        assertFalse(statement.execute("define x"));
        assertEquals(0, statement.getUpdateCount());
        assertNull(statement.getResultSet());
        assertFalse(statement.getMoreResults());
        assertEquals(-1, statement.getUpdateCount());
        assertThrows(SQLException.class, () -> statement.executeQuery("define x"));
    }

    @Test
    void queries_answer_rows() throws SQLException {
        assertTrue(statement.execute("rows 3"));
        assertEquals(-1, statement.getUpdateCount());
        assertEquals(3, count(statement.getResultSet()));
        assertThrows(SQLException.class, () -> statement.executeUpdate("rows 3"));
    }

    @Test
    void fetches_frame_by_frame_up_to_the_end() throws SQLException {
        statement.setFetchSize(100);
        assertEquals(1234, count(statement.executeQuery("rows 1234")));
        assertEquals(12, server.meta.frameSizesAsked.size());
    }

    @Test
    void the_connection_gives_the_fetch_size() throws SQLException {
        try (Connection other = server.connect("?fetch_size=10");
                Statement small = other.createStatement()) {
            assertEquals(10, small.getFetchSize());
            assertEquals(25, count(small.executeQuery("rows 25")));
            small.setFetchSize(3);
            small.setFetchSize(0);
            assertEquals(10, small.getFetchSize());
        }
    }

    @Test
    void a_result_takes_a_fetch_size_that_is_not_negative() throws SQLException {
        statement.setFetchSize(100);
        try (ResultSet rows = statement.executeQuery("rows 10")) {
            rows.setFetchSize(7);
            assertEquals(7, rows.getFetchSize());
            SQLException failure = assertThrows(SQLException.class, () -> rows.setFetchSize(-1));
            assertEquals("22023", failure.getSQLState());
            assertEquals(7, rows.getFetchSize());
            rows.setFetchSize(0);
            assertEquals(100, rows.getFetchSize());
            assertEquals(10, count(rows));
        }
    }

    @Test
    void max_rows_is_sent_and_enforced() throws SQLException {
        statement.setMaxRows(150);
        statement.setFetchSize(100);
        assertEquals(150, count(statement.executeQuery("rows 1000")));
        assertEquals(Collections.singletonList(150L), server.meta.maxRowsAsked);
        assertEquals(List.of(50), server.meta.frameSizesAsked);
        statement.setMaxRows(0);
        assertEquals(1000, count(statement.executeQuery("rows 1000")));
    }

    @Test
    void errors_are_the_servers_words() {
        SQLException refused = assertThrows(
                SQLException.class,
                () -> statement.executeQuery("fail 42501 1001 [k-threshold] no (line 1, column 8)"));
        assertInstanceOf(SQLSyntaxErrorException.class, refused);
        assertEquals("[k-threshold] no (line 1, column 8)", refused.getMessage());
        assertEquals("42501", refused.getSQLState());
        assertEquals(1001, refused.getErrorCode());
    }

    @Test
    void preparing_fails_with_the_servers_words() {
        SQLException refused =
                assertThrows(SQLException.class, () -> connection.prepareStatement("fail 42P01 1002 no table x"));
        assertInstanceOf(SQLSyntaxErrorException.class, refused);
        assertEquals("no table x", refused.getMessage());
        assertEquals("42P01", refused.getSQLState());
        assertEquals(1002, refused.getErrorCode());
    }

    @Test
    void fetching_fails_with_the_servers_words() throws SQLException {
        ResultSet rows = statement.executeQuery("breaks 2");
        assertTrue(rows.next());
        assertTrue(rows.next());
        SQLException broken = assertThrows(SQLException.class, rows::next);
        assertEquals("the query could not be completed (query id 42)", broken.getMessage());
        assertEquals("XX000", broken.getSQLState());
        assertEquals(5, broken.getErrorCode());
    }

    @Test
    void a_lost_result_does_not_end_early() throws SQLException {
        ResultSet rows = statement.executeQuery("loses 2");
        assertTrue(rows.next());
        assertTrue(rows.next());
        assertEquals("24000", assertThrows(SQLException.class, rows::next).getSQLState());
    }

    @Test
    void a_forgotten_statement_is_made_anew() throws SQLException {
        PreparedStatement prepared = connection.prepareStatement("echo ?");
        server.meta.forgetStatements();
        assertEquals(3, count(statement.executeQuery("rows 3")));
        prepared.setString(1, "x");
        assertTrue(prepared.executeQuery().next());
    }

    @Test
    void cancel_ends_a_running_statement_with_57014() throws Exception {
        CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(
                () -> assertThrows(SQLException.class, () -> statement.executeQuery("wait")));
        assertTrue(server.meta.waiting.await(30, TimeUnit.SECONDS));
        statement.cancel();
        SQLException cancelled = (SQLException) outcome.get(30, TimeUnit.SECONDS);
        assertInstanceOf(SQLTimeoutException.class, cancelled);
        assertEquals("57014", cancelled.getSQLState());
        assertEquals("query 42 was cancelled", cancelled.getMessage());
        assertEquals(3, count(statement.executeQuery("rows 3")));
    }

    @Test
    void a_prepared_statement_lives_on_after_cancel() throws Exception {
        PreparedStatement prepared = connection.prepareStatement("wait ?");
        prepared.setString(1, "x");
        CompletableFuture<Throwable> outcome =
                CompletableFuture.supplyAsync(() -> assertThrows(SQLException.class, prepared::executeQuery));
        assertTrue(server.meta.waiting.await(30, TimeUnit.SECONDS));
        prepared.cancel();
        assertEquals("57014", ((SQLException) outcome.get(30, TimeUnit.SECONDS)).getSQLState());
        prepared.setQueryTimeout(1);
        assertEquals(
                "57014",
                assertThrows(SQLException.class, prepared::executeQuery).getSQLState());
    }

    @Test
    void cancel_between_two_frames_ends_the_result() throws SQLException {
        statement.setFetchSize(10);
        ResultSet rows = statement.executeQuery("rows 1000");
        assertTrue(rows.next());
        statement.cancel();
        assertEquals("57014", assertThrows(SQLException.class, rows::next).getSQLState());
    }

    @Test
    void cancel_without_a_run_changes_nothing() throws SQLException {
        int before = server.calls.size();
        statement.cancel();
        ResultSet rows = statement.executeQuery("rows 3");
        statement.cancel();
        assertEquals(3, count(rows));
        assertEquals(before + 1, server.calls.size());
    }

    @Test
    void the_query_timeout_ends_a_statement() throws SQLException {
        statement.setQueryTimeout(1);
        long start = System.nanoTime();
        SQLException late = assertThrows(SQLException.class, () -> statement.executeQuery("wait"));
        assertInstanceOf(SQLTimeoutException.class, late);
        assertEquals("57014", late.getSQLState());
        assertEquals("the statement ran longer than its query timeout of 1 s and was cancelled", late.getMessage());
        assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 30);
        assertEquals(3, count(statement.executeQuery("rows 3")));
    }

    @Test
    void closing_twice_and_closing_with_the_connection() throws SQLException {
        ResultSet rows = statement.executeQuery("rows 3");
        statement.close();
        statement.close();
        assertTrue(rows.isClosed());
        assertEquals("24000", assertThrows(SQLException.class, rows::next).getSQLState());
        assertThrows(SQLException.class, () -> statement.executeQuery("rows 3"));
        Statement another = connection.createStatement();
        connection.close();
        assertTrue(another.isClosed());
    }

    @Test
    void a_statement_closes_on_completion_only_when_asked_and_only_once_done() throws SQLException {
        statement.closeOnCompletion();
        statement.executeQuery("rows 3");
        ResultSet second = statement.executeQuery("rows 3");
        assertFalse(statement.isClosed());
        second.close();
        assertTrue(statement.isClosed());
    }

    @Test
    void a_statement_that_has_run_nothing_has_no_result() throws SQLException {
        assertEquals(-1, statement.getUpdateCount());
        assertEquals(-1, statement.getLargeUpdateCount());
        assertEquals(-1, connection.prepareStatement("rows 1").getUpdateCount());
        assertNull(statement.getResultSet());
        assertFalse(statement.getMoreResults());
    }

    @Test
    void a_result_without_rows_is_neither_before_nor_after_them() throws SQLException {
        ResultSet none = statement.executeQuery("rows 0");
        assertFalse(none.isBeforeFirst());
        assertFalse(none.next());
        assertFalse(none.isAfterLast());
        ResultSet one = statement.executeQuery("rows 1");
        assertTrue(one.isBeforeFirst());
        assertTrue(one.isBeforeFirst(), "asking moves nothing");
        assertTrue(one.next());
        assertFalse(one.isBeforeFirst());
        assertFalse(one.isAfterLast());
        assertFalse(one.next());
        assertTrue(one.isAfterLast());
    }

    @Test
    void a_result_ends_with_its_connection() throws SQLException {
        ResultSet rows = statement.executeQuery("rows 2");
        connection.close();
        assertTrue(rows.isClosed());
        assertEquals("24000", assertThrows(SQLException.class, rows::next).getSQLState());
        rows.close();
    }

    @Test
    void names_are_quoted_where_they_must_be() throws SQLException {
        assertEquals("Region_2", statement.enquoteIdentifier("Region_2", false));
        assertEquals("\"Region_2\"", statement.enquoteIdentifier("Region_2", true));
        assertEquals("\"order\"", statement.enquoteIdentifier("order", false));
        assertEquals("\"a b\"", statement.enquoteIdentifier("a b", false));
        assertEquals("\"a\"\"b\"", statement.enquoteIdentifier("a\"b", false));
        assertEquals("\"a b\"", statement.enquoteIdentifier("\"a b\"", false));
        assertFalse(statement.isSimpleIdentifier("User"));
        assertTrue(connection.prepareStatement("rows 1").isSimpleIdentifier("users"));
        assertEquals(
                "22023",
                assertThrows(SQLException.class, () -> statement.enquoteIdentifier(" ", false))
                        .getSQLState());
    }
}
