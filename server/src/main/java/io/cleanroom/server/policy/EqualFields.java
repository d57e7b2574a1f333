package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Which fields of a relation hold the same value in every row, because an inner join or a filter equates them.
 * Only texts, bytes and integers of one type count: for those equality is identity.
 */
final class EqualFields {
    private final List<Integer> leader = new ArrayList<>();

    private EqualFields(int fields) {
        for (int i = 0; i < fields; i++) {
            leader.add(i);
        }
    }

    /**
     * Follows filters, inner joins, projections of plain fields and UNION ALL; at any other node fields are equal only to
     * themselves.
     */
    static EqualFields of(RelNode node) {
        EqualFields equal = new EqualFields(node.getRowType().getFieldCount());
        if (node instanceof LogicalFilter filter) {
            equal.adopt(of(filter.getInput()), 0);
            equal.learn(filter.getCondition(), node);
        } else if (node instanceof LogicalJoin join && join.getJoinType() == JoinRelType.INNER) {
            equal.adopt(of(join.getLeft()), 0);
            equal.adopt(of(join.getRight()), join.getLeft().getRowType().getFieldCount());
            equal.learn(join.getCondition(), node);
        } else if (node instanceof LogicalUnion union && union.all) {
            equal.inEveryBranch(union);
        } else if (node instanceof LogicalProject project) {
            EqualFields below = of(project.getInput());
            for (int i = 0; i < project.getProjects().size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (project.getProjects().get(i) instanceof RexInputRef a
                            && project.getProjects().get(j) instanceof RexInputRef b
                            && below.representative(a.getIndex()) == below.representative(b.getIndex())) {
                        equal.join(i, j);
                    }
                }
            }
        }
        return equal;
    }

    /** The smallest field with the same values. */
    int representative(int field) {
        int at = field;
        while (leader.get(at) != at) {
            at = leader.get(at);
        }
        return at;
    }

    private void adopt(EqualFields below, int offset) {
        for (int i = 0; i < below.leader.size(); i++) {
            join(i + offset, below.representative(i) + offset);
        }
    }

    /** What a branch does not bring is NULL in it, and as such the same as whatever else it does not bring. */
    private void inEveryBranch(LogicalUnion union) {
        List<EqualFields> branches =
                union.getInputs().stream().map(EqualFields::of).toList();
        for (int i = 0; i < leader.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean all = true;
                for (int b = 0; all && b < branches.size(); b++) {
                    all = branches.get(b).representative(i) == branches.get(b).representative(j)
                            || (isNull(union.getInput(b), i) && isNull(union.getInput(b), j));
                }
                if (all) {
                    join(i, j);
                }
            }
        }
    }

    private static boolean isNull(RelNode branch, int field) {
        return branch instanceof LogicalProject project
                && NullLiterals.is(project.getProjects().get(field));
    }

    private void learn(RexNode condition, RelNode node) {
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            if (conjunct.getKind() == SqlKind.EQUALS
                    && conjunct instanceof RexCall call
                    && call.getOperands().get(0) instanceof RexInputRef a
                    && call.getOperands().get(1) instanceof RexInputRef b
                    && isIdentity(node, a.getIndex(), b.getIndex())) {
                join(a.getIndex(), b.getIndex());
            }
        }
    }

    private static boolean isIdentity(RelNode node, int a, int b) {
        SqlTypeName left = node.getRowType().getFieldList().get(a).getType().getSqlTypeName();
        SqlTypeName right = node.getRowType().getFieldList().get(b).getType().getSqlTypeName();
        return left == right
                && (left == SqlTypeName.VARCHAR
                        || left == SqlTypeName.VARBINARY
                        || SqlTypeName.INT_TYPES.contains(left));
    }

    private void join(int a, int b) {
        int first = Math.min(representative(a), representative(b));
        int second = Math.max(representative(a), representative(b));
        leader.set(second, first);
    }
}
