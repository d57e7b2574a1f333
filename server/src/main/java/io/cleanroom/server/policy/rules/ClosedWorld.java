package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** What nobody has reviewed is refused: each kind of plan node, expression, function and aggregate is on a list or out. */
final class ClosedWorld implements Check {
    @Override
    public String id() {
        return "closed-world";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Unreviewed.class)
                .distinct()
                .forEach(f -> against.accept(new Reason(
                        id(),
                        f.what() + " is not among the reviewed forms of query",
                        Uses.known(f.pos()),
                        Optional.empty(),
                        f.what().startsWith("PERCENTILE_")
                                ? "MEDIAN(x) and PERCENTILE(x, 0.9), whose share is a constant from 0 to 1"
                                : "SELECT with INNER JOIN, WHERE, GROUP BY, HAVING, ORDER BY, LIMIT, WITH and UNION, and the"
                                        + " functions in docs/functions.md")));
    }
}
