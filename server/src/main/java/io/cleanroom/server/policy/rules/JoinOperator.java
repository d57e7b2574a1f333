package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.LogicalOperator;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** OR between join comparisons stands only where every table involved allows it. */
final class JoinOperator implements Check {
    @Override
    public String id() {
        return "join-operator";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.EquatedByOr.class)
                .flatMap(or -> or.alternatives().stream())
                .flatMap(f -> Stream.of(f.left().table(), f.right().table()))
                .distinct()
                .filter(table -> !table.rule().joinOperators().contains(LogicalOperator.OR))
                .forEach(table -> against.accept(new Reason(
                        id(),
                        "OR between join comparisons of table " + table,
                        Optional.empty(),
                        Optional.of(table.owner()),
                        "AND between join comparisons")));
    }
}
