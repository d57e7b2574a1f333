package io.cleanroom.server.collaboration;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The values a parameter may take; bounds and members are SQL literals as the author wrote them, e.g. {@code DATE '2026-01-01'}. */
public sealed interface ParameterDomain {
    /** {@code CHECK IN (...)}. */
    record OneOf(List<String> literals) implements ParameterDomain {
        public OneOf {
            literals = List.copyOf(literals);
        }
    }

    /** {@code CHECK BETWEEN a AND b}, both included. */
    record Between(String lowest, String highest) implements ParameterDomain {}

    /** {@code CHECK LENGTH <= n}, in characters. */
    record MaximumLength(int characters) implements ParameterDomain {}

    /** {@code CHECK LIKE 'CAMP\_%' ESCAPE '\'}: % stands for any text, _ for one character, the escape before them for them. */
    record Like(String pattern, Optional<Character> escape) implements ParameterDomain {
        /** Goes back to the last % only, so that no pattern takes longer than its length times the value's. */
        public boolean matches(String value) {
            int[] text = value.codePoints().toArray();
            int[] marks = marks();
            int p = 0;
            int any = -1;
            int resume = 0;
            for (int n = 0; n < text.length; ) {
                if (p < marks.length && marks[p] == ANY) {
                    any = p++;
                    resume = n;
                } else if (p < marks.length && (marks[p] == ONE || marks[p] == text[n])) {
                    p++;
                    n++;
                } else if (any >= 0) {
                    p = any + 1;
                    n = ++resume;
                } else {
                    return false;
                }
            }
            while (p < marks.length && marks[p] == ANY) {
                p++;
            }
            return p == marks.length;
        }

        private static final int ANY = -1;
        private static final int ONE = -2;

        private int[] marks() {
            IntStream.Builder marks = IntStream.builder();
            int[] points = pattern.codePoints().toArray();
            for (int i = 0; i < points.length; i++) {
                if (escape.isPresent() && points[i] == escape.get() && i + 1 < points.length) {
                    marks.add(points[++i]);
                } else {
                    marks.add(points[i] == '%' ? ANY : points[i] == '_' ? ONE : points[i]);
                }
            }
            return marks.build().toArray();
        }
    }

    default String sql() {
        if (this instanceof OneOf oneOf) {
            return "CHECK IN (" + String.join(", ", oneOf.literals()) + ")";
        }
        if (this instanceof Between between) {
            return "CHECK BETWEEN " + between.lowest() + " AND " + between.highest();
        }
        if (this instanceof Like like) {
            return "CHECK LIKE " + Canonical.literal(like.pattern())
                    + like.escape()
                            .map(c -> " ESCAPE " + Canonical.literal(String.valueOf(c)))
                            .orElse("");
        }
        return "CHECK LENGTH <= " + ((MaximumLength) this).characters();
    }
}
