package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AggregateGrant.Function;
import io.cleanroom.server.sql.AllowedFunctions;
import io.cleanroom.server.sql.StatisticFunctions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Calcite's aggregate calls in the words of grants. */
final class AggregateFacts {
    private final List<Fact> facts;

    AggregateFacts(List<Fact> facts) {
        this.facts = facts;
    }

    Field call(AggregateCall call, Relation input) {
        SqlParserPos pos = call.getParserPosition();
        if (!AllowedFunctions.isReviewedAggregate(call.getAggregation())
                || call.isApproximate()
                || call.ignoreNulls()
                || !call.rexList.isEmpty()
                || call.distinctKeys != null
                || !call.getCollation().getFieldCollations().isEmpty()) {
            facts.add(new Fact.Unreviewed(
                    call.getAggregation().getName() + " with these options", pos == null ? SqlParserPos.ZERO : pos));
        }
        Set<ColumnReference> bases = new HashSet<>();
        Set<ColumnReference> values = new HashSet<>();
        call.getArgList().forEach(i -> {
            bases.addAll(input.fields().get(i).bases());
            values.addAll(input.fields().get(i).values());
        });
        Optional<Field> filter = call.hasFilter() ? Optional.of(input.fields().get(call.filterArg)) : Optional.empty();
        filter.ifPresent(f -> bases.addAll(f.bases()));
        if (input.isRows()) {
            if (call.getArgList().stream()
                    .map(i -> input.fields().get(i))
                    .anyMatch(AggregateFacts::calculatesConstants)) {
                facts.add(new Fact.Unreviewed(
                        call.getAggregation().getName() + " of a calculation with constants alone",
                        pos == null ? SqlParserPos.ZERO : pos));
            }
            facts.add(of(call, filter, input, pos == null ? SqlParserPos.ZERO : pos));
        }
        boolean hides = WindowFacts.hidesValues(call.getAggregation().getName());
        return Field.computed(bases, hides ? Set.of() : values, Field.Form.OPAQUE);
    }

    private static boolean calculatesConstants(Field field) {
        return field.bases().isEmpty() && field.form() != Field.Form.PLAIN;
    }

    private static Fact.Aggregated of(AggregateCall call, Optional<Field> filter, Relation input, SqlParserPos pos) {
        Optional<Field> field = call.getArgList().stream()
                .map(i -> input.fields().get(i))
                .reduce((a, b) -> Field.computed(all(a.bases(), b.bases())));
        boolean star = countsRows(call, field.map(Field::bases).orElse(Set.of()));
        Optional<ColumnReference> argument =
                star || call.getArgList().size() != 1 ? Optional.empty() : field.flatMap(Field::bare);
        return new Fact.Aggregated(
                written(call, argument, star),
                star ? Optional.of(Function.COUNT) : function(call),
                argument,
                star ? Optional.empty() : field,
                filter,
                input.references(),
                pos);
    }

    private static Set<ColumnReference> all(Set<ColumnReference> a, Set<ColumnReference> b) {
        Set<ColumnReference> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    private static String written(AggregateCall call, Optional<ColumnReference> argument, boolean star) {
        return name(call) + "(" + (call.isDistinct() ? "DISTINCT " : "")
                + (star ? "*" : argument.map(ColumnReference::toString).orElse("..."))
                + ")";
    }

    /** As people write it. */
    private static String name(AggregateCall call) {
        String name = call.getAggregation().getName();
        return name.startsWith(StatisticFunctions.PERCENTILE) ? Function.PERCENTILE.sqlName() : name;
    }

    private static Optional<AggregateGrant.Function> function(AggregateCall call) {
        boolean distinct = call.isDistinct();
        return switch (call.getAggregation().getName()) {
            case "COUNT" -> Optional.of(distinct ? Function.COUNT_DISTINCT : Function.COUNT);
            case "SUM", "$SUM0" -> Optional.of(distinct ? Function.SUM_DISTINCT : Function.SUM);
            case "AVG" -> distinct ? Optional.empty() : Optional.of(Function.AVG);
            case "MIN" -> Optional.of(Function.MIN);
            case "MAX" -> Optional.of(Function.MAX);
            case "STDDEV", "STDDEV_SAMP", "STDDEV_POP" -> distinct ? Optional.empty() : Optional.of(Function.STDDEV);
            case "VARIANCE", "VAR_SAMP", "VAR_POP" -> distinct ? Optional.empty() : Optional.of(Function.VARIANCE);
            case "APPROX_COUNT_DISTINCT" -> Optional.of(Function.APPROX_COUNT_DISTINCT);
            case "MEDIAN" -> distinct ? Optional.empty() : Optional.of(Function.MEDIAN);
            default ->
                name(call).equals(Function.PERCENTILE.sqlName()) && !distinct
                        ? Optional.of(Function.PERCENTILE)
                        : Optional.empty();
        };
    }

    /** {@code COUNT(*)} and its disguises. */
    private static boolean countsRows(AggregateCall call, Set<ColumnReference> bases) {
        return bases.isEmpty()
                && !call.isDistinct()
                && (call.getAggregation().equals(SqlStdOperatorTable.COUNT)
                        || call.getAggregation().equals(SqlStdOperatorTable.SUM));
    }
}
