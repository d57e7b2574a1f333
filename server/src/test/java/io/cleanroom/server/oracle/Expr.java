package io.cleanroom.server.oracle;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dimension expression, in SQL and as what it means for one row of each reference. */
sealed interface Expr {
    String sql();

    @Nullable
    Object of(Map<String, Row> rows);

    record Col(String alias, String name) implements Expr {
        @Override
        public String sql() {
            return alias + "." + name;
        }

        @Override
        public @Nullable Object of(Map<String, Row> rows) {
            Row row = rows.get(alias);
            if (row == null) {
                throw new IllegalStateException("no reference " + alias);
            }
            return row.get(name);
        }
    }

    record Upper(Col of) implements Expr {
        @Override
        public String sql() {
            return "UPPER(" + of.sql() + ")";
        }

        @Override
        public @Nullable Object of(Map<String, Row> rows) {
            Object value = of.of(rows);
            return value == null ? null : ((String) value).toUpperCase(Locale.ROOT);
        }
    }

    record OrNone(Col of) implements Expr {
        @Override
        public String sql() {
            return "COALESCE(" + of.sql() + ", 'none')";
        }

        @Override
        public Object of(Map<String, Row> rows) {
            Object value = of.of(rows);
            return value == null ? "none" : value;
        }
    }

    record Month(Col of) implements Expr {
        @Override
        public String sql() {
            return "EXTRACT(MONTH FROM " + of.sql() + ")";
        }

        @Override
        public @Nullable Object of(Map<String, Row> rows) {
            Object value = of.of(rows);
            return value == null ? null : (long) ((LocalDate) value).getMonthValue();
        }
    }

    record Week(Col of) implements Expr {
        @Override
        public String sql() {
            return "DATE_TRUNC('week', " + of.sql() + ")";
        }

        @Override
        public @Nullable Object of(Map<String, Row> rows) {
            Object value = of.of(rows);
            return value == null
                    ? null
                    : ((LocalDate) value)
                            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .atStartOfDay();
        }
    }
}
