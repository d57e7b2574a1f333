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

    static boolean isJoin(ColumnReference column) {
        return joinColumns(column.table()).contains(column.column());
    }

    static List<Name> joinColumns(TableReference table) {
        if (table.rule() instanceof AnalysisRule.Aggregation rule) {
            return rule.joinColumns();
        }
        return table.rule() instanceof AnalysisRule.ListRule rule ? rule.joinColumns() : List.of();
    }

    static boolean isDimension(ColumnReference column) {
        return aggregation(column.table())
                .map(rule -> rule.dimensionColumns().contains(column.column()))
                .orElse(false);
    }

    /** "a, b, c", or "none". */
    static String list(Collection<Name> names) {
        return names.isEmpty() ? "none" : names.stream().map(Name::sql).collect(Collectors.joining(", "));
    }

    static String grants(List<AggregateGrant> grants) {
        return grants.isEmpty()
                ? "none"
                : grants.stream().map(AggregateGrant::sql).collect(Collectors.joining(", "));
    }

    static Optional<SqlParserPos> known(SqlParserPos pos) {
        return pos.getLineNum() > 0 ? Optional.of(pos) : Optional.empty();
    }
}
