package io.cleanroom.server.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/** Finds the members' tables that a plan reads, those of sub-queries in its expressions too. */
final class PlanTables extends RelVisitor {
    private final List<BoundTable.OfMember> found = new ArrayList<>();

    private PlanTables() {}

    static List<BoundTable.OfMember> of(RelNode plan) {
        PlanTables tables = new PlanTables();
        tables.go(plan);
        return tables.found;
    }

    @Override
    public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
        if (node instanceof TableScan && node.getTable() != null) {
            BoundTable.OfMember member = node.getTable().unwrap(BoundTable.OfMember.class);
            if (member != null) {
                found.add(member);
            }
        }
        node.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                go(subQuery.rel);
                return super.visitSubQuery(subQuery);
            }
        });
        super.visit(node, ordinal, parent);
    }
}
