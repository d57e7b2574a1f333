package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Column;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.sql.BoundQuery;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a reviewer wants to know of a query before it runs: it judges nothing. Everything comes from the query and the
 * definitions, nothing from data.
 *
 * @param uses for each table, its columns with what they are used for
 * @param joins equalities between tables, as written in SQL
 * @param warnings what is allowed, and yet seldom meant
 */
public record QueryEffect(
        SortedMap<Name, SortedMap<Name, SortedSet<String>>> uses, SortedSet<String> joins, SortedSet<String> warnings) {
    /** Types whose values hardly ever repeat, so that groups of them are small. */
    private static final Set<Kind> MANY_VALUES =
            EnumSet.of(Kind.TIMESTAMP, Kind.TIME, Kind.REAL, Kind.DOUBLE, Kind.DECIMAL, Kind.BIGINT);

    private static final int MANY_KEYS = 6;

    /** Of a query that binds. */
    public static QueryEffect of(BoundQuery query) {
        QueryEffect effect = new QueryEffect(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
        List<Fact> facts = QueryAnalysis.of(query.plan()).facts();
        facts.forEach(effect::add);
        long keys = facts.stream()
                .filter(f -> f instanceof Fact.Used used && used.place() == Fact.Place.GROUP_KEY)
                .distinct()
                .count();
        if (keys >= MANY_KEYS) {
            effect.warnings.add("groups by " + keys
                    + " columns: each one splits groups further, and small groups are left" + " out without a trace");
        }
        effect.warnings.addAll(RangeParameters.unlimited(query));
        return effect;
    }

    private void add(Fact fact) {
        if (fact instanceof Fact.Used used) {
            use(used.column(), used.place().name().replace('_', ' '));
            if (used.place() == Fact.Place.GROUP_KEY) {
                warnOfManyValues(used.column());
            }
        } else if (fact instanceof Fact.Equated equated) {
            join(equated);
        } else if (fact instanceof Fact.EquatedByOr or) {
            or.alternatives().forEach(this::join);
        } else if (fact instanceof Fact.Aggregated aggregated) {
            aggregated.argument().ifPresent(column -> use(column, aggregated.written()));
            aggregated.bases().forEach(column -> use(column, aggregated.written()));
            warnOfRepeatedRows(aggregated);
        }
    }

    private void use(ColumnReference column, String use) {
        uses.computeIfAbsent(column.table().alias(), alias -> new TreeMap<>())
                .computeIfAbsent(column.column(), name -> new TreeSet<>())
                .add(use);
    }

    private void join(Fact.Equated equated) {
        use(equated.left(), "JOIN");
        use(equated.right(), "JOIN");
        joins.add(equated.left() + " = " + equated.right());
    }

    private void warnOfManyValues(ColumnReference column) {
        Kind kind = column.table().shared().table().columns().stream()
                .filter(c -> c.name().equals(column.column()))
                .map(Column::type)
                .map(t -> t.kind())
                .findFirst()
                .orElse(Kind.VARCHAR);
        if (MANY_VALUES.contains(kind)) {
            warnings.add("groups by " + column + ", a " + kind
                    + ", which may have very many values: most groups would be too small to be released");
        }
    }

    /** {@code SUM(c.spend)} over a join with purchases adds the spend of one impression once for every purchase. */
    private void warnOfRepeatedRows(Fact.Aggregated aggregated) {
        boolean repeats = aggregated.function().filter(f -> !f.distinct()).isPresent()
                && aggregated.references().size() > 1
                && aggregated.argument().isPresent();
        if (repeats
                && Set.of("SUM", "AVG", "COUNT")
                        .contains(aggregated.function().get().sqlName())) {
            ColumnReference column = aggregated.argument().get();
            warnings.add(aggregated.function().get().sqlName() + "(" + column + ") counts a row of " + column.table()
                    + " once for each row that it is joined with: where the join is many-to-many, the figure is larger"
                    + " than that of the table alone");
        }
    }
}
