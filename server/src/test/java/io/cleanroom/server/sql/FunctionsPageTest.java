package io.cleanroom.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The manual lists exactly the functions that owners can grant. */
class FunctionsPageTest {
    private static final Path PAGE = Path.of("../docs/functions.md");

    @Test
    void everyGrantableFunctionHasARowAndEveryRowAFunction() throws IOException {
        SortedSet<String> listed = new TreeSet<>();
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).forEach(line -> {
            String names = line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1));
            Matcher word = Pattern.compile("`([A-Z0-9_]+)`").matcher(names);
            while (word.find()) {
                listed.add(word.group(1));
            }
        });
        assertEquals(AllowedFunctions.grantable(), listed);
    }
}
