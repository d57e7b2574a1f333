package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/** Rows whose keys are among those of a sub-query: {@code key IN (SELECT key ...)}. */
final class SemiJoins {
    private SemiJoins() {}

    /**
     * A join with the distinct keys of the sub-query, which repeats no row, so that the sums of the outer side stay what they
     * are. The people of the sub-query's tables are counted by the key itself; a constraint on another column cannot be
     * counted without repeating rows, and is refused.
     *
     * <pre>
     * Filter(IN($1, {Project($0, S)}), R)   =&gt;   Join($1 = $9, R, Aggregate(group={0}, Project($0, S)))
     * </pre>
     *
     * @param operands what is looked for, over the outer node
     */
    static Carried of(Carried outer, Carried inner, List<RexNode> operands, RexBuilder rex) {
        int keys = operands.size();
        EqualFields equal = EqualFields.of(inner.node());
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>(outer.counted());
        int offset = outer.node().getRowType().getFieldCount();
        inner.counted().forEach((key, index) -> {
            int place = java.util.stream.IntStream.range(0, keys)
                    .filter(k -> equal.representative(inner.fields().get(k)) == equal.representative(index))
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            Code.NOT_SUPPORTED,
                            "the minimum of " + key.column().table() + " counts "
                                    + key.column().column().sql()
                                    + ", which the sub-query does not compare; join the table instead"));
            counted.put(key, offset + place);
        });
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            columns.add(rex.makeInputRef(inner.node(), inner.fields().get(k)));
            names.add("key" + k);
        }
        RelNode projected = LogicalProject.create(inner.node(), List.of(), columns, names, java.util.Set.of());
        RelNode distinct = LogicalAggregate.create(projected, List.of(), ImmutableBitSet.range(keys), null, List.of());
        List<RexNode> equalities = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            equalities.add(rex.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    operands.get(k),
                    new RexInputRef(
                            offset + k,
                            distinct.getRowType().getFieldList().get(k).getType())));
        }
        RelNode joined = LogicalJoin.create(
                outer.node(),
                distinct,
                List.of(),
                RexUtil.composeConjunction(rex, equalities),
                java.util.Set.of(),
                JoinRelType.INNER);
        return new Carried(joined, outer.fields(), counted, outer.guards());
    }
}
