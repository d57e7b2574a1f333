package io.cleanroom.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as an operator gives it: it passes on rules that hold, and would notice rules that do not. */
final class WeakRuleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void smallGroupsThatComeOutAreLeaks(@TempDir Path folder) throws IOException {
        try (LiveServer server = LiveServer.start(folder)) {
            Path password = Files.writeString(folder.resolve("operator-password"), LiveServer.PASSWORD + "\n");
            assertEquals(0, attack(server, password, "10"), this::said);
            assertFalse(said().contains("LEAK"), this::said);
            assertEquals(1, attack(server, password, "2"), this::said);
            String report = said();
            for (String attack : List.of("inflate-many-rows", "inflate-count-variants", "people-combined-dimensions")) {
                assertTrue(report.lines().anyMatch(line -> line.startsWith(attack) && line.contains("LEAK")), report);
            }
            assertFalse(err.toString(StandardCharsets.UTF_8).contains("could not be undone"));
        }
    }

    private int attack(LiveServer server, Path password, String minimum) {
        out.reset();
        Options options = Options.parse(List.of(
                "--url",
                server.url(),
                "--password-file",
                password.toString(),
                "--data-root",
                server.dataRoot().toString(),
                "--only",
                "inflate,people",
                "--minimum",
                minimum));
        return AttackTest.run(
                options,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
