package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Splitter;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.DecisionRows.Row;
import io.cleanroom.server.policy.rules.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be asked, query by query: {@code policy/decisions.txt}, refused and allowed side by side. */
final class DecisionTest {
    private static final boolean UPDATE = Boolean.getBoolean("pages.update");

    static List<Row> rows() {
        return DecisionRows.all();
    }

    /** The decision in a line; for an approval, the minimums that hold are part of it. */
    private static String decided(Row row, String spelling) {
        try {
            Decision decision = RetailRoom.decideIn(row.room(), DecisionRows.written(spelling));
            if (decision instanceof Decision.Refused refused) {
                assertTrue(
                        refused.text().lines().count() > refused.reasons().size(),
                        "a refusal says more than its rules");
                return refused.reasons().stream()
                        .map(Reason::rule)
                        .distinct()
                        .collect(Collectors.joining(", ", "refused ", ""));
            }
            List<String> thresholds = ((Decision.Approved) decision).thresholds();
            return thresholds.isEmpty() ? "approved" : "approved " + String.join("; ", thresholds);
        } catch (Problem e) {
            assertTrue(e.code() != Code.NOT_COMPLETED, () -> "an enforcement fault: " + e.getCause());
            return "problem " + e.code().sqlState();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everySpellingGetsTheVerdict(Row row) {
        String verdict =
                row.verdict().orElseGet(() -> decided(row, row.spellings().get(0)));
        assertTrue(UPDATE || row.verdict().isPresent(), "a row has a verdict");
        for (String spelling : row.spellings()) {
            if (!UPDATE || !spelling.equals(row.spellings().get(0))) {
                assertEquals(verdict, decided(row, spelling), spelling);
            }
        }
    }

    @Test
    void thereAreManyRowsOfEachKind() throws IOException {
        if (UPDATE) {
            StringBuilder text = new StringBuilder();
            for (String block : Splitter.on("\n\n").split(Files.readString(DecisionRows.FILE))) {
                text.append(text.isEmpty() ? "" : "\n\n")
                        .append(block.lines()
                                .filter(l -> !l.startsWith("verdict: "))
                                .collect(Collectors.joining("\n")));
                if (block.lines().anyMatch(l -> l.startsWith("query: "))) {
                    text.append("\nverdict: ").append(found(block));
                }
            }
            Files.writeString(DecisionRows.FILE, text.toString().strip() + "\n");
            return;
        }
        List<String> verdicts = rows().stream()
                .map(r -> r.verdict().orElse("").replaceAll(" .*", ""))
                .toList();
        for (String kind : List.of("approved", "refused", "problem")) {
            assertTrue(verdicts.stream().filter(kind::equals).count() >= 25, kind);
        }
    }

    /** A rule that never acts alone could be dropped without any of these rows noticing. */
    @Test
    void everyRuleDecidesSomeRowAlone() {
        Set<String> alone = rows().stream()
                .map(r -> r.verdict().orElse(""))
                .filter(v -> v.startsWith("refused ") && !v.contains(","))
                .map(v -> v.substring("refused ".length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Rules.inOrder().stream().map(Check::id).collect(Collectors.toCollection(TreeSet::new)), alone);
    }

    private static String found(String block) {
        List<String> lines = block.lines().filter(l -> !l.startsWith("#")).toList();
        String room = lines.get(0).startsWith("room: ") ? lines.get(0).substring("room: ".length()) : "standard";
        StringBuilder query = new StringBuilder();
        for (String line : lines) {
            if (line.startsWith("query: ")) {
                query.append(line.substring("query: ".length()));
            } else if (line.startsWith("also: ") || line.startsWith("verdict: ")) {
                break;
            } else if (!line.startsWith("room: ")) {
                query.append('\n').append(line);
            }
        }
        return decided(new Row(room, List.of(query.toString()), Optional.empty()), query.toString());
    }
}
