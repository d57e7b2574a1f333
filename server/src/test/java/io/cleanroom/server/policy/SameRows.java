package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Whether two counters of a plan count the same people in the same rows, as {@code FILTER (WHERE x)} beside {@code CASE WHEN
 * x} makes two that do. Either may go without a loss, so that there the mutant without it is as good as the plan.
 */
final class SameRows {
    private SameRows() {}

    static boolean areCountedTwice(RelNode node) {
        if (node instanceof Aggregate aggregate) {
            List<String> counters = aggregate.getAggCallList().stream()
                    .filter(call -> String.valueOf(call.getName()).contains("guard") && call.isDistinct())
                    .map(call -> counted(aggregate, call))
                    .toList();
            if (new HashSet<>(counters).size() < counters.size()) {
                return true;
            }
        }
        return node.getInputs().stream().anyMatch(SameRows::areCountedTwice);
    }

    /** What is counted and of which rows, written out down to the columns of scans. */
    private static String counted(Aggregate aggregate, AggregateCall counter) {
        RelNode rows = aggregate.getInput();
        String where = counter.hasFilter() ? truth(RexInputRef.of(counter.filterArg, rows.getRowType()), rows) : "";
        return field(rows, counter.getArgList().get(0)) + " where " + where;
    }

    private static String field(RelNode node, int index) {
        if (node instanceof Project project) {
            return text(project.getProjects().get(index), project.getInput());
        } else if (node instanceof Filter) {
            return field(node.getInput(0), index);
        } else if (node instanceof Join join) {
            int left = join.getLeft().getRowType().getFieldCount();
            return index < left ? field(join.getLeft(), index) : field(join.getRight(), index - left);
        }
        String name =
                node instanceof TableScan ? node.getRowType().getFieldNames().get(index) : String.valueOf(index);
        return System.identityHashCode(node) + "." + name;
    }

    private static String text(RexNode node, RelNode input) {
        if (node instanceof RexInputRef ref) {
            return field(input, ref.getIndex());
        }
        if (!(node instanceof RexCall call)) {
            return node.toString();
        }
        boolean sameType = call.getKind() == SqlKind.CAST
                && SqlTypeUtil.equalSansNullability(
                        call.getType(), call.getOperands().get(0).getType());
        List<String> operands =
                call.getOperands().stream().map(o -> text(o, input)).toList();
        return sameType ? operands.get(0) : call.getOperator().getName() + operands;
    }

    /** When the condition is true; what is not true may be unknown. */
    private static String truth(RexNode node, RelNode input) {
        if (node instanceof RexInputRef ref && input instanceof Project project) {
            return truth(project.getProjects().get(ref.getIndex()), project.getInput());
        } else if (node instanceof RexInputRef && input instanceof Filter) {
            return truth(node, input.getInput(0));
        }
        return switch (node.getKind()) {
            case IS_TRUE -> truth(((RexCall) node).getOperands().get(0), input);
            case IS_NOT_TRUE -> not(truth(((RexCall) node).getOperands().get(0), input));
            case IS_NULL ->
                not(SqlKind.IS_NOT_NULL.sql
                        + List.of(text(((RexCall) node).getOperands().get(0), input)));
            case IS_NOT_NULL ->
                SqlKind.IS_NOT_NULL.sql
                        + List.of(text(((RexCall) node).getOperands().get(0), input));
            case AND -> {
                TreeSet<String> all = new TreeSet<>();
                RelOptUtil.conjunctions(node).forEach(c -> all.add(truth(c, input)));
                yield all.size() == 1 ? all.first() : all.toString();
            }
            default -> text(node, input);
        };
    }

    private static String not(String truth) {
        return truth.startsWith("not ") ? truth.substring("not ".length()) : "not " + truth;
    }
}
