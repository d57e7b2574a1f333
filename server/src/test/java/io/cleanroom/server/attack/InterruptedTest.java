package io.cleanroom.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who interrupts the test while it makes its rooms finds nothing of them afterwards. */
final class InterruptedTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasMadeIsDroppedAndNoMoreIsMade(boolean withFiles, @TempDir Path folder) throws Exception {
        try (LiveServer server = LiveServer.start(folder);
                WatchService watch = folder.getFileSystem().newWatchService()) {
            AttackRoom room = room(server);
            // Its files come after its members and users, and before its tables.
            server.dataRoot().register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            CompletableFuture<Void> making = CompletableFuture.runAsync(room::create);
            if (withFiles) {
                watch.poll(1, TimeUnit.MINUTES);
            }
            assertEquals(List.of(), room.drop());
            ExecutionException ended = assertThrows(ExecutionException.class, making::get);
            assertInstanceOf(AttackFailure.class, ended.getCause());
            assertEquals(List.of(), room.drop());
            assertEquals(List.of(), left(server));
        }
    }

    private static AttackRoom room(LiveServer server) {
        return new AttackRoom(
                new Transport(ServerUrl.parse(server.url())),
                server.dataRoot(),
                "operator",
                LiveServer.PASSWORD,
                CanaryData.MINIMUM);
    }

    private static List<String> left(LiveServer server) throws SQLException, IOException {
        List<String> left = new ArrayList<>();
        try (Connection operator = server.connect("operator", "");
                ResultSet rows = operator.createStatement()
                        .executeQuery("SELECT name FROM system.members UNION ALL SELECT name FROM system.users"
                                + " UNION ALL SELECT name FROM system.collaborations")) {
            while (rows.next()) {
                if (rows.getString(1).startsWith("attack")) {
                    left.add(rows.getString(1));
                }
            }
        }
        try (Stream<Path> files = Files.list(server.dataRoot())) {
            files.map(Path::getFileName).map(Path::toString).forEach(left::add);
        }
        return left;
    }
}
