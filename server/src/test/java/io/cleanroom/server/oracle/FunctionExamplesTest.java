package io.cleanroom.server.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.policy.RetailRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual's examples of functions give what the manual says, on the engine. */
final class FunctionExamplesTest {
    private static final Path PAGE = Path.of("../docs/functions.md");

    @TempDir
    Path directory;

    @Test
    void everyExampleGivesItsResult() throws IOException, SQLException {
        List<String> wrong = new ArrayList<>();
        int examples = 0;
        try (Server server = new Server(directory)) {
            Server.Stored stored = server.store(Shop.random(new Random(1)));
            for (String line : Files.readAllLines(PAGE)) {
                // A cell may hold \|, which is a bar in Markdown.
                String[] cells = line.replace("\\|", "\u0001").split("\\|", -1);
                if (!line.startsWith("| ")
                        || cells.length < 6
                        || !cells[cells.length - 3].strip().startsWith("`")) {
                    continue;
                }
                String example =
                        cells[cells.length - 3].strip().replace("`", "").replace('\u0001', '|');
                String expected = cells[cells.length - 2].strip();
                List<List<@Nullable Object>> rows =
                        server.run(Server.decide(RetailRoom.ROOM, "SELECT " + example), List.of(), stored);
                String given = rows.get(0).get(0) == null
                        ? "NULL"
                        : String.valueOf(rows.get(0).get(0));
                if (!given.equals(expected)) {
                    wrong.add(example + " is " + given + ", not " + expected);
                }
                examples++;
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(examples > 75, "the page has examples: " + examples);
    }
}
