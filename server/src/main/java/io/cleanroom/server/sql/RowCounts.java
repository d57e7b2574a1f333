package io.cleanroom.server.sql;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/** Finds the parameters that say how many rows: the engine would fail on a negative one instead of saying what is wrong. */
final class RowCounts extends RelVisitor {
    private final Set<Integer> found = new HashSet<>();

    private RowCounts() {}

    static Set<Integer> parameters(RelNode plan) {
        RowCounts counts = new RowCounts();
        counts.go(plan);
        return counts.found;
    }

    @Override
    public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        if (node instanceof Sort sort) {
            add(sort.fetch);
            add(sort.offset);
        }
        node.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                found.addAll(parameters(subQuery.rel));
                return super.visitSubQuery(subQuery);
            }
        });
        super.visit(node, ordinal, parent);
    }

    private void add(@Nullable RexNode number) {
        if (number instanceof RexDynamicParam parameter) {
            found.add(parameter.getIndex());
        }
    }
}
