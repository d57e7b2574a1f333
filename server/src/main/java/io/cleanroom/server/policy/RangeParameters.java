package io.cleanroom.server.policy;

import io.cleanroom.server.sql.BoundQuery;
import io.cleanroom.server.sql.ParameterSlot;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Finds the parameters of templates that bound a range and take any value: who moves such a bound by one step and compares two
 * answers learns of the few people in between.
 */
final class RangeParameters extends RexShuttle {
    private final BoundQuery query;
    private final SortedSet<String> warnings = new TreeSet<>();

    private RangeParameters(BoundQuery query) {
        this.query = query;
    }

    static SortedSet<String> unlimited(BoundQuery query) {
        RangeParameters found = new RangeParameters(query);
        found.plan(query.plan());
        return found.warnings;
    }

    private void plan(RelNode plan) {
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                node.accept(RangeParameters.this);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
        plan(subQuery.rel);
        return super.visitSubQuery(subQuery);
    }

    @Override
    public RexNode visitCall(RexCall call) {
        if (SqlKind.ORDER_COMPARISON.contains(call.getKind())) {
            call.getOperands().forEach(this::bound);
        }
        return super.visitCall(call);
    }

    private void bound(RexNode operand) {
        operand.accept(new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(RexDynamicParam parameter) {
                if (parameter.getIndex() < query.parameters().size()) {
                    warn(query.parameters().get(parameter.getIndex()));
                }
                return parameter;
            }
        });
    }

    private void warn(ParameterSlot slot) {
        slot.declaration()
                .filter(declared -> declared.domain().isEmpty())
                .ifPresent(
                        declared -> warnings.add("parameter " + declared.name().sql()
                                + " bounds a range and has no domain: answers for two neighbouring values can be compared; add"
                                + " CHECK BETWEEN ... or CHECK IN (...)"));
    }
}
