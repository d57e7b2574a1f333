package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An aggregate function over a column, or over rows if there is none. */
record Agg(Function function, Expr.@Nullable Col column) {
    enum Function {
        COUNT,
        COUNT_DISTINCT,
        SUM,
        AVG
    }

    String sql() {
        String argument = column == null ? "*" : column.sql();
        return function == Function.COUNT_DISTINCT
                ? "COUNT(DISTINCT " + argument + ")"
                : function + "(" + argument + ")";
    }

    @Nullable
    Object of(List<Map<String, Row>> rows) {
        if (column == null) {
            return (long) rows.size();
        }
        Expr.Col argument = column;
        List<Object> values = new ArrayList<>();
        for (Map<String, Row> row : rows) {
            Object value = argument.of(row);
            if (value != null) {
                values.add(value);
            }
        }
        return switch (function) {
            case COUNT -> (long) values.size();
            case COUNT_DISTINCT -> (long) new HashSet<>(values).size();
            case SUM -> values.isEmpty() ? null : sum(values);
            case AVG -> values.isEmpty() ? null : decimal(sum(values)).doubleValue() / values.size();
        };
    }

    private static Object sum(List<Object> values) {
        if (values.get(0) instanceof Long) {
            return values.stream().mapToLong(v -> (Long) v).sum();
        }
        return values.stream().map(Agg::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }
}
