package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.sql.AllowedFunctions;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** A scalar function over a column needs the grant of that column's owner. */
final class ScalarFunction implements Check {
    @Override
    public String id() {
        return "scalar-function";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        Set<Object> said = new LinkedHashSet<>();
        facts.of(Fact.Applied.class)
                .forEach(f -> f.columns().stream()
                        .sorted(java.util.Comparator.comparing(ColumnReference::toString))
                        .forEach(column -> Uses.aggregation(column.table())
                                .filter(rule -> !grants(rule, f.function()))
                                .filter(rule -> said.add(java.util.List.of(f.function(), column.table())))
                                .ifPresent(rule -> against.accept(new Reason(
                                        id(),
                                        "function " + f.function() + " may not be applied to column " + column,
                                        Uses.known(f.pos())
                                                .or(() -> facts.positions().column(column.column())),
                                        Optional.of(column.table().owner()),
                                        "the SCALAR FUNCTIONS of " + column.table() + ": "
                                                + (rule.scalarFunctions().isEmpty()
                                                        ? "none"
                                                        : String.join(", ", rule.scalarFunctions())))))));
    }

    private static boolean grants(AnalysisRule.Aggregation rule, String function) {
        return rule.scalarFunctions().stream()
                .anyMatch(f -> AllowedFunctions.canonical(f).equals(function));
    }
}
