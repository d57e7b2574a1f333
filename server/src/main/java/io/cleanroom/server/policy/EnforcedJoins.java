package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Joins of what carries counters: those of both sides are carried on. */
final class EnforcedJoins {
    private final RexBuilder rex;

    EnforcedJoins(RexBuilder rex) {
        this.rex = rex;
    }

    /** @param rows whether both sides are rows; else they are released */
    Carried of(LogicalJoin join, Carried left, Carried right, boolean rows) {
        JoinRelType kind = join.getJoinType();
        boolean oneSided = kind == JoinRelType.LEFT || kind == JoinRelType.RIGHT;
        if (kind != JoinRelType.INNER && !(rows ? oneSided : kind.isOuterJoin())) {
            throw Carried.impossible();
        }
        int offset = left.node().getRowType().getFieldCount();
        List<Integer> fields = new ArrayList<>(left.fields());
        right.fields().forEach(f -> fields.add(f + offset));
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>(left.counted());
        right.counted().forEach((key, index) -> counted.put(key, index + offset));
        List<Guard> guards = new ArrayList<>(left.guards());
        right.guards().forEach(g -> guards.add(new Guard(g.index() + offset, g.minimum())));
        RelDataType both = join.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(left.node().getRowType().getFieldList())
                .addAll(right.node().getRowType().getFieldList())
                .build();
        RexNode condition = join.getCondition().accept(new org.apache.calcite.rex.RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return RexInputRef.of(fields.get(ref.getIndex()), both);
            }
        });
        RelNode node = LogicalJoin.create(left.node(), right.node(), List.of(), condition, java.util.Set.of(), kind);
        return withoutAbsent(new Carried(node, fields, counted, guards), kind, offset);
    }

    /** A counter is NULL in a row that an outer join added: no group of that side is in it, so nothing is to be guarded. */
    private Carried withoutAbsent(Carried joined, JoinRelType kind, int offset) {
        List<Integer> absent = joined.guards().stream()
                .map(Guard::index)
                .filter(i -> i < offset ? kind.generatesNullsOnLeft() : kind.generatesNullsOnRight())
                .toList();
        if (absent.isEmpty()) {
            return joined;
        }
        List<RexNode> expressions = new ArrayList<>();
        for (int i = 0; i < joined.node().getRowType().getFieldCount(); i++) {
            expressions.add(rex.makeInputRef(joined.node(), i));
        }
        RelDataType bigint = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        joined.guards().stream()
                .filter(g -> absent.contains(g.index()))
                .forEach(g -> expressions.set(
                        g.index(),
                        rex.makeCall(
                                SqlStdOperatorTable.COALESCE,
                                expressions.get(g.index()),
                                rex.makeLiteral(BigDecimal.valueOf(g.minimum()), bigint, false))));
        RelNode node = LogicalProject.create(
                joined.node(),
                List.of(),
                expressions,
                Carried.unique(joined.node().getRowType().getFieldNames()),
                java.util.Set.of());
        return new Carried(node, joined.fields(), joined.counted(), joined.guards());
    }
}
