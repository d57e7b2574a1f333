package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.rules.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What AWS Clean Rooms decides and what we decide, query by query: {@code policy/aws.txt} and {@code docs/aws-comparison.md}. */
final class AwsComparisonTest {
    private static final Path FILE = Path.of("src/test/resources/policy/aws.txt");
    private static final Path PAGE = Path.of("../docs/aws-comparison.md");
    private static final String MARK = "<!-- Written by AwsComparisonTest from its cases. -->\n";

    /** A row of the page; {@code heading} is of its section. */
    record Row(String heading, String query, String aws, String ours, String why, String later) {
        boolean differs() {
            return aws.startsWith("accepted") != ours.equals("approved");
        }

        @Override
        public String toString() {
            return query;
        }
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String heading = "";
        try {
            for (String block : Splitter.on("\n\n").split(Files.readString(FILE))) {
                if (block.startsWith("## ")) {
                    heading = block.substring(3).strip();
                } else if (block.startsWith("query: ")) {
                    rows.add(new Row(
                            heading,
                            value(block, "query"),
                            value(block, "aws"),
                            value(block, "ours"),
                            value(block, "why"),
                            value(block, "later")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private static String value(String block, String key) {
        return block.lines()
                .filter(line -> line.startsWith(key + ": "))
                .map(line -> line.substring(key.length() + 2).strip())
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isDecidedAsThePageSays(Row row) {
        boolean enforced = Rules.inOrder().stream().noneMatch(rule -> rule.id().equals("rule-type"));
        assumeTrue(enforced || row.later().isEmpty(), "the rule's type is not enforced yet");
        String found = found(row.query());
        if (row.ours().equals("approved")) {
            assertEquals("approved", found);
        } else {
            assertTrue(found.startsWith("refused "), found);
            Set<String> wanted = new TreeSet<>(Splitter.on(' ').splitToList(row.ours()));
            assertTrue(Splitter.on(' ').splitToList(found).containsAll(wanted), found);
        }
    }

    private static String found(String query) {
        try {
            return RetailRoom.decide(AwsRooms.ALL, query) instanceof Decision.Refused refused
                    ? "refused "
                            + refused.reasons().stream()
                                    .map(Reason::rule)
                                    .distinct()
                                    .collect(Collectors.joining(" "))
                    : "approved";
        } catch (Problem e) {
            return "refused " + e.code().sqlState();
        }
    }

    @Test
    void aDifferenceHasAReason() {
        for (Row row : rows()) {
            assertTrue(!row.differs() || !row.why().isEmpty(), row.query());
        }
    }

    @Test
    void thePageListsTheCases() throws IOException {
        String page = Files.readString(PAGE);
        String written = page.substring(0, page.indexOf(MARK)) + MARK + tables();
        if (Boolean.getBoolean("pages.update")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written, Files.readString(PAGE));
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        String heading = "";
        int number = 0;
        for (Row row : rows()) {
            if (!row.heading().equals(heading)) {
                heading = row.heading();
                text.append("\n## ")
                        .append(heading)
                        .append("\n| | query | AWS | here | |\n| --- | --- | --- | --- | --- |\n");
            }
            text.append("| ")
                    .append(++number)
                    .append(" | `")
                    .append(row.query().replace("|", "\\|"))
                    .append("` | ")
                    .append(row.aws())
                    .append(" | ")
                    .append(row.differs() ? "**" + verdict(row) + "**" : verdict(row))
                    .append(" | ")
                    .append(row.why())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String verdict(Row row) {
        if (row.ours().equals("approved")) {
            return "approved";
        }
        String by = row.ours().substring("refused".length()).strip();
        return by.isEmpty() ? "refused" : "refused: " + by.replace(" ", ", ");
    }
}
