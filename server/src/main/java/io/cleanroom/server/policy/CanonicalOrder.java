package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Makes the order of an answer a function of the answer: what the query leaves open is settled by the columns themselves.
 * Otherwise the order of rows would tell about the order of storage, and LIMIT would pick by it.
 *
 * <pre>
 * Sort(sort0=[$1 DESC], fetch=10)   =&gt;   Sort(sort0=[$1 DESC], sort1=[$0], sort2=[$2], fetch=10)
 * </pre>
 */
final class CanonicalOrder {
    private CanonicalOrder() {}

    /** The same rows in a total order: at the root, and below every LIMIT of the chain that leads to it. */
    static RelNode of(RelNode plan, int userFields) {
        RelNode settled = limits(plan);
        if (settled instanceof LogicalSort) {
            return settled;
        }
        return LogicalSort.create(settled, RelCollations.of(missing(List.of(), userFields)), null, null);
    }

    private static RelNode limits(RelNode plan) {
        RelNode node = plan.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery inside = (RexSubQuery) super.visitSubQuery(subQuery);
                RelNode settled = limits(inside.rel);
                return settled == inside.rel ? inside : inside.clone(settled);
            }
        });
        if (node instanceof LogicalSort sort) {
            RelNode input = limits(sort.getInput());
            List<RelFieldCollation> keys = new ArrayList<>(sort.getCollation().getFieldCollations());
            keys.addAll(missing(keys, input.getRowType().getFieldCount()));
            return LogicalSort.create(input, RelCollations.of(keys), sort.offset, sort.fetch);
        }
        if (node instanceof LogicalProject || node instanceof LogicalFilter) {
            RelNode input = limits(node.getInput(0));
            return input == node.getInput(0) ? node : node.copy(node.getTraitSet(), List.of(input));
        }
        if (node.getInputs().isEmpty()) {
            return node;
        }
        List<RelNode> inputs =
                node.getInputs().stream().map(CanonicalOrder::limits).toList();
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private static List<RelFieldCollation> missing(List<RelFieldCollation> keys, int fields) {
        List<RelFieldCollation> rest = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            int field = i;
            if (keys.stream().noneMatch(k -> k.getFieldIndex() == field)) {
                rest.add(new RelFieldCollation(
                        i, RelFieldCollation.Direction.ASCENDING, RelFieldCollation.NullDirection.LAST));
            }
        }
        return rest;
    }
}
