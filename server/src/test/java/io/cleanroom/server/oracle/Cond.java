package io.cleanroom.server.oracle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition in SQL's three values: null is unknown. */
sealed interface Cond {
    String sql();

    @Nullable
    Boolean of(Map<String, Row> rows);

    /** The values that stand for question marks, in their order. */
    default List<Object> parameters() {
        return List.of();
    }

    static String literal(Object value) {
        return value instanceof LocalDate date
                ? "DATE '" + date + "'"
                : "'" + value.toString().replace("'", "''") + "'";
    }

    record Same(Expr left, Expr right) implements Cond {
        @Override
        public String sql() {
            return left.sql() + " = " + right.sql();
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Object a = left.of(rows);
            Object b = right.of(rows);
            return (a == null || b == null) ? null : a.equals(b);
        }
    }

    record Is(Expr expr, Object value, boolean marked) implements Cond {
        @Override
        public String sql() {
            return expr.sql() + " = " + (marked ? "?" : literal(value));
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Object found = expr.of(rows);
            return found == null ? null : found.equals(value);
        }

        @Override
        public List<Object> parameters() {
            return marked ? List.of(value) : List.of();
        }
    }

    record In(Expr expr, List<String> values, boolean not) implements Cond {
        @Override
        public String sql() {
            return expr.sql() + (not ? " NOT" : "") + " IN ("
                    + values.stream().map(Cond::literal).collect(Collectors.joining(", ")) + ")";
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Object found = expr.of(rows);
            return found == null ? null : values.contains(found) != not;
        }
    }

    record Starts(Expr expr, String with) implements Cond {
        @Override
        public String sql() {
            return expr.sql() + " LIKE '" + with + "%'";
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Object found = expr.of(rows);
            return found == null ? null : ((String) found).startsWith(with);
        }
    }

    record Present(Expr expr, boolean not) implements Cond {
        @Override
        public String sql() {
            return expr.sql() + " IS " + (not ? "" : "NOT ") + "NULL";
        }

        @Override
        public Boolean of(Map<String, Row> rows) {
            return (expr.of(rows) == null) == not;
        }
    }

    record From(Expr expr, LocalDate day) implements Cond {
        @Override
        public String sql() {
            return expr.sql() + " >= " + literal(day);
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Object found = expr.of(rows);
            return found == null ? null : !((LocalDate) found).isBefore(day);
        }
    }

    /** Bought within some days of the impression. */
    record Within(Expr bought, Expr seen, int days) implements Cond {
        @Override
        public String sql() {
            return bought.sql() + " BETWEEN " + seen.sql() + " AND " + seen.sql() + " + INTERVAL '" + days + " days'";
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Object b = bought.of(rows);
            Object s = seen.of(rows);
            if (b == null || s == null) {
                return null;
            }
            return !((LocalDate) b).isBefore((LocalDate) s) && !((LocalDate) b).isAfter(((LocalDate) s).plusDays(days));
        }
    }

    record Not(Cond of) implements Cond {
        @Override
        public String sql() {
            return "NOT (" + of.sql() + ")";
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Boolean found = of.of(rows);
            return found == null ? null : !found;
        }

        @Override
        public List<Object> parameters() {
            return of.parameters();
        }
    }

    record Or(Cond left, Cond right) implements Cond {
        @Override
        public String sql() {
            return "(" + left.sql() + " OR " + right.sql() + ")";
        }

        @Override
        public @Nullable Boolean of(Map<String, Row> rows) {
            Boolean a = left.of(rows);
            Boolean b = right.of(rows);
            if (Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b)) {
                return true;
            }
            return (a == null || b == null) ? null : false;
        }

        @Override
        public List<Object> parameters() {
            return java.util.stream.Stream.concat(left.parameters().stream(), right.parameters().stream())
                    .toList();
        }
    }
}
