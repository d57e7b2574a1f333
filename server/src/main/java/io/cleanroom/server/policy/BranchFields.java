package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Carries the branches of a calculated field up from the projection that calculates it, as fields that are true or false
 * behind all others.
 *
 * <pre>
 * Project($0, CASE($1 = 'a', $2, 0))   =&gt;   Project($0, CASE($1 = 'a', $2, 0), IS TRUE($1 = 'a'))
 * </pre>
 */
final class BranchFields {
    /** The same relation with more fields at its end, and where those are. */
    record Widened(RelNode node, List<Integer> branches) {}

    private BranchFields() {}

    static Widened of(RelNode node, int field, boolean withComplements, RexBuilder rex) {
        if (node instanceof LogicalFilter filter) {
            Widened below = of(filter.getInput(), field, withComplements, rex);
            return below.branches().isEmpty()
                    ? new Widened(node, List.of())
                    : new Widened(LogicalFilter.create(below.node(), filter.getCondition()), below.branches());
        }
        if (node instanceof LogicalJoin join) {
            return acrossJoin(join, field, withComplements, rex);
        }
        if (!(node instanceof LogicalProject project)) {
            return new Widened(node, List.of());
        }
        RexNode expression = project.getProjects().get(field);
        if (!(expression instanceof RexInputRef ref)) {
            return appended(project, project.getInput(), Branches.of(expression, withComplements, rex));
        }
        Widened below = of(project.getInput(), ref.getIndex(), withComplements, rex);
        List<RexNode> carried = below.branches().stream()
                .map(i -> (RexNode) rex.makeInputRef(below.node(), i))
                .toList();
        return appended(project, below.node(), carried);
    }

    private static Widened acrossJoin(LogicalJoin join, int field, boolean withComplements, RexBuilder rex) {
        int left = join.getLeft().getRowType().getFieldCount();
        int all = join.getRowType().getFieldCount();
        if (field >= left) {
            Widened right = of(join.getRight(), field - left, withComplements, rex);
            List<Integer> branches =
                    right.branches().stream().map(i -> left + i).toList();
            return new Widened(joined(join, join.getLeft(), right.node(), join.getCondition()), branches);
        }
        Widened widened = of(join.getLeft(), field, withComplements, rex);
        int more = widened.branches().size();
        RexNode condition = RexUtil.shift(join.getCondition(), left, more);
        LogicalJoin wider = joined(join, widened.node(), join.getRight(), condition);
        if (more == 0 || all == left) {
            return new Widened(wider, widened.branches());
        }
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            fields.add(rex.makeInputRef(wider, i < left ? i : i + more));
        }
        return projected(
                wider,
                fields,
                join.getRowType().getFieldNames(),
                widened.branches().stream()
                        .map(i -> (RexNode) rex.makeInputRef(wider, i))
                        .toList());
    }

    private static LogicalJoin joined(LogicalJoin join, RelNode left, RelNode right, RexNode condition) {
        return LogicalJoin.create(left, right, join.getHints(), condition, join.getVariablesSet(), join.getJoinType());
    }

    /** All fields of the node, and the expressions over it. */
    static Widened appended(RelNode node, List<RexNode> more, RexBuilder rex) {
        List<RexNode> all = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            all.add(rex.makeInputRef(node, i));
        }
        return projected(node, all, node.getRowType().getFieldNames(), more);
    }

    private static Widened appended(LogicalProject project, RelNode input, List<RexNode> more) {
        return more.isEmpty()
                ? new Widened(project, List.of())
                : projected(input, project.getProjects(), project.getRowType().getFieldNames(), more);
    }

    private static Widened projected(RelNode input, List<RexNode> fields, List<String> fieldNames, List<RexNode> more) {
        List<RexNode> all = new ArrayList<>(fields);
        List<String> names = new ArrayList<>(fieldNames);
        List<Integer> positions = new ArrayList<>();
        for (RexNode expression : more) {
            positions.add(all.size());
            names.add("branch" + all.size());
            all.add(expression);
        }
        return new Widened(
                LogicalProject.create(
                        input, List.of(), all, SqlValidatorUtil.uniquify(names, false), java.util.Set.of()),
                positions);
    }
}
