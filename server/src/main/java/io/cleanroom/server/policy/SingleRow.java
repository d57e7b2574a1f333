package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Whether a relation has one row at most, whatever the data. A sub-query that stands for a value must: to raise an error where
 * there are two rows would tell how many there are, and to pick one of them would be an answer by chance.
 */
final class SingleRow {
    private SingleRow() {}

    static boolean atMost(RelNode node) {
        if (node instanceof LogicalValues values) {
            return values.getTuples().size() <= 1;
        }
        if (node instanceof LogicalSort sort) {
            boolean cut = sort.fetch instanceof RexLiteral fetch
                    && BigDecimal.ONE.compareTo(fetch.getValueAs(BigDecimal.class)) >= 0;
            return cut || atMost(sort.getInput());
        }
        if (node instanceof LogicalProject project) {
            return atMost(project.getInput());
        }
        if (node instanceof LogicalAggregate aggregate) {
            return aggregate.getGroupType() == LogicalAggregate.Group.SIMPLE
                    && (aggregate.getGroupSet().isEmpty() || atMost(aggregate.getInput()));
        }
        if (node instanceof LogicalFilter filter) {
            return isOneGroup(filter.getInput(), fixed(filter)) || atMost(filter.getInput());
        }
        return node instanceof LogicalJoin join
                && (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.LEFT)
                && atMost(join.getLeft())
                && atMost(join.getRight());
    }

    /** {@code WHERE b.region = a.region} leaves one group of {@code GROUP BY region}: every key has one value. */
    private static boolean isOneGroup(RelNode node, Set<Integer> fixed) {
        if (node instanceof LogicalFilter filter) {
            Set<Integer> all = new HashSet<>(fixed);
            all.addAll(fixed(filter));
            return isOneGroup(filter.getInput(), all);
        }
        if (node instanceof LogicalProject project) {
            Set<Integer> below = new HashSet<>();
            fixed.forEach(i -> Expressions.inputIndex(
                            Expressions.withoutWidening(project.getProjects().get(i)))
                    .ifPresent(below::add));
            return isOneGroup(project.getInput(), below);
        }
        if (!(node instanceof LogicalAggregate aggregate)
                || aggregate.getGroupType() != LogicalAggregate.Group.SIMPLE) {
            return false;
        }
        for (int i = 0; i < aggregate.getGroupCount(); i++) {
            if (!fixed.contains(i) && !isFixedBelow(aggregate, i)) {
                return false;
            }
        }
        return true;
    }

    /** {@code GROUP BY 'all'}. */
    private static boolean isFixedBelow(LogicalAggregate aggregate, int key) {
        return aggregate.getInput() instanceof LogicalProject project
                && project.getProjects().get(aggregate.getGroupSet().nth(key)) instanceof RexLiteral;
    }

    /** The fields that a condition equates with what is the same for every row of the relation. */
    private static Set<Integer> fixed(LogicalFilter filter) {
        Set<Integer> fixed = new HashSet<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            if (conjunct.getKind() == SqlKind.EQUALS && conjunct instanceof RexCall call) {
                fixed(call.getOperands().get(0), call.getOperands().get(1), fixed);
                fixed(call.getOperands().get(1), call.getOperands().get(0), fixed);
            }
        }
        return fixed;
    }

    private static void fixed(RexNode side, RexNode other, Set<Integer> fixed) {
        boolean same =
                Expressions.inputs(other).isEmpty() && SubQueries.in(other).isEmpty();
        boolean exact = !SqlTypeName.APPROX_TYPES.contains(side.getType().getSqlTypeName());
        if (same && exact) {
            Expressions.inputIndex(Expressions.withoutWidening(side)).ifPresent(fixed::add);
        }
    }
}
