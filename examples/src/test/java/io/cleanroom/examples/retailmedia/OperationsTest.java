package io.cleanroom.examples.retailmedia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping, and what keeps a server from starting. */
class OperationsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aPortInUseStopsTheStartWithAReason() throws IOException, InterruptedException {
        try (ServerProcess first = start("one", 0)) {
            int port = Integer.parseInt(first.address().replaceFirst(".*:", ""));
            ServerProcess second = start("two", port);
            assertNotEquals(0, second.exitStatus());
            assertTrue(second.output().contains(Integer.toString(port)), second.output());
            assertFalse(second.output().contains("\tat "), second.output());
        }
    }

    @Test
    void twoServersOnOneStoreAreRefused() throws IOException, InterruptedException {
        try (ServerProcess first = start("one", 0)) {
            first.address();
            ServerProcess second = start("one", 0);
            assertNotEquals(0, second.exitStatus());
            assertFalse(second.output().contains("listening"), second.output());
            assertFalse(second.output().contains("\tat "), second.output());
        }
    }

    @Test
    void aStoppedServerLeavesItsStateForTheNext() throws IOException, InterruptedException, SQLException {
        try (ServerProcess first = start("one", 0)) {
            execute(first, "CREATE MEMBER retailco DATA LOCATION 'retailco' RESULT LOCATION 'results/retailco'");
        }
        try (ServerProcess second = start("one", 0)) {
            execute(second, "DROP MEMBER retailco");
            assertEquals(143, second.stop());
        }
    }

    private ServerProcess start(String state, int port) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("retailco"));
        Files.createDirectories(data.resolve("results/retailco"));
        return ServerProcess.start(folder.resolve(state), data, port);
    }

    private static void execute(ServerProcess server, String sql)
            throws IOException, InterruptedException, SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:cleanroom://" + server.address() + "/", "operator", ServerProcess.OPERATOR_PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
