package io.cleanroom.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question about groups of visits under CUSTOM rules.
 *
 * @param members what the audience is restricted to
 * @param wrong what no rule allows, written over {@code {v}}: a condition, a key or an aggregate function
 */
record MixedAsk(
        Shape shape,
        List<MixedCond> where,
        Optional<MixedCond> members,
        List<GroupKey> keys,
        List<Call> calls,
        Optional<Wrong> wrong) {
    private static final Set<String> WINDOWS = Set.of("nth", "visits", "most");

    enum Shape {
        VISITS,
        /** Joined with the audience. */
        JOINED,
        /** The audience, with visits where there are any. */
        LEFT,
        /** Visits of people in the audience. */
        SEMI,
        /** Visits of both tables. */
        UNION,
        /** With {@code nth}, {@code visits} and {@code most}: windows by person. */
        WINDOWS
    }

    record Wrong(Place place, String sql) {
        enum Place {
            CONDITION,
            KEY,
            CALL
        }
    }

    /** A column, the day of the date, or a condition as text. */
    record GroupKey(String column, @Nullable MixedCond condition) {
        @Nullable
        Object of(MixedLine line) {
            if (condition != null) {
                return Boolean.TRUE.equals(condition.of(line)) ? "yes" : "no";
            }
            return line.get(column);
        }

        String sql(MixedSql sql) {
            return condition == null
                    ? sql.column(column)
                    : "CASE WHEN " + condition.sql(sql) + " THEN 'yes' ELSE 'no' END";
        }
    }

    enum Function {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    /** @param term none for {@code COUNT(*)} and for counts of {@code counted} */
    record Call(
            Function function,
            boolean distinct,
            @Nullable MixedTerm term,
            @Nullable String counted,
            @Nullable MixedCond filter) {
        String sql(MixedSql sql) {
            String argument = term != null ? term.sql(sql) : counted != null ? sql.column(counted) : "*";
            String name = function.name();
            if (filter == null) {
                return argument.equals("*")
                        ? sql.one(List.of("COUNT(*)", "COUNT(1)", "SUM(1)"))
                        : name + "(" + (distinct ? "DISTINCT " : "") + argument + ")";
            }
            String condition = filter.sql(sql);
            String filtered =
                    name + "(" + (distinct ? "DISTINCT " : "") + argument + ") FILTER (WHERE " + condition + ")";
            // A window has a place in FILTER, and none in a calculation, be it a choice.
            boolean chosen = term == null || (term instanceof MixedTerm.Column c && !WINDOWS.contains(c.name()));
            if (chosen) {
                String value = argument.equals("*") ? "1" : argument;
                return sql.one(List.of(
                        filtered,
                        name + "(" + (distinct ? "DISTINCT " : "") + "CASE WHEN " + condition + " THEN " + value
                                + " END)"));
            }
            return filtered;
        }
    }

    MixedAsk {
        where = List.copyOf(where);
        keys = List.copyOf(keys);
        calls = List.copyOf(calls);
    }

    String sql(MixedSql sql) {
        List<String> items = new ArrayList<>();
        List<String> grouping = new ArrayList<>();
        String prefix = sql.one(List.of("k", "key_", "\"K k\""));
        for (int i = 0; i < keys.size(); i++) {
            String written = keys.get(i).sql(sql);
            String name = prefix.endsWith("\"") ? prefix.replace(" k", " k" + i) : prefix + i;
            items.add(written + " AS " + name);
            grouping.add(sql.one(List.of(written, String.valueOf(i + 1), name)));
        }
        calls.forEach(call -> items.add(call.sql(sql)));
        wrong.filter(w -> w.place() != Wrong.Place.CONDITION).ifPresent(w -> {
            String written = w.sql().replace("{v}", sql.visits());
            items.add(written);
            if (w.place() == Wrong.Place.KEY) {
                grouping.add(written);
            }
        });
        List<String> conditions = new ArrayList<>();
        Source source = source(sql, conditions);
        where.forEach(c -> conditions.add(c.sql(sql)));
        wrong.filter(w -> w.place() == Wrong.Place.CONDITION)
                .ifPresent(w -> conditions.add(w.sql().replace("{v}", sql.visits())));
        String select = "SELECT " + String.join(", ", named(items)) + " FROM " + source.from()
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", sql.shuffled(conditions)))
                + (grouping.isEmpty() ? "" : " GROUP BY " + String.join(", ", sql.shuffled(grouping)));
        return sql.spread(sql.one(List.of(
                source.with() + select,
                source.with() + "SELECT * FROM (" + select + ")" + sql.as() + "w",
                source.with().isEmpty()
                        ? "WITH w AS (" + select + ") SELECT * FROM w"
                        : source.with().strip() + ", w AS (" + select + ") SELECT * FROM w")));
    }

    private static List<String> named(List<String> items) {
        return IntStream.range(0, items.size())
                .mapToObj(i -> items.get(i).contains(" AS ") ? items.get(i) : items.get(i) + " AS c" + i)
                .toList();
    }

    /** What stands before SELECT, and what stands behind FROM. */
    private record Source(String with, String from) {}

    private Source source(MixedSql sql, List<String> conditions) {
        String visits = switch (shape) {
            case UNION ->
                sql.shuffled(List.of("retailer_visits", "retailer_visits_old")).stream()
                        .map(t -> "SELECT * FROM " + t)
                        .collect(Collectors.joining(" UNION ALL "));
            case WINDOWS ->
                "SELECT *, ROW_NUMBER() OVER (PARTITION BY hashed_email ORDER BY visit_id, visit_date, minutes, amount,"
                        + " region, online) AS nth, COUNT(*) OVER (PARTITION BY hashed_email) AS visits, MAX(amount) OVER"
                        + " (PARTITION BY hashed_email) AS most FROM retailer_visits";
            default -> "SELECT * FROM retailer_visits";
        };
        boolean table = shape != Shape.UNION && shape != Shape.WINDOWS;
        String v = sql.visits();
        String a = sql.people();
        String direct = "retailer_visits" + sql.as() + v;
        String derived = "(" + visits + ")" + sql.as() + v;
        String from = table ? sql.one(List.of(direct, derived, v)) : sql.one(List.of(derived, v));
        String with = from.equals(v) ? "WITH " + v + " AS (" + visits + ") " : "";
        String audience = "advertiser_audience" + sql.as() + a;
        String on = sql.equal(v + ".hashed_email", a + ".hashed_email");
        String people = members.map(m -> " WHERE " + m.sql(sql)).orElse("");
        return switch (shape) {
            case JOINED -> {
                members.ifPresent(m -> conditions.add(m.sql(sql)));
                String joined = sql.one(List.of(" JOIN ", " INNER JOIN "));
                String comma = Stream.of(from, audience).collect(Collectors.joining(", "));
                String written = sql.one(List.of(
                        from + joined + audience + " ON " + on,
                        audience + joined + from + " ON " + on,
                        from + joined + audience + " USING (hashed_email)",
                        comma));
                if (written.equals(comma)) {
                    conditions.add(on);
                }
                yield new Source(with, written);
            }
            case LEFT -> {
                members.ifPresent(m -> conditions.add(m.sql(sql)));
                yield new Source(
                        with,
                        sql.one(List.of(
                                audience + " LEFT JOIN " + from + " ON " + on,
                                from + " RIGHT JOIN " + audience + " ON " + on,
                                audience + " LEFT OUTER JOIN " + from + " ON " + on)));
            }
            case SEMI -> {
                String keys = "SELECT " + a + ".hashed_email FROM " + audience + people;
                String distinct = "SELECT DISTINCT " + keys.substring("SELECT ".length());
                String exists = "EXISTS (SELECT " + sql.one(List.of("1", "*", a + ".cohort")) + " FROM " + audience
                        + (people.isEmpty() ? " WHERE " : people + " AND ") + on + ")";
                String in = v + ".hashed_email IN (" + sql.one(List.of(keys, distinct)) + ")";
                String join =
                        from + " JOIN (" + distinct + ") AS k ON " + sql.equal(v + ".hashed_email", "k.hashed_email");
                String way = sql.one(List.of(in, exists, join));
                if (!way.equals(join)) {
                    conditions.add(way);
                }
                yield new Source(with, way.equals(join) ? join : from);
            }
            default -> new Source(with, from);
        };
    }
}
