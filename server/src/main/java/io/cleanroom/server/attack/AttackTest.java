package io.cleanroom.server.attack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command {@code cleanroom-server attack-test}: the whole corpus against a running server, in a room of its own. */
public final class AttackTest {
    private AttackTest() {}

    /**
     * Prints the findings to {@code out}, and to {@code err} what it makes on the server and what it could not drop again.
     * Answers 0, or 1 on any leak; throws {@link AttackFailure} if the test cannot be made.
     */
    public static int run(Options options, PrintStream out, PrintStream err) {
        if (!Files.isDirectory(options.dataRoot())) {
            throw new AttackFailure("--data-root must be the server's data_root, a folder that can be written. Provided"
                    + " value: " + options.dataRoot());
        }
        Transport transport = new Transport(ServerUrl.parse(options.url()));
        AttackRoom room = new AttackRoom(
                transport, options.dataRoot(), options.user(), password(options.passwordFile()), options.minimum());
        Thread whenInterrupted = new Thread(() -> left(room, err), "attack-test-cleanup");
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
        err.println("creates, and drops at the end: " + room.created());
        List<Finding> findings = new ArrayList<>();
        try {
            room.create();
            Attacker attacker = new Attacker(room);
            for (AttackCase attack : Corpus.all()) {
                if (options.families().isEmpty() || options.families().contains(attack.family())) {
                    findings.add(attacker.run(attack));
                }
            }
        } finally {
            left(room, err);
            forget(whenInterrupted);
        }
        out.print(options.report() == Options.Report.JSON ? Reports.json(findings) : Reports.text(findings));
        return findings.stream().anyMatch(Finding::isLeak) ? 1 : 0;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook runs already: somebody interrupted, and it has dropped, or drops, the room.
            Thread.currentThread().interrupt();
        }
    }

    private static void left(AttackRoom room, PrintStream err) {
        List<String> left = room.drop();
        left.forEach(what -> err.println("could not be undone, please run: " + what));
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new AttackFailure("--password-file must be a file that can be read. Provided value: " + file, e);
        }
    }
}
