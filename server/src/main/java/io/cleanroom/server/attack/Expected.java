package io.cleanroom.server.attack;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the server should make of an attack. */
sealed interface Expected {
    /**
     * An error before anything runs.
     *
     * @param state SQLState, or {@code http 401} and the like
     * @param rules that speak against it, at least these
     */
    record Refused(String state, Set<String> rules) implements Expected {}

    /** No row: what was asked for is of too few people. */
    record Suppressed() implements Expected {}

    /** No row, or an error before anything runs, whichever comes first. */
    record Nothing() implements Expected {}

    /** It is answered in whatever way, and the answer is worth nothing to the adversary. */
    record Harmless() implements Expected {}

    /** A question that may be asked: so many rows. It shows that the data are there and that not everything is refused. */
    record Answered(int rows) implements Expected {}

    /** The adversary learns something, and no rule of this server prevents it. */
    record NotStopped() implements Expected {}

    /**
     * Reads {@code refused [SQLSTATE] [RULE...]}, {@code refused http STATUS}, {@code suppressed}, {@code nothing}, {@code
     * harmless}, {@code answered N}, {@code not stopped}.
     */
    static Expected parse(String text) {
        List<String> words = List.of(text.strip().split("[\\s,]+"));
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "refused" -> refused(rest);
            case "suppressed" -> new Suppressed();
            case "nothing" -> new Nothing();
            case "harmless" -> new Harmless();
            case "answered" -> new Answered(Integer.parseInt(rest.get(0)));
            case "not" -> new NotStopped();
            default -> throw new IllegalArgumentException("no expectation: " + text);
        };
    }

    private static Refused refused(List<String> words) {
        if (!words.isEmpty() && words.get(0).equals("http")) {
            return new Refused(String.join(" ", words), Set.of());
        }
        boolean state = !words.isEmpty() && words.get(0).matches("[0-9A-Z]{5}");
        return new Refused(state ? words.get(0) : "42501", new TreeSet<>(words.subList(state ? 1 : 0, words.size())));
    }

    /** As in the manual. */
    static String text(Expected expected) {
        if (expected instanceof Refused refused) {
            return "refused: " + (refused.rules().isEmpty() ? refused.state() : String.join(", ", refused.rules()));
        } else if (expected instanceof Answered answered) {
            return "answered: " + answered.rows() + (answered.rows() == 1 ? " row" : " rows");
        }
        if (expected instanceof Nothing) {
            return "refused or suppressed";
        }
        return expected instanceof Suppressed
                ? "suppressed"
                : expected instanceof Harmless ? "harmless" : "**not stopped**";
    }
}
