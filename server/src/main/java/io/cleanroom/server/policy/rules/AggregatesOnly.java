package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.policy.Check;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.Fact;
import io.cleanroom.server.policy.Facts;
import io.cleanroom.server.policy.Field;
import io.cleanroom.server.policy.Reason;
import io.cleanroom.server.policy.TableReference;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What leaves is aggregated; rows never do. */
final class AggregatesOnly implements Check {
    @Override
    public String id() {
        return "aggregates-only";
    }

    @Override
    public void check(Facts facts, Consumer<Reason> against) {
        facts.of(Fact.RowsAnswered.class)
                .flatMap(f -> f.references().stream()
                        .sorted(Comparator.comparingInt(TableReference::number))
                        .map(table -> reason(f, table, facts)))
                .forEach(against);
    }

    private Reason reason(Fact.RowsAnswered f, TableReference table, Facts facts) {
        Optional<ColumnReference> first = f.fields().stream()
                .map(Field::bases)
                .flatMap(b -> b.stream().sorted(Comparator.comparing(ColumnReference::toString)))
                .filter(c -> c.table().equals(table))
                .findFirst();
        String columns = f.fields().stream()
                .flatMap(field -> field.bases().stream())
                .filter(c -> c.table().equals(table))
                .map(ColumnReference::toString)
                .distinct()
                .collect(Collectors.joining(", "));
        return new Reason(
                id(),
                "rows of table " + table + " would leave" + (columns.isEmpty() ? "" : " with column " + columns),
                first.flatMap(c -> facts.positions().column(c.column())),
                Optional.of(table.owner()),
                instead(table));
    }

    private static String instead(TableReference table) {
        if (table.rule() instanceof AnalysisRule.ListRule) {
            return "SELECT DISTINCT of the LIST columns of " + table + ": " + Uses.list(Uses.listColumns(table));
        }
        return "aggregate functions with GROUP BY "
                + Uses.aggregation(table)
                        .map(rule ->
                                "dimension columns: " + Uses.list(rule.dimensionColumns()) + "; " + Uses.grants(table))
                        .orElse("columns that do not say whom a row is about");
    }
}
