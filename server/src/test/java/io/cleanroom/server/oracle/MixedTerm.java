package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A number in each line, and by which of its conditions it came about there. */
sealed interface MixedTerm {
    @Nullable
    BigDecimal of(MixedLine line);

    /** Which branches the line takes; two lines with one path are in one group of the rule about conditions. */
    String path(MixedLine line);

    /** Every column in it. */
    Set<String> columns();

    String sql(MixedSql sql);

    /** The path of a term that stands by itself: a calculation may also be without a result although its columns have values. */
    default String whole(MixedLine line) {
        boolean missing = this instanceof Calculation
                && of(line) == null
                && columns().stream().allMatch(c -> line.get(c) != null);
        return path(line) + (missing ? "!" : "");
    }

    record Column(String name) implements MixedTerm {
        @Override
        public @Nullable BigDecimal of(MixedLine line) {
            return (BigDecimal) line.get(name);
        }

        @Override
        public String path(MixedLine line) {
            return "";
        }

        @Override
        public Set<String> columns() {
            return Set.of(name);
        }

        @Override
        public String sql(MixedSql sql) {
            return sql.column(name);
        }
    }

    record Constant(int value) implements MixedTerm {
        @Override
        public BigDecimal of(MixedLine line) {
            return BigDecimal.valueOf(value);
        }

        @Override
        public String path(MixedLine line) {
            return "";
        }

        @Override
        public Set<String> columns() {
            return Set.of();
        }

        @Override
        public String sql(MixedSql sql) {
            return String.valueOf(value);
        }
    }

    /** {@code + - *} of two terms, or {@code /} by a constant. */
    record Calculation(char operator, MixedTerm left, MixedTerm right) implements MixedTerm {
        @Override
        public @Nullable BigDecimal of(MixedLine line) {
            BigDecimal a = left.of(line);
            BigDecimal b = right.of(line);
            if (a == null || b == null) {
                return null;
            }
            return switch (operator) {
                case '+' -> a.add(b);
                case '-' -> a.subtract(b);
                case '*' -> a.multiply(b);
                default -> a.divide(b, MathContext.DECIMAL128);
            };
        }

        @Override
        public String path(MixedLine line) {
            return left.path(line) + right.path(line);
        }

        @Override
        public Set<String> columns() {
            Set<String> all = new HashSet<>(left.columns());
            all.addAll(right.columns());
            return all;
        }

        @Override
        public String sql(MixedSql sql) {
            return "(" + left.sql(sql) + " " + operator + " " + right.sql(sql) + ")";
        }
    }

    record Choice(
            MixedCond condition, MixedTerm then, @Nullable MixedTerm otherwise) implements MixedTerm {
        private boolean holds(MixedLine line) {
            return Boolean.TRUE.equals(condition.of(line));
        }

        @Override
        public @Nullable BigDecimal of(MixedLine line) {
            return holds(line) ? then.of(line) : otherwise == null ? null : otherwise.of(line);
        }

        @Override
        public String path(MixedLine line) {
            return holds(line)
                    ? "[then " + then.whole(line) + "]"
                    : "[else " + (otherwise == null ? "" : otherwise.whole(line)) + "]";
        }

        @Override
        public Set<String> columns() {
            Set<String> all = new HashSet<>(condition.columns());
            all.addAll(then.columns());
            if (otherwise != null) {
                all.addAll(otherwise.columns());
            }
            return all;
        }

        @Override
        public String sql(MixedSql sql) {
            String end = otherwise == null ? sql.one(List.of("", " ELSE NULL")) : " ELSE " + otherwise.sql(sql);
            return "CASE WHEN " + condition.sql(sql) + " THEN " + then.sql(sql) + end + " END";
        }
    }

    /** {@code COALESCE(column, value)}. */
    record OrElse(Column column, Constant value) implements MixedTerm {
        @Override
        public @Nullable BigDecimal of(MixedLine line) {
            BigDecimal given = column.of(line);
            return given == null ? value.of(line) : given;
        }

        @Override
        public String path(MixedLine line) {
            return column.of(line) == null ? "[value]" : "[column]";
        }

        @Override
        public Set<String> columns() {
            return column.columns();
        }

        @Override
        public String sql(MixedSql sql) {
            return "COALESCE(" + column.sql(sql) + ", " + value.sql(sql) + ")";
        }
    }

    /** {@code NULLIF(column, value)}. */
    record Unless(Column column, Constant value) implements MixedTerm {
        private boolean equal(MixedLine line) {
            BigDecimal given = column.of(line);
            return given != null && given.compareTo(BigDecimal.valueOf(value.value())) == 0;
        }

        @Override
        public @Nullable BigDecimal of(MixedLine line) {
            return equal(line) ? null : column.of(line);
        }

        @Override
        public String path(MixedLine line) {
            return equal(line) ? "[equal]" : "[other]";
        }

        @Override
        public Set<String> columns() {
            return column.columns();
        }

        @Override
        public String sql(MixedSql sql) {
            return "NULLIF(" + column.sql(sql) + ", " + value.sql(sql) + ")";
        }
    }
}
