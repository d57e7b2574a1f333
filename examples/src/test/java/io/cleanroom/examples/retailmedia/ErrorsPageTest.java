package io.cleanroom.examples.retailmedia;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual lists every code that the server can send, in the same order, and no other. */
class ErrorsPageTest {
    @Test
    void thePageListsTheCodes() throws IOException {
        List<String> codes = found(
                "../server/src/main/java/io/cleanroom/server/error/Code.java",
                "(?m)^    ([A-Z_]+)\\(\"(\\w{5})\", (\\d+)\\)",
                3,
                2,
                1);
        List<String> page = found("../docs/errors.md", "(?m)^\\| (\\d+) \\| (\\w{5}) \\| ([A-Z_]+) \\|", 1, 2, 3);
        assertFalse(codes.isEmpty());
        assertEquals(codes, page);
    }

    private static List<String> found(String file, String pattern, int... groups) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(Path.of(file)))
                .results()
                .map(m -> m.group(groups[0]) + " " + m.group(groups[1]) + " " + m.group(groups[2]))
                .toList();
    }
}
