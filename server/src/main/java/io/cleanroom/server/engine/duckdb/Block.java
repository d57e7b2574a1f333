package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One SELECT under construction. A clause is added as long as it means the same as a further SELECT around it; else the
 * block becomes a sub-query with an alias that is unique in the whole text, so that no name can be captured.
 */
final class Block {
    /** An item of ORDER BY: the field as it was when the order was made, and the words after it. */
    record Order(Sql field, String direction) {}

    final String from;
    final boolean join;
    List<Sql> fields;
    /** Whether every field is a bare column of the FROM clause. */
    boolean bare = true;

    final List<String> where = new ArrayList<>();

    @Nullable
    List<String> group;

    final List<String> having = new ArrayList<>();
    final List<Order> order = new ArrayList<>();

    @Nullable
    String limit;

    @Nullable
    String offset;

    Block(String from, boolean join, List<Sql> fields) {
        this.from = from;
        this.join = join;
        this.fields = fields;
    }

    boolean isSortedOrCut() {
        return !order.isEmpty() || limit != null || offset != null;
    }

    boolean isFromAndWhere() {
        return bare && group == null && !isSortedOrCut();
    }

    boolean isFromAlone() {
        return isFromAndWhere() && where.isEmpty();
    }

    String select(List<String> names) {
        StringBuilder text = new StringBuilder("SELECT ");
        if (fields.isEmpty()) {
            text.append("1 AS \"nothing\"");
        }
        for (int i = 0; i < fields.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(fields.get(i).text()).append(" AS ");
            text.append(Sql.quote(names.get(i)));
        }
        text.append(" FROM ").append(from);
        clause(text, " WHERE ", where, " AND ");
        if (group != null) {
            clause(text, " GROUP BY ", group, ", ");
        }
        clause(text, " HAVING ", having, " AND ");
        clause(text, " ORDER BY ", order.stream().map(this::item).toList(), ", ");
        text.append(limit == null ? "" : " LIMIT " + limit);
        text.append(offset == null ? "" : " OFFSET " + offset);
        return text.toString();
    }

    private String item(Order item) {
        int ordinal = fields.indexOf(item.field()) + 1;
        return (ordinal == 0 ? item.field().text() : String.valueOf(ordinal)) + item.direction();
    }

    private static void clause(StringBuilder text, String keyword, List<String> items, String separator) {
        if (!items.isEmpty()) {
            text.append(keyword).append(String.join(separator, items));
        }
    }

    /** Names that differ in more than case: DuckDB takes {@code "a"} and {@code "A"} for one column, and the first one wins. */
    static List<String> unique(List<String> names) {
        Set<String> taken = new HashSet<>();
        List<String> unique = new ArrayList<>();
        for (String name : names) {
            String candidate = name;
            for (int i = 0; !taken.add(candidate.toLowerCase(Locale.ROOT)); i++) {
                candidate = name + "_" + i;
            }
            unique.add(candidate);
        }
        return unique;
    }
}
