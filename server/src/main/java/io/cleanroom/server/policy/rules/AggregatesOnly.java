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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What leaves is aggregated; rows never do. */
final class AggregatesOnly implements Check {
    private static final int NAMED = 4;

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
        List<String> columns = f.fields().stream()
                .flatMap(field -> field.bases().stream().sorted(Comparator.comparing(ColumnReference::toString)))
                .filter(c -> c.table().equals(table))
                .map(c -> c.column().sql())
                .distinct()
                .toList();
        return new Reason(
                id(),
                "rows of table " + table + " would leave" + with(columns) + "; " + may(table),
                first.flatMap(c -> facts.positions().column(c.column())),
                Optional.of(table.owner()),
                instead(table));
    }

    /** A preview of a whole table names a few of its columns. */
    private static String with(List<String> columns) {
        int named = columns.size() <= NAMED ? columns.size() : NAMED - 1;
        return columns.isEmpty()
                ? ""
                : " with column " + String.join(", ", columns.subList(0, named))
                        + (named == columns.size() ? "" : " and " + (columns.size() - named) + " more");
    }

    private static String may(TableReference table) {
        return table.rule() instanceof AnalysisRule.ListRule
                ? "its LIST columns may, with SELECT DISTINCT"
                : "groups may, with GROUP BY and aggregate functions";
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
