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
 * @param minimum of the owner's tables; below {@link CanaryData#MINIMUM} the groups that should be hidden come out
 */
public record Options(
        String url, String user, Path passwordFile, Path dataRoot, Report report, Set<String> families, int minimum) {
    private static final String MINIMUM = String.valueOf(CanaryData.MINIMUM);

    /** For {@code attack-test --help}. */
    public static String help() {
        return """
                usage: cleanroom-server attack-test --url URL --password-file FILE --data-root DIR [OPTION VALUE]...

                Attacks a running server in rooms that it makes and drops again: three members, their users, tables and
                files below DIR, all under names with a random token. Nothing else of the server is touched.

                  --url URL             jdbc:cleanroom://host[:port]/, with the properties of the driver
                  --password-file FILE  its first line is the password of --user
                  --data-root DIR       the server's data_root, as this process sees it; a folder that can be written
                  --user NAME           who may create members; default operator
                  --only FAMILY,...     these families alone: %s
                  --report FORMAT       text (default) or json
                  --minimum N           2 to 10 (default): the minimum of the owner's tables in these rooms. The data have
                                        groups of 1 to 9 people that must not come out, so that with a smaller one the
                                        test has to report leaks and exit 1: it shows that it would notice

                Exit status: 0 if nothing came out that should not, 1 on any leak, 2 if the test cannot be made.
                """.formatted(String.join(", ", Corpus.FAMILIES.keySet()));
    }

    enum Report {
        TEXT,
        JSON
    }

    /** Reads the arguments after {@code attack-test}; throws {@link AttackFailure}. */
    public static Options parse(List<String> arguments) {
        Set<String> known = new TreeSet<>(
                Set.of("--url", "--user", "--password-file", "--data-root", "--only", "--report", "--minimum"));
        Map<String, String> values =
                new HashMap<>(Map.of("--user", "operator", "--report", "text", "--only", "", "--minimum", MINIMUM));
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!known.contains(arguments.get(i))) {
                throw new AttackFailure("attack-test has no option " + arguments.get(i) + "; it takes "
                        + String.join(", ", known) + ", each with a value, or --help alone");
            } else if (i + 1 == arguments.size()) {
                throw new AttackFailure("attack-test: " + arguments.get(i) + " needs a value");
            }
            values.put(arguments.get(i), arguments.get(i + 1));
        }
        for (String needed : List.of("--url", "--password-file", "--data-root")) {
            if (!values.containsKey(needed)) {
                throw new AttackFailure("attack-test needs " + needed + "; see attack-test --help");
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
                families,
                minimum(values.getOrDefault("--minimum", MINIMUM)));
    }

    private static int minimum(String text) {
        if (text.matches("[2-9]|10")) {
            return Integer.parseInt(text);
        }
        throw new AttackFailure("--minimum must be a whole number from 2 to " + MINIMUM + ". Provided value: " + text);
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
