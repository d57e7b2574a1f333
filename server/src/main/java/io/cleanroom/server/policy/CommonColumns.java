package io.cleanroom.server.policy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * The common column of USING and NATURAL is the column of the side that always has it, not a calculation.
 *
 * <pre>
 * Project(COALESCE($0, $3))                =&gt;   Project($0)
 *   Join($0 = $3, INNER or LEFT)                  Join($0 = $3)
 * </pre>
 */
final class CommonColumns {
    private CommonColumns() {}

    static RelNode of(RelNode plan) {
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode node = super.visit(other);
                return node instanceof LogicalProject || node instanceof LogicalFilter
                        ? node.accept(common(node.getInput(0)))
                        : node;
            }
        });
    }

    private static RexShuttle common(RelNode input) {
        return new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (call.getKind() == SqlKind.COALESCE
                        && call.getOperands().size() == 2
                        && call.getOperands().get(0) instanceof RexInputRef a
                        && call.getOperands().get(1) instanceof RexInputRef b
                        && a.getType().equals(call.getType())
                        && b.getType().equals(call.getType())) {
                    return kept(input, a, b).map(RexNode.class::cast).orElse(call);
                }
                return super.visitCall(call);
            }
        };
    }

    private static Optional<RexInputRef> kept(RelNode input, RexInputRef a, RexInputRef b) {
        if (input instanceof LogicalFilter filter) {
            return kept(filter.getInput(), a, b);
        }
        if (!(input instanceof LogicalJoin join) || !equates(join, a, b)) {
            return Optional.empty();
        }
        if (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT) {
            return Optional.of(a);
        }
        return join.getJoinType() == JoinRelType.RIGHT ? Optional.of(b) : Optional.empty();
    }

    private static boolean equates(LogicalJoin join, RexInputRef a, RexInputRef b) {
        int left = join.getLeft().getRowType().getFieldCount();
        List<Integer> both = List.of(a.getIndex(), b.getIndex());
        return a.getIndex() < left
                && b.getIndex() >= left
                && RelOptUtil.conjunctions(join.getCondition()).stream()
                        .anyMatch(c -> c.getKind() == SqlKind.EQUALS
                                && c instanceof RexCall call
                                && IntStream.range(0, 2)
                                        .allMatch(i -> call.getOperands().get(i) instanceof RexInputRef ref
                                                && both.contains(ref.getIndex()))
                                && !call.getOperands()
                                        .get(0)
                                        .equals(call.getOperands().get(1)));
    }
}
