package io.cleanroom.server.policy.rules;

import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** ORDER BY, LIMIT and UNION act on released groups; over rows they select people. */
final class RowOperator implements Check {
    @Override
    public String id() {
        return "row-operator";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.OverRows.class)
                .distinct()
                .forEach(f -> against.accept(new Reason(
                        id(),
                        f.operator() + " over rows of members' tables",
                        Optional.empty(),
                        Optional.empty(),
                        f.operator() + " over the result of GROUP BY with aggregate functions")));
        facts.of(Fact.RowsUnited.class)
                .flatMap(f -> f.branches().stream().flatMap(Set::stream))
                .filter(table -> Uses.custom(table).isEmpty())
                .distinct()
                .sorted(Comparator.comparingInt(TableReference::number))
                .forEach(table -> against.accept(new Reason(
                        id(),
                        "UNION over rows of table " + table,
                        Optional.empty(),
                        Optional.of(table.owner()),
                        "UNION over the result of GROUP BY with aggregate functions")));
    }
}
