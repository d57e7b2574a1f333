package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** A sub-query in the place of a value has one row at most, and the query alone shows that: no data decides it. */
final class SingleValue implements Check {
    @Override
    public String id() {
        return "single-value";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.SeveralRows.class)
                .distinct()
                .forEach(f -> against.accept(new Reason(
                        id(),
                        "a sub-query in the place of a value may have several rows",
                        Uses.known(f.pos()),
                        Optional.empty(),
                        "aggregate functions without GROUP BY, a condition that equates every column of its GROUP BY with"
                                + " a value, or LIMIT 1 with ORDER BY")));
    }
}
