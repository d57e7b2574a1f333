package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.jdbc.ArrowResult;
import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong while the server reads ahead of the client is an error at the client, not an end. */
@Timeout(120)
final class ResultLimitTest {
    @Test
    void aResultBeyondTheLimitIsAnErrorAndNotShort(@TempDir Path folder) throws SQLException, IOException {
        try (LiveServer server = LiveServer.start(folder, Map.of("CLEANROOM_LIMITS_RESULT_ROWS", "100000"))) {
            WideRoom.open(server, folder, 150_000);
            try (Connection connection = server.connect(WideRoom.USER, WideRoom.ROOM);
                    Statement statement = connection.createStatement()) {
                ResultSet rows = statement.executeQuery(WideRoom.EVERYTHING);
                for (int n = 0; n < 20_000; n++) {
                    assertTrue(rows.next());
                }
                SQLException limit = assertThrows(SQLException.class, () -> {
                    while (rows.next()) {
                        assertTrue(rows.getLong(1) < 100_000);
                    }
                });
                assertEquals("53400", limit.getSQLState());
                assertThrows(SQLException.class, rows::next);
                InputStream stream = statement
                        .executeQuery(WideRoom.EVERYTHING)
                        .unwrap(ArrowResult.class)
                        .arrowStream();
                IOException failure = assertThrows(IOException.class, stream::readAllBytes);
                limit = assertInstanceOf(SQLException.class, failure.getCause());
                assertEquals("53400", limit.getSQLState());
            }
        }
    }
}
