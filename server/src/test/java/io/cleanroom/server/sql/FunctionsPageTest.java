package io.cleanroom.server.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
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
        String page = Files.readString(PAGE);
        String granted = page.substring(page.indexOf("## Scalar functions"), page.indexOf("## Aggregate functions"));
        granted.lines().filter(line -> line.startsWith("| `")).forEach(line -> {
            String names = line.substring(0, line.indexOf('|', line.indexOf('|', 1) + 1));
            Matcher word = Pattern.compile("`([A-Z0-9_]+)`").matcher(names);
            while (word.find()) {
                listed.add(word.group(1));
            }
        });
        SortedSet<String> grantable = new TreeSet<>(AllowedFunctions.grantable());
        // The page names them in its text: they need no grant.
        grantable.removeAll(Set.of("CURRENT_DATE", "CURRENT_TIMESTAMP", "GETDATE", "NOW"));
        assertEquals(grantable, listed);
    }
}
