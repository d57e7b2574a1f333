package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * A count of those of whom a condition holds has one form, however it is written: tools write CASE, and count people by it.
 *
 * <pre>
 * COUNT(DISTINCT CASE WHEN region = 'a' THEN key END)   =&gt;   COUNT(DISTINCT key) FILTER (WHERE region = 'a')
 * </pre>
 */
final class CaseFilters {
    private CaseFilters() {}

    static RelNode of(RelNode plan) {
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                RelNode node = super.visit(other);
                return node instanceof LogicalAggregate aggregate
                                && aggregate.getInput() instanceof LogicalProject project
                                && aggregate.getGroupType() == LogicalAggregate.Group.SIMPLE
                        ? filtered(aggregate, project)
                        : node;
            }
        });
    }

    private static RelNode filtered(LogicalAggregate aggregate, LogicalProject project) {
        RexBuilder rex = aggregate.getCluster().getRexBuilder();
        List<RexNode> fields = new ArrayList<>(project.getProjects());
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        Map<Integer, Integer> filters = new HashMap<>();
        for (int i = 0; i < project.getProjects().size(); i++) {
            Optional<RexCall> choice = choice(project.getProjects().get(i));
            if (choice.isPresent() && onlyCounted(aggregate, i)) {
                fields.set(i, choice.get().getOperands().get(1));
                filters.put(i, fields.size());
                fields.add(rex.makeCall(
                        SqlStdOperatorTable.IS_TRUE, choice.get().getOperands().get(0)));
                names.add("filter" + i);
            }
        }
        if (filters.isEmpty()) {
            return aggregate;
        }
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .map(call -> call.getArgList().size() == 1
                                && filters.containsKey(call.getArgList().get(0))
                        ? call.withFilter(filters.get(call.getArgList().get(0)))
                        : call)
                .toList();
        RelNode input = LogicalProject.create(
                project.getInput(),
                project.getHints(),
                fields,
                SqlValidatorUtil.uniquify(names, false),
                project.getVariablesSet());
        return LogicalAggregate.create(input, aggregate.getHints(), aggregate.getGroupSet(), null, calls);
    }

    /** {@code CASE WHEN condition THEN column END}. */
    private static Optional<RexCall> choice(RexNode node) {
        return node instanceof RexCall call
                        && call.getKind() == SqlKind.CASE
                        && call.getOperands().size() == 3
                        && call.getOperands().get(1) instanceof RexInputRef
                        && RexLiteral.isNullLiteral(call.getOperands().get(2))
                ? Optional.of(call)
                : Optional.empty();
    }

    private static boolean onlyCounted(LogicalAggregate aggregate, int field) {
        return !aggregate.getGroupSet().get(field)
                && aggregate.getAggCallList().stream()
                        .noneMatch(call -> call.filterArg == field
                                || (call.getArgList().contains(field)
                                        && !(call.getAggregation().equals(SqlStdOperatorTable.COUNT)
                                                && call.isDistinct()
                                                && !call.hasFilter()
                                                && call.distinctKeys == null
                                                && call.getArgList().size() == 1)));
    }
}
