package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Results of more than one frame: a real engine's Arrow batches, read through JDBC. */
@Timeout(120)
final class LargeResultTest {
    private static final int ROWS = 60_000;

    @TempDir
    static Path folder;

    private static LiveServer server;
    private static Connection connection;

    @BeforeAll
    static void open() throws SQLException, IOException {
        server = LiveServer.start(folder);
        WideRoom.open(server, folder, ROWS);
        connection = server.connect(WideRoom.USER, WideRoom.ROOM);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void everyValueOfEveryRowIsTheOneInTheFile() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(WideRoom.EVERYTHING)) {
            for (int n = 0; n < ROWS; n++) {
                assertTrue(rows.next(), "row " + n);
                check(rows, n);
            }
            assertFalse(rows.next());
            assertFalse(rows.next());
        }
    }

    private static void check(ResultSet rows, int n) throws SQLException {
        assertEquals(n, rows.getLong(1));
        assertEquals(n, rows.getInt("id"));
        if (n % 5 == 4) {
            for (int i = 2; i <= 13; i++) {
                assertNull(rows.getObject(i));
                assertTrue(rows.wasNull());
            }
            assertEquals(0, rows.getInt("an_integer"));
            assertTrue(rows.wasNull());
            assertNull(rows.getString("a_text"));
            assertEquals(0, rows.getDouble("a_double"));
            return;
        }
        assertEquals(n % 2 == 0, rows.getBoolean("a_boolean"));
        assertFalse(rows.wasNull());
        assertEquals(n % 256 - 128, rows.getByte("a_tinyint"));
        assertEquals(n % 65536 - 32768, rows.getShort("a_smallint"));
        assertEquals(-n, rows.getInt("an_integer"));
        assertEquals(n / 4.0f, rows.getFloat("a_real"));
        assertEquals(n / 3.0, rows.getDouble("a_double"));
        assertEquals(
                new BigDecimal("-123456789012345678901234567890.12345678").add(BigDecimal.valueOf(n)),
                rows.getBigDecimal("a_decimal"));
        assertEquals(BigDecimal.valueOf(n, 2), rows.getBigDecimal("a_small_decimal"));
        assertEquals(n % 3 == 0 ? "" : "Zürich 東京 🛒 " + n, rows.getString("a_text"));
        assertEquals(LocalDate.of(1960, 1, 1).plusDays(n), rows.getObject("a_date", LocalDate.class));
        assertEquals(
                rows.getObject("a_date", LocalDate.class),
                rows.getDate("a_date").toLocalDate());
        assertEquals(LocalTime.MIDNIGHT.plusSeconds(n).plusNanos(n * 1000L), rows.getObject("a_time", LocalTime.class));
        LocalDateTime moment =
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000).plus(Duration.ofNanos(n * 3_600_000_001_000L));
        assertEquals(moment, rows.getObject("a_timestamp", LocalDateTime.class));
        assertEquals(moment, rows.getTimestamp("a_timestamp").toLocalDateTime());
    }

    @Test
    void rowLimitsHoldOnEverySideOfTheFirstFrame() throws SQLException {
        for (int limit : List.of(1, 4_999, 5_000, 5_001, 9_999, 10_000, 20_001, ROWS, ROWS + 1)) {
            try (Statement statement = connection.createStatement()) {
                statement.setMaxRows(limit);
                assertEquals(Math.min(limit, ROWS), count(statement.executeQuery(WideRoom.EVERYTHING)));
            }
        }
    }

    @Test
    void aFetchSizeOfTheCallersChoiceGivesTheSameRows() throws SQLException {
        for (int size : List.of(7, 1000, 25_000)) {
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(size);
                statement.setMaxRows(size == 7 ? 500 : 0);
                assertEquals(size == 7 ? 500 : ROWS, count(statement.executeQuery(WideRoom.EVERYTHING)));
            }
        }
    }

    @Test
    void aResultLeftHalfReadLeavesTheStatementUsable() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 5; i++) {
                ResultSet rows = statement.executeQuery(WideRoom.EVERYTHING);
                for (int n = 0; n < 12_000; n++) {
                    assertTrue(rows.next());
                }
            }
            assertEquals(ROWS, count(statement.executeQuery(WideRoom.EVERYTHING)));
        }
        // Who stops reading has what he wanted.
        try (Statement statement = connection.createStatement()) {
            assertEquals(
                    List.of("SUCCESS"),
                    LiveServer.rows(statement.executeQuery(
                            "SELECT state FROM system.protected_queries ORDER BY submitted_at DESC LIMIT 1")));
        }
    }

    @Test
    void cancelInMidStreamEndsTheResult() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(WideRoom.EVERYTHING);
            for (int n = 0; n < 12_000; n++) {
                assertTrue(rows.next());
            }
            statement.cancel();
            SQLException cancelled = assertThrows(SQLException.class, () -> count(rows));
            assertEquals("57014", cancelled.getSQLState());
            assertTrue(cancelled instanceof SQLTimeoutException);
            assertEquals(ROWS, count(statement.executeQuery(WideRoom.EVERYTHING)));
        }
    }

    private static int count(ResultSet rows) throws SQLException {
        int count = 0;
        while (rows.next()) {
            assertTrue(rows.getLong("id") >= count);
            count++;
        }
        return count;
    }
}
