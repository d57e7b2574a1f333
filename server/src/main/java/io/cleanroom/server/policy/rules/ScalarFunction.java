package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import io.cleanroom.server.sql.AllowedFunctions;
import java.util.LinkedHashSet;
import java.util.List;
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
                        .filter(column -> !grants(column.table(), f.function()))
                        .filter(column -> said.add(List.of(f.function(), column.table())))
                        .forEach(column -> against.accept(new Reason(
                                id(),
                                "function " + f.function() + " may not be applied to column " + column,
                                Uses.known(f.pos()).or(() -> facts.positions().column(column.column())),
                                Optional.of(column.table().owner()),
                                allowed(column.table(), f.function())))));
    }

    private static String allowed(TableReference table, String function) {
        List<String> granted = functions(table);
        return "the SCALAR FUNCTIONS of " + table + ": " + (granted.isEmpty() ? "none" : String.join(", ", granted))
                + (Uses.aggregation(table).isPresent()
                        ? "; " + function + " as well once " + table.owner().sql() + " adds it to them"
                        : "");
    }

    private static boolean grants(TableReference table, String function) {
        return Uses.custom(table).isPresent()
                || functions(table).stream().anyMatch(granted -> AllowedFunctions.covers(granted, function));
    }

    private static List<String> functions(TableReference table) {
        return Uses.aggregation(table)
                .map(AnalysisRule.Aggregation::scalarFunctions)
                .orElse(List.of());
    }
}
