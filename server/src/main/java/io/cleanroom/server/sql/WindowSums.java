package io.cleanroom.server.sql;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A sum over a window is one function, as it was written. Calcite's conversion makes a choice of it, in which it is not to be
 * seen any more:
 *
 * <pre>
 * CASE WHEN COUNT(x) OVER w &gt; 0 THEN CAST(SUM(x) OVER w) END   =&gt;   SUM(x) OVER w
 * </pre>
 */
final class WindowSums {
    private static final Set<SqlAggFunction> SUMS = Set.of(SqlStdOperatorTable.SUM, SqlStdOperatorTable.SUM0);

    private WindowSums() {}

    static RelNode of(RelNode plan, RexBuilder rex) {
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                return super.visit(other).accept(new RexShuttle() {
                    @Override
                    public RexNode visitCall(RexCall written) {
                        RexNode call = super.visitCall(written);
                        return sum(call)
                                .<RexNode>map(over -> written(over, call.getType(), rex))
                                .orElse(call);
                    }

                    @Override
                    public RexNode visitSubQuery(RexSubQuery written) {
                        RexSubQuery subQuery = (RexSubQuery) super.visitSubQuery(written);
                        return subQuery.clone(of(subQuery.rel, rex));
                    }
                });
            }
        });
    }

    /** The sum that the choice makes, if it is one. */
    private static Optional<RexOver> sum(RexNode node) {
        return node.getKind() == SqlKind.CASE
                        && node instanceof RexCall choice
                        && choice.getOperands().size() == 3
                        && RexLiteral.isNullLiteral(choice.getOperands().get(2))
                        && choice.getOperands().get(0) instanceof RexCall some
                        && some.getKind() == SqlKind.GREATER_THAN
                        && some.getOperands().get(0) instanceof RexOver count
                        && count.getAggOperator().equals(SqlStdOperatorTable.COUNT)
                        && some.getOperands().get(1) instanceof RexLiteral none
                        && none.getValue() instanceof BigDecimal zero
                        && zero.signum() == 0
                        && nullable(choice.getOperands().get(1)) instanceof RexOver sum
                        && SUMS.contains(sum.getAggOperator())
                        && sum.getOperands().equals(count.getOperands())
                        && sum.getWindow().equals(count.getWindow())
                        && sum.isDistinct() == count.isDistinct()
                ? Optional.of(sum)
                : Optional.empty();
    }

    /** Without a cast that only says that the value may be NULL. */
    private static RexNode nullable(RexNode node) {
        return node.getKind() == SqlKind.CAST
                        && node instanceof RexCall cast
                        && SqlTypeUtil.equalSansNullability(
                                cast.getType(), cast.getOperands().get(0).getType())
                ? cast.getOperands().get(0)
                : node;
    }

    private static RexNode written(RexOver over, RelDataType type, RexBuilder rex) {
        RexWindow window = over.getWindow();
        return rex.makeOver(
                over.getParserPosition(),
                type,
                SqlStdOperatorTable.SUM,
                over.getOperands(),
                window.partitionKeys,
                window.orderKeys,
                window.getLowerBound(),
                window.getUpperBound(),
                window.getExclude(),
                window.isRows(),
                true,
                false,
                over.isDistinct(),
                over.ignoreNulls());
    }
}
