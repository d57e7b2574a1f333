package io.cleanroom.server.attack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cleanroom.server.attack.Finding.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The findings for a reader, or for a program. */
final class Reports {
    private static final int WIDEST = 76;

    private Reports() {}

    /** One line a finding: id, verdict, title, evidence; then how many of each. */
    static String text(List<Finding> findings) {
        StringBuilder text = new StringBuilder(line("attack", "verdict", "title", "evidence"));
        for (Finding finding : findings) {
            text.append(line(
                    finding.attack().id(),
                    finding.verdict().text,
                    finding.attack().title(),
                    shortened(finding.evidence(), finding.isLeak() ? 2000 : WIDEST)));
        }
        return text.append('\n').append(summary(findings)).append('\n').toString();
    }

    private static String line(String id, String verdict, String title, String evidence) {
        return String.format(Locale.ROOT, "%-24s %-17s %-58s %s", id, verdict, shortened(title, 58), evidence)
                        .strip() + "\n";
    }

    private static String shortened(String text, int width) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= width ? line : line.substring(0, width - 3) + "...";
    }

    static String summary(List<Finding> findings) {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        findings.forEach(f -> counts.merge(f.verdict(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        counts.forEach((verdict, count) -> parts.add(count + " " + verdict.text));
        return findings.size() + " attacks: " + String.join(", ", parts);
    }

    static String json(List<Finding> findings) {
        ObjectNode report = Reply.JSON.createObjectNode();
        report.put("leak", findings.stream().anyMatch(Finding::isLeak));
        ArrayNode attacks = report.putArray("attacks");
        for (Finding finding : findings) {
            ObjectNode attack = attacks.addObject();
            attack.put("id", finding.attack().id())
                    .put("family", finding.attack().family())
                    .put("title", finding.attack().title())
                    .put("learns", finding.attack().learns())
                    .put("verdict", finding.verdict().text)
                    .put("evidence", finding.evidence());
            ArrayNode steps = attack.putArray("steps");
            finding.answers()
                    .forEach(a -> steps.addObject().put("sent", a.sent()).put("answer", a.evidence()));
        }
        return report.toPrettyString() + "\n";
    }
}
