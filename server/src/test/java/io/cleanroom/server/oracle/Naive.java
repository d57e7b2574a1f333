package io.cleanroom.server.oracle;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers a question by looking at every row, in the plainest way there is. */
final class Naive {
    /** Every row of the answer stands for at least so many distinct values of a column of each reference of the table. */
    record Minimum(String table, String column, int atLeast) {}

    /** Rows that agree in the keys: one row of each reference in every map. */
    record Group(List<@Nullable Object> keys, List<Map<String, Row>> rows) {
        boolean reaches(Ask ask, List<Minimum> minimums) {
            for (Ask.Reference reference : ask.from()) {
                for (Minimum minimum : minimums) {
                    if (minimum.table().equals(reference.table())) {
                        Set<Object> people = new HashSet<>();
                        for (Map<String, Row> row : rows) {
                            Object person = new Expr.Col(reference.alias(), minimum.column()).of(row);
                            if (person != null) {
                                people.add(person);
                            }
                        }
                        if (people.size() < minimum.atLeast()) {
                            return false;
                        }
                    }
                }
            }
            return true;
        }
    }

    private Naive() {}

    static List<Group> groups(Ask ask, Shop shop) {
        Map<List<@Nullable Object>, Group> groups = new LinkedHashMap<>();
        if (ask.keys().isEmpty()) {
            groups.put(List.of(), new Group(List.of(), new ArrayList<>()));
        }
        for (Map<String, Row> row : joined(ask, shop, 0, Map.of())) {
            if (ask.where().stream().allMatch(c -> Boolean.TRUE.equals(c.of(row)))) {
                List<@Nullable Object> keys = new ArrayList<>();
                ask.keys().forEach(k -> keys.add(k.of(row)));
                groups.computeIfAbsent(keys, k -> new Group(k, new ArrayList<>()))
                        .rows()
                        .add(row);
            }
        }
        return new ArrayList<>(groups.values());
    }

    private static List<Map<String, Row>> joined(Ask ask, Shop shop, int at, Map<String, Row> before) {
        if (at == ask.from().size()) {
            return List.of(before);
        }
        Ask.Reference reference = ask.from().get(at);
        List<Map<String, Row>> all = new ArrayList<>();
        for (Row row : shop.table(reference.table())) {
            Object key = row.get("hashed_email");
            Row first = before.get(ask.from().get(0).alias());
            if (first != null && (key == null || !key.equals(first.get("hashed_email")))) {
                continue;
            }
            Map<String, Row> with = new LinkedHashMap<>(before);
            with.put(reference.alias(), row);
            all.addAll(joined(ask, shop, at + 1, with));
        }
        return all;
    }

    static List<List<@Nullable Object>> answer(Ask ask, Shop shop, List<Minimum> minimums) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Group group : groups(ask, shop)) {
            if (group.reaches(ask, minimums) && passes(ask, group)) {
                List<@Nullable Object> row = new ArrayList<>(group.keys());
                ask.aggregates().forEach(a -> row.add(a.of(group.rows())));
                rows.add(row);
            }
        }
        rows.sort(order(ask));
        int from = Math.min(ask.offset(), rows.size());
        int to = ask.limit().map(n -> Math.min(from + n, rows.size())).orElse(rows.size());
        return rows.subList(from, to);
    }

    private static boolean passes(Ask ask, Group group) {
        return ask.having()
                .map(h -> {
                    Object value = h.aggregate().of(group.rows());
                    return value != null && Agg.decimal(value).compareTo(BigDecimal.valueOf(h.bound())) > 0;
                })
                .orElse(true);
    }

    /** As the question says, and where it says nothing by all columns. */
    private static Comparator<List<@Nullable Object>> order(Ask ask) {
        return (a, b) -> {
            int first = ask.order()
                    .map(o -> compare(a.get(o.column()), b.get(o.column()), o.descending(), o.nullsFirst()))
                    .orElse(0);
            for (int i = 0; first == 0 && i < ask.columns(); i++) {
                first = compare(a.get(i), b.get(i), false, false);
            }
            return first;
        };
    }

    private static int compare(@Nullable Object a, @Nullable Object b, boolean descending, boolean nullsFirst) {
        if (a == null || b == null) {
            return Objects.equals(a, b) ? 0 : (a == null) == nullsFirst ? -1 : 1;
        }
        int ascending = value(a, b);
        return descending ? -ascending : ascending;
    }

    private static int value(Object a, Object b) {
        if (a instanceof String x) {
            return x.compareTo((String) b);
        }
        if (a instanceof LocalDate x) {
            return x.compareTo((LocalDate) b);
        }
        if (a instanceof LocalDateTime x) {
            return x.compareTo((LocalDateTime) b);
        }
        return Agg.decimal(a).compareTo(Agg.decimal(b));
    }
}
