package io.cleanroom.server.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/attacks.md} lists the corpus as it is; -Dpages.update=true writes it. */
final class AttacksPageTest {
    private static final Path PAGE = Path.of("../docs/attacks.md");
    private static final String MARK = "<!-- Written by AttacksPageTest from the corpus. -->\n";

    @Test
    void thePageListsTheCorpus() throws IOException {
        String page = Files.readString(PAGE);
        assertTrue(page.contains(MARK), "the page has the mark");
        String written = page.substring(0, page.indexOf(MARK)) + MARK + tables();
        if (Boolean.getBoolean("pages.update")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written, Files.readString(PAGE));
    }

    private static String tables() {
        StringBuilder text = new StringBuilder();
        List<AttackCase> all = Corpus.all();
        Corpus.FAMILIES.forEach((family, heading) -> {
            text.append("\n## ").append(heading).append(" (`").append(family).append("`)\n");
            text.append("| attack | what the adversary would learn | verdict | what stops it |\n");
            text.append("| --- | --- | --- | --- |\n");
            all.stream()
                    .filter(attack -> attack.family().equals(family))
                    .forEach(attack -> text.append("| `")
                            .append(attack.id())
                            .append("` ")
                            .append(cell(attack.title()))
                            .append(" | ")
                            .append(cell(attack.learns()))
                            .append(" | ")
                            .append(verdicts(attack))
                            .append(" | ")
                            .append(cell(attack.stops()))
                            .append(" |\n"));
        });
        return text.toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String verdicts(AttackCase attack) {
        Set<String> verdicts = new LinkedHashSet<>();
        if (attack.expected() instanceof Expected.NotStopped) {
            return Expected.text(attack.expected());
        }
        attack.steps().stream().filter(Step::isAdversary).forEach(step -> verdicts.add(linked(attack.expected(step))));
        verdicts.add(linked(attack.expected()));
        if (verdicts.size() > 1) {
            verdicts.remove("harmless");
        }
        return String.join("; ", verdicts);
    }

    private static String linked(Expected expected) {
        if (expected instanceof Expected.Refused refused && !refused.rules().isEmpty()) {
            return "refused: "
                    + refused.rules().stream()
                            .map(rule -> "[" + rule + "](rules/" + rule + ".md)")
                            .collect(Collectors.joining(", "));
        }
        return Expected.text(expected).replace(": 42501", "");
    }

    @Test
    void everyRuleThatIsNamedHasItsPage() {
        for (AttackCase attack : Corpus.all()) {
            for (Step step : attack.steps()) {
                if (attack.expected(step) instanceof Expected.Refused refused) {
                    refused.rules()
                            .forEach(rule -> assertTrue(
                                    Files.exists(Path.of("../docs/rules", rule + ".md")), attack.id() + ": " + rule));
                }
            }
        }
    }

    /** A corpus in which nothing may be asked, or which claims to stop everything, proves little. */
    @Test
    void thereAreControlsAndHonestGaps() {
        List<Expected> expected = Corpus.all().stream()
                .flatMap(a -> a.steps().stream().map(a::expected))
                .toList();
        assertTrue(expected.stream().filter(e -> e instanceof Expected.Answered).count() >= 5);
        assertTrue(
                expected.stream().filter(e -> e instanceof Expected.NotStopped).count() >= 5);
        assertTrue(expected.stream().filter(e -> e instanceof Expected.Refused).count() >= 100);
    }
}
