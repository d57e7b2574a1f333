package io.cleanroom.server.collaboration;

import java.util.List;

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

    default String sql() {
        if (this instanceof OneOf oneOf) {
            return "CHECK IN (" + String.join(", ", oneOf.literals()) + ")";
        }
        if (this instanceof Between between) {
            return "CHECK BETWEEN " + between.lowest() + " AND " + between.highest();
        }
        return "CHECK LENGTH <= " + ((MaximumLength) this).characters();
    }
}
