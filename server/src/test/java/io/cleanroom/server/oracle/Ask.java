package io.cleanroom.server.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A question about groups of people.
 *
 * @param from references in the order of their joins; the first one's {@code hashed_email} is that of all others
 * @param where conditions, all of them; with an inner join it does not matter which of them stand in ON
 * @param wrapped in which spelling: 0 plain, 1 with a comma join and positions, 2 as a CTE, 3 as a derived table
 */
record Ask(
        List<Reference> from,
        List<Cond> where,
        List<Expr> keys,
        List<Agg> aggregates,
        Optional<Having> having,
        Optional<Order> order,
        int offset,
        Optional<Integer> limit,
        int wrapped) {
    static final String PURCHASES = "retailer_purchase_events";
    static final String CAMPAIGNS = "advertiser_campaign_events";

    record Reference(String table, String alias) {}

    /** {@code aggregate > bound}. */
    record Having(Agg aggregate, long bound) {}

    /** By one output column. */
    record Order(int column, boolean descending, boolean nullsFirst) {}

    Ask {
        from = List.copyOf(from);
        where = List.copyOf(where);
        keys = List.copyOf(keys);
        aggregates = List.copyOf(aggregates);
    }

    int columns() {
        return keys.size() + aggregates.size();
    }

    boolean reads(String table) {
        return from.stream().anyMatch(r -> r.table().equals(table));
    }

    /** The same groups, all of them, whatever their values. */
    Ask everyGroup() {
        return new Ask(from, where, keys, aggregates, Optional.empty(), Optional.empty(), 0, Optional.empty(), wrapped);
    }

    Ask everyRow() {
        return new Ask(from, where, keys, aggregates, having, order, 0, Optional.empty(), wrapped);
    }

    /** The values of the question marks. */
    List<Object> parameters() {
        return where.stream().flatMap(c -> c.parameters().stream()).toList();
    }

    String sql() {
        String inner = select();
        String tail = order.map(o -> " ORDER BY " + (o.column() + 1) + (o.descending() ? " DESC" : " ASC")
                                + (o.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"))
                        .orElse("")
                + limit.map(n -> " LIMIT " + n).orElse("")
                + (offset > 0 ? " OFFSET " + offset : "");
        return switch (wrapped) {
            case 2 -> "WITH w AS (" + inner + ") SELECT * FROM w" + tail;
            case 3 -> "SELECT * FROM (" + inner + ") AS w" + tail;
            default -> inner + tail;
        };
    }

    private String select() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            items.add(keys.get(i).sql() + " AS k" + i);
        }
        for (int i = 0; i < aggregates.size(); i++) {
            items.add(aggregates.get(i).sql() + " AS a" + i);
        }
        boolean comma = wrapped == 1;
        List<String> conditions = new ArrayList<>();
        StringBuilder sources = new StringBuilder();
        for (Reference reference : from) {
            boolean first = sources.isEmpty();
            sources.append(first ? "" : comma ? ", " : " JOIN ")
                    .append(reference.table())
                    .append(" AS ")
                    .append(reference.alias());
            if (!first) {
                String link = from.get(0).alias() + ".hashed_email = " + reference.alias() + ".hashed_email";
                if (comma) {
                    conditions.add(link);
                } else {
                    sources.append(" ON ").append(link);
                }
            }
        }
        where.forEach(c -> conditions.add(c.sql()));
        Stream<String> grouping = comma
                ? IntStream.rangeClosed(1, keys.size()).mapToObj(String::valueOf)
                : keys.stream().map(Expr::sql);
        return "SELECT " + String.join(", ", items) + " FROM " + sources
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                + (keys.isEmpty() ? "" : " GROUP BY " + grouping.collect(Collectors.joining(", ")))
                + having.map(h -> " HAVING " + h.aggregate().sql() + " > " + h.bound())
                        .orElse("");
    }
}
