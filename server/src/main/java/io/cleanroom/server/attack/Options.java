package io.cleanroom.server.attack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code attack-test} is told.
 *
 * @param dataRoot the server's data_root as this process sees it
 * @param families that run; empty: all
 */
public record Options(String url, String user, Path passwordFile, Path dataRoot, Report report, Set<String> families) {

    enum Report {
        TEXT,
        JSON
    }

    /** Reads the arguments after {@code attack-test}; throws {@link AttackFailure}. */
    public static Options parse(List<String> arguments) {
        Set<String> known =
                new TreeSet<>(Set.of("--url", "--user", "--password-file", "--data-root", "--only", "--report"));
        Map<String, String> values = new HashMap<>(Map.of("--user", "operator", "--report", "text", "--only", ""));
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!known.contains(arguments.get(i)) || i + 1 == arguments.size()) {
                throw new AttackFailure("attack-test takes " + String.join(", ", known)
                        + ", each with a value. Provided: " + String.join(" ", arguments));
            }
            values.put(arguments.get(i), arguments.get(i + 1));
        }
        for (String needed : List.of("--url", "--password-file", "--data-root")) {
            if (!values.containsKey(needed)) {
                throw new AttackFailure("attack-test needs " + needed);
            }
        }
        Set<String> families = new TreeSet<>();
        for (String family : values.getOrDefault("--only", "").split(",")) {
            if (!family.isBlank() && !Corpus.FAMILIES.containsKey(family.strip())) {
                throw new AttackFailure("--only must name families out of "
                        + String.join(", ", Corpus.FAMILIES.keySet()) + ". Provided value: " + family);
            } else if (!family.isBlank()) {
                families.add(family.strip());
            }
        }
        return new Options(
                values.getOrDefault("--url", ""),
                values.getOrDefault("--user", ""),
                Path.of(values.getOrDefault("--password-file", "")),
                Path.of(values.getOrDefault("--data-root", "")),
                report(values.getOrDefault("--report", "")),
                families);
    }

    private static Report report(String text) {
        for (Report report : Report.values()) {
            if (report.name().toLowerCase(Locale.ROOT).equals(text)) {
                return report;
            }
        }
        throw new AttackFailure("--report must be text or json. Provided value: " + text);
    }
}
