package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A condition about a line: true, false or unknown, and several ways to write it. */
sealed interface MixedCond {
    @Nullable
    Boolean of(MixedLine line);

    Set<String> columns();

    String sql(MixedSql sql);

    /** {@code column > value} or {@code column <= value}. */
    record Beyond(String column, int value, boolean more) implements MixedCond {
        @Override
        public @Nullable Boolean of(MixedLine line) {
            BigDecimal given = (BigDecimal) line.get(column);
            return given == null ? null : (given.compareTo(BigDecimal.valueOf(value)) > 0) == more;
        }

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }

        @Override
        public String sql(MixedSql sql) {
            String written = sql.column(column);
            return more
                    ? sql.one(List.of(
                            written + " > " + value,
                            value + " < " + written,
                            "NOT (" + written + " <= " + value + ")",
                            "NOT " + value + " >= " + written))
                    : sql.one(List.of(
                            written + " <= " + value,
                            value + " >= " + written,
                            "NOT (" + written + " > " + value + ")"));
        }
    }

    record Between(String column, int from, int to) implements MixedCond {
        @Override
        public @Nullable Boolean of(MixedLine line) {
            BigDecimal given = (BigDecimal) line.get(column);
            return given == null
                    ? null
                    : given.compareTo(BigDecimal.valueOf(from)) >= 0 && given.compareTo(BigDecimal.valueOf(to)) <= 0;
        }

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }

        @Override
        public String sql(MixedSql sql) {
            String written = sql.column(column);
            return sql.one(List.of(
                    written + " BETWEEN " + from + " AND " + to,
                    "(" + written + " >= " + from + " AND " + written + " <= " + to + ")",
                    "(" + to + " >= " + written + " AND " + from + " <= " + written + ")",
                    written + " BETWEEN SYMMETRIC " + to + " AND " + from));
        }
    }

    record OneOf(String column, List<String> values) implements MixedCond {
        @Override
        public @Nullable Boolean of(MixedLine line) {
            Object given = line.get(column);
            return given == null ? null : values.contains(given);
        }

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }

        @Override
        public String sql(MixedSql sql) {
            String written = sql.column(column);
            String alternatives = sql.shuffled(values).stream()
                    .map(v -> sql.equal(written, "'" + v + "'"))
                    .collect(Collectors.joining(" OR ", "(", ")"));
            return sql.one(List.of(
                    sql.shuffled(values).stream()
                            .map(v -> "'" + v + "'")
                            .collect(Collectors.joining(", ", written + " IN (", ")")),
                    alternatives));
        }
    }

    record Known(String column, boolean known) implements MixedCond {
        @Override
        public Boolean of(MixedLine line) {
            return (line.get(column) != null) == known;
        }

        @Override
        public Set<String> columns() {
            return Set.of(column);
        }

        @Override
        public String sql(MixedSql sql) {
            String written = sql.column(column);
            return known
                    ? sql.one(List.of(written + " IS NOT NULL", "NOT " + written + " IS NULL"))
                    : sql.one(List.of(written + " IS NULL", "NOT (" + written + " IS NOT NULL)"));
        }
    }

    record Online(boolean online) implements MixedCond {
        @Override
        public @Nullable Boolean of(MixedLine line) {
            Object given = line.get("online");
            return given == null ? null : Objects.equals(given, online);
        }

        @Override
        public Set<String> columns() {
            return Set.of("online");
        }

        @Override
        public String sql(MixedSql sql) {
            String written = sql.column("online");
            return online
                    ? sql.one(List.of(written, written + " = TRUE", "NOT NOT " + written))
                    : sql.one(List.of("NOT " + written, written + " = FALSE"));
        }
    }

    record All(List<MixedCond> parts, boolean every) implements MixedCond {
        @Override
        public @Nullable Boolean of(MixedLine line) {
            List<@Nullable Boolean> found = new java.util.ArrayList<>();
            parts.forEach(p -> found.add(p.of(line)));
            if (found.contains(!every)) {
                return !every;
            }
            return found.contains(null) ? null : every;
        }

        @Override
        public Set<String> columns() {
            Set<String> all = new HashSet<>();
            parts.forEach(p -> all.addAll(p.columns()));
            return all;
        }

        @Override
        public String sql(MixedSql sql) {
            return sql.shuffled(parts).stream()
                    .map(p -> p.sql(sql))
                    .collect(Collectors.joining(every ? " AND " : " OR ", "(", ")"));
        }
    }
}
