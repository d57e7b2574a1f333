package io.cleanroom.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attack that comes with the server, against the server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorpusTest {
    private LiveServer server;
    private AttackRoom room;
    private Attacker attacker;

    @BeforeAll
    void open(@TempDir Path folder) throws IOException {
        server = LiveServer.start(folder);
        room = new AttackRoom(
                new Transport(ServerUrl.parse(server.url())),
                server.dataRoot(),
                "operator",
                LiveServer.PASSWORD,
                CanaryData.MINIMUM);
        room.create();
        attacker = new Attacker(room);
    }

    @AfterAll
    void nothingIsLeft() {
        List<String> left = room.drop();
        server.close();
        assertEquals(List.of(), left);
        assertFalse(Files.exists(server.dataRoot().resolve("attack-" + room.canaries.token())));
    }

    static List<AttackCase> attacks() {
        return Corpus.all();
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void endsAsTheManualSays(AttackCase attack) {
        Finding finding = attacker.run(attack);
        assertTrue(finding.isAsExpected(), () -> finding.verdict() + ": " + finding.evidence());
    }
}
