package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Room;
import io.cleanroom.server.policy.rules.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages under {@code docs/rules} are run: what a page shows as refused is refused by its rule in exactly those words, and
 * what it shows as allowed runs as exactly that SQL. {@code -Dpages.update=true} writes what was found into the pages.
 */
final class RulePagesTest {
    private static final Path PAGES = Path.of("../docs/rules");
    private static final boolean UPDATE = Boolean.getBoolean("pages.update");

    /** A query, what a page says about it, and the room it is asked in, if not the standard one. */
    private static final Pattern EXAMPLE = Pattern.compile(
            "(?:<!-- room: (?<room>[a-z-]+) -->\n)?```sql\n(?<query>.*?)\n```\n\n(?:What runs:\n\n)?```(?:sql|text)\n(?<expected>.*?)\n```\n",
            Pattern.DOTALL);

    private static final Pattern CLAUSE =
            Pattern.compile(" (?=(?:FROM|INNER JOIN|CROSS JOIN|WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|UNION ALL) )");

    static List<String> rules() {
        return Rules.inOrder().stream().map(Check::id).toList();
    }

    @Test
    void everyRuleHasAPageAndEveryPageARule() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            assertEquals(
                    new TreeSet<>(rules()),
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> !f.equals("README.md"))
                            .map(f -> f.replaceFirst("\\.md$", ""))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void theListOfPagesIsInTheOrderInWhichReasonsAreShown() throws IOException {
        List<String> listed = new ArrayList<>();
        Matcher link = Pattern.compile("^\\| \\[([a-z-]+)\\]\\(([a-z-]+)\\.md\\) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(PAGES.resolve("README.md")));
        while (link.find()) {
            assertEquals(link.group(1), link.group(2));
            listed.add(link.group(1));
        }
        assertEquals(rules(), listed);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void thePageIsTrue(String rule) throws IOException {
        Path file = PAGES.resolve(rule + ".md");
        String page = Files.readString(file);
        assertTrue(page.startsWith("# " + rule + "\n\n"), "the title is the rule's name");
        int refused = page.indexOf("\n## Refused\n");
        int allowed = page.indexOf("\n## Allowed\n");
        int why = page.indexOf("\n## Why\n");
        assertTrue(0 < refused && refused < allowed && allowed < why, "headings: Refused, Allowed, Why");
        String found = page.substring(0, refused)
                + checked(page.substring(refused, allowed), (room, query) -> refusal(rule, room, query))
                + checked(page.substring(allowed, why), RulePagesTest::enforcedSql)
                + page.substring(why);
        if (UPDATE) {
            Files.writeString(file, found);
        } else {
            assertEquals(page, found);
        }
    }

    private interface Answer {
        String to(String room, String query);
    }

    private static String checked(String part, Answer answer) {
        Matcher example = EXAMPLE.matcher(part);
        StringBuilder result = new StringBuilder();
        int end = 0;
        while (example.find()) {
            String room = example.group("room") == null ? "standard" : example.group("room");
            result.append(part, end, example.start("expected")).append(answer.to(room, example.group("query")));
            end = example.end("expected");
        }
        assertFalse(end == 0, "an example stands under each heading");
        return result.append(part.substring(end)).toString();
    }

    private static String refusal(String rule, String room, String query) {
        Decision.Refused refused = assertInstanceOf(Decision.Refused.class, RetailRoom.decideIn(room, query), query);
        assertEquals(rule, refused.reasons().get(0).rule(), "the first reason");
        return refused.text();
    }

    private static String enforcedSql(String room, String query) {
        Decision decision = RetailRoom.decideIn(room, query);
        if (decision instanceof Decision.Refused refused) {
            throw new AssertionError(query + "\n" + refused.text());
        }
        ApprovedQuery approved = ((Decision.Approved) decision).query();
        String sql = approved.sql();
        Room setting = RetailRoom.variant(room);
        for (QuerySource source : approved.sources()) {
            QuerySource.Files files = (QuerySource.Files) source;
            String alias = setting.tables().stream()
                    .filter(t -> t.table().equals(files.table()))
                    .map(t -> t.alias().text())
                    .findFirst()
                    .orElseThrow(() -> new UncheckedIOException(new IOException(files.engineName())));
            sql = sql.replace(files.engineName(), alias);
        }
        return CLAUSE.matcher(sql).replaceAll("\n");
    }
}
