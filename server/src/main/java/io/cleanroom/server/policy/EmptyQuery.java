package io.cleanroom.server.policy;

import java.math.BigDecimal;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * Queries that can have no row whatever the data, as tools send them to learn column types: {@code WHERE 1=0}, {@code LIMIT
 * 0}. They are answered without touching data, also in forms that would be refused with rows; what was not granted still
 * does not exist in them.
 */
final class EmptyQuery {
    private EmptyQuery() {}

    static boolean isProvablyEmpty(RelNode plan) {
        if (plan instanceof LogicalSort sort) {
            return (sort.fetch instanceof RexLiteral fetch
                            && BigDecimal.ZERO.compareTo(fetch.getValueAs(BigDecimal.class)) == 0)
                    || isProvablyEmpty(sort.getInput());
        }
        if (plan instanceof LogicalFilter filter) {
            return isFalse(filter.getCondition()) || isProvablyEmpty(filter.getInput());
        }
        if (plan instanceof LogicalProject project) {
            return isProvablyEmpty(project.getInput());
        }
        return plan instanceof LogicalValues values && values.getTuples().isEmpty();
    }

    private static boolean isFalse(RexNode condition) {
        if (condition.isAlwaysFalse()) {
            return true;
        }
        if (!(condition instanceof RexCall call)) {
            return false;
        }
        if (call.getKind() == SqlKind.AND) {
            return call.getOperands().stream().anyMatch(EmptyQuery::isFalse);
        }
        if (call.getKind() == SqlKind.EQUALS
                && call.getOperands().get(0) instanceof RexLiteral a
                && call.getOperands().get(1) instanceof RexLiteral b) {
            Object left = a.getValue4();
            Object right = b.getValue4();
            return left instanceof BigDecimal x && right instanceof BigDecimal y && x.compareTo(y) != 0;
        }
        return false;
    }

    /** No rows, of the plan's row type. */
    static RelNode of(RelNode plan) {
        return LogicalValues.createEmpty(plan.getCluster(), plan.getRowType());
    }
}
