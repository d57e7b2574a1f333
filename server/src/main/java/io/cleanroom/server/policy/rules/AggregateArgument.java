package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;

/** Over rows an aggregate function takes a bare column: a condition or product inside it picks out single people. */
final class AggregateArgument implements Check {
    @Override
    public String id() {
        return "aggregate-argument";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Aggregated.class)
                .filter(f -> f.argument().isEmpty() && !f.bases().isEmpty())
                .distinct()
                .forEach(f -> {
                    ColumnReference column = f.bases().stream()
                            .min(java.util.Comparator.comparing(ColumnReference::toString))
                            .orElseThrow();
                    against.accept(new Reason(
                            id(),
                            "the argument of " + f.written() + " is an expression",
                            Uses.known(f.pos()).or(() -> facts.positions().column(column.column())),
                            Optional.of(column.table().owner()),
                            "a column on its own: "
                                    + Uses.aggregation(column.table())
                                            .map(rule -> Uses.grants(rule.aggregateColumns()))
                                            .orElse("none")
                                    + "; calculate with the results, for example SUM(a) / NULLIF(SUM(b), 0)"));
                });
    }
}
