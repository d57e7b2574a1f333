package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.AggregateGrant;
import io.cleanroom.server.collaboration.AggregateGrant.Function;
import io.cleanroom.server.sql.AllowedFunctions;
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
        call.getArgList().forEach(i -> bases.addAll(input.fields().get(i).bases()));
        if (!input.isRows()) {
            return Field.computed(bases);
        }
        if (call.hasFilter()) {
            facts.add(new Fact.OverRows("FILTER inside an aggregate function", input.references()));
            bases.addAll(input.fields().get(call.filterArg).bases());
        }
        facts.add(of(call, bases, input, pos == null ? SqlParserPos.ZERO : pos));
        return Field.computed(bases);
    }

    private static Fact.Aggregated of(
            AggregateCall call, Set<ColumnReference> bases, Relation input, SqlParserPos pos) {
        boolean star = countsRows(call, bases);
        Optional<ColumnReference> argument = star || call.getArgList().size() != 1
                ? Optional.empty()
                : input.fields().get(call.getArgList().get(0)).bare();
        return new Fact.Aggregated(
                written(call, argument, star),
                star ? Optional.of(Function.COUNT) : function(call),
                argument,
                bases,
                input.references(),
                pos);
    }

    private static String written(AggregateCall call, Optional<ColumnReference> argument, boolean star) {
        return call.getAggregation().getName() + "(" + (call.isDistinct() ? "DISTINCT " : "")
                + (star ? "*" : argument.map(ColumnReference::toString).orElse("..."))
                + ")";
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
            default -> Optional.empty();
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
