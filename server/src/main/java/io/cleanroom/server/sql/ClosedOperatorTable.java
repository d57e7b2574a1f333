package io.cleanroom.server.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Exactly the given operators and the percentiles, found by unqualified name in any case. Calcite's own list tables also match by category,
 * which calls in text do not have.
 */
final class ClosedOperatorTable implements SqlOperatorTable {
    private final List<SqlOperator> operators;
    private final Map<String, List<SqlOperator>> byName;

    ClosedOperatorTable(List<SqlOperator> operators) {
        this.operators = List.copyOf(operators);
        byName = operators.stream()
                .collect(Collectors.groupingBy(o -> o.getName().toUpperCase(Locale.ROOT)));
    }

    @Override
    public void lookupOperatorOverloads(
            SqlIdentifier name,
            @Nullable SqlFunctionCategory category,
            SqlSyntax syntax,
            List<SqlOperator> found,
            SqlNameMatcher matcher) {
        if (name.isSimple()) {
            byName.getOrDefault(name.getSimple().toUpperCase(Locale.ROOT), List.of()).stream()
                    .filter(operator -> operator.getSyntax().family == syntax.family
                            || (syntax == SqlSyntax.FUNCTION && operator.getSyntax() == SqlSyntax.FUNCTION_STAR))
                    .forEach(found::add);
            if (syntax.family == SqlSyntax.FUNCTION) {
                StatisticFunctions.percentile(name.getSimple()).ifPresent(found::add);
            }
        }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
        return operators;
    }
}
