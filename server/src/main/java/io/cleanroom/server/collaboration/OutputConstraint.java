package io.cleanroom.server.collaboration;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;

/** Every released row must stand for at least {@code minimum} (2..100000) distinct values of {@code column}. */
public record OutputConstraint(Name column, int minimum) {
    public OutputConstraint {
        if (minimum < 2 || minimum > 100_000) {
            throw new Problem(
                    Code.INVALID_DEFINITION, "minimum must be >= 2 and <= 100000. Provided value: " + minimum);
        }
    }

    public String sql() {
        return "MINIMUM " + minimum + " DISTINCT " + column.sql();
    }
}
