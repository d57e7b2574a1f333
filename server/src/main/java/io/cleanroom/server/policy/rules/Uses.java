package io.cleanroom.server.policy.rules;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AnalysisRule;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.policy.ColumnReference;
import io.cleanroom.server.policy.TableReference;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What rules of the three types grant, in words that the rules share. */
final class Uses {
    private Uses() {}

    static Optional<AnalysisRule.Aggregation> aggregation(TableReference table) {
        return table.rule() instanceof AnalysisRule.Aggregation rule ? Optional.of(rule) : Optional.empty();
    }

    static Optional<AnalysisRule.Custom> custom(TableReference table) {
        return table.rule() instanceof AnalysisRule.Custom rule ? Optional.of(rule) : Optional.empty();
    }

    /** Under a CUSTOM rule any column may match; its COMPARISONS WITH COLUMNS are a rule of their own. */
    static boolean isJoin(ColumnReference column) {
        return custom(column.table()).isPresent() || joinColumns(column.table()).contains(column.column());
    }

    static List<Name> listColumns(TableReference table) {
        return table.rule() instanceof AnalysisRule.ListRule rule ? rule.listColumns() : List.of();
    }

    /** What filters and groups: the dimensions, of whatever type the rule is. */
    static List<Name> dimensions(TableReference table) {
        return aggregation(table)
                .map(AnalysisRule.Aggregation::dimensionColumns)
                .orElse(listColumns(table));
    }

    static List<Name> joinColumns(TableReference table) {
        if (table.rule() instanceof AnalysisRule.Aggregation rule) {
            return rule.joinColumns();
        }
        return table.rule() instanceof AnalysisRule.ListRule rule ? rule.joinColumns() : List.of();
    }

    /** Under a CUSTOM rule all columns filter and group; those that say whom a row is about have a rule of their own. */
    static boolean isDimension(ColumnReference column) {
        return custom(column.table()).isPresent() || dimensions(column.table()).contains(column.column());
    }

    /** "a, b, c", or "none". */
    static String list(Collection<Name> names) {
        return names.isEmpty() ? "none" : names.stream().map(Name::sql).collect(Collectors.joining(", "));
    }

    static String grants(TableReference table) {
        return aggregation(table)
                .map(rule -> grants(rule.aggregateColumns()))
                .orElse(custom(table).isPresent() ? "all but those that show single people" : "none");
    }

    private static String grants(List<AggregateGrant> grants) {
        return grants.isEmpty()
                ? "none"
                : grants.stream().map(AggregateGrant::sql).collect(Collectors.joining(", "));
    }

    static Optional<SqlParserPos> known(SqlParserPos pos) {
        return pos.getLineNum() > 0 ? Optional.of(pos) : Optional.empty();
    }
}
