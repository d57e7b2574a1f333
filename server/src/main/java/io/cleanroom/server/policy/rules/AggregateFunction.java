package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Each aggregate function is granted per column by its owner; COUNT(*) by the owner of every table it counts. */
final class AggregateFunction implements Check {
    @Override
    public String id() {
        return "aggregate-function";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.Aggregated.class)
                .filter(f -> f.argument().isPresent() || f.bases().isEmpty())
                .distinct()
                .forEach(f -> concerned(f)
                        .filter(table -> !granted(f, table))
                        .forEach(table -> against.accept(new Reason(
                                id(),
                                f.written() + " is not granted"
                                        + (f.argument().isPresent() ? "" : " by the owner of " + table),
                                Uses.known(f.pos()),
                                Optional.of(table.owner()),
                                table.rule() instanceof AnalysisRule.ListRule
                                        ? "no aggregate function over rows of " + table
                                                + ": SELECT DISTINCT of its LIST columns "
                                                + Uses.list(Uses.listColumns(table))
                                        : "the AGGREGATE columns of " + table + ": " + Uses.grants(table)))));
    }

    private static Stream<TableReference> concerned(Fact.Aggregated f) {
        return f.argument()
                .map(column -> Stream.of(column.table()))
                .orElseGet(() ->
                        f.references().stream().sorted(java.util.Comparator.comparingInt(TableReference::number)));
    }

    private static boolean granted(Fact.Aggregated f, TableReference table) {
        Optional<Name> column = f.argument().map(c -> c.column());
        if (Uses.custom(table).isPresent()) {
            return true;
        }
        List<AggregateGrant> grants =
                Uses.aggregation(table).map(rule -> rule.aggregateColumns()).orElse(List.of());
        return f.function()
                .map(function -> grants.contains(new AggregateGrant(function, column)))
                .orElse(false);
    }
}
