package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeMappingRules;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Refuses conversions that do not exist. Calcite puts them in by itself where it brings two values to one type, as the DATE
 * and the number in {@code CASE WHEN ... THEN DATE '2026-07-01' ELSE 1 END}, and would reject the same cast in text.
 */
final class Conversions {
    private static final SqlTypeMappingRule RULE = SqlTypeMappingRules.instance(true);

    private Conversions() {}

    static void check(RelNode plan) {
        plan.getInputs().forEach(Conversions::check);
        if (plan instanceof SetOp) {
            plan.getInputs().forEach(branch -> columns(branch.getRowType(), plan.getRowType()));
        }
        if (plan instanceof Aggregate aggregate) {
            BinaryOperations.check(aggregate);
        }
        NestedOperations.check(plan);
        plan.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                if (call.getKind() == SqlKind.CAST) {
                    check(call.getOperands().get(0).getType(), call.getType());
                }
                if (SqlKind.COMPARISON.contains(call.getKind())) {
                    comparison(call);
                }
                BinaryOperations.check(call);
                NestedOperations.check(call);
                return super.visitCall(call);
            }

            @Override
            public RexNode visitOver(RexOver over) {
                BinaryOperations.check(over);
                NestedOperations.check(over);
                return super.visitOver(over);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                NestedOperations.check(subQuery);
                Conversions.check(subQuery.rel);
                return super.visitSubQuery(subQuery);
            }
        });
    }

    /** A set operation has no casts: each branch's columns become those of the whole. */
    private static void columns(RelDataType branch, RelDataType whole) {
        for (int i = 0; i < whole.getFieldCount(); i++) {
            check(
                    branch.getFieldList().get(i).getType(),
                    whole.getFieldList().get(i).getType());
        }
    }

    /** Where NULL stands between, as in {@code 1 BETWEEN NULL AND INTERVAL '3' DAY}, Calcite's validator looks no further. */
    private static void comparison(RexCall call) {
        long intervals = call.getOperands().stream()
                .filter(operand -> SqlTypeUtil.isInterval(operand.getType()))
                .count();
        boolean unlike = call.getOperands().stream()
                .anyMatch(
                        o -> !SqlTypeUtil.isInterval(o.getType()) && o.getType().getSqlTypeName() != SqlTypeName.NULL);
        if (intervals > 0 && unlike) {
            throw new Problem(Code.TYPE_MISMATCH, "an INTERVAL compares with another INTERVAL only");
        }
    }

    private static void check(RelDataType from, RelDataType to) {
        NestedOperations.conversion(from, to);
        BinaryOperations.conversion(from, to);
        if (!SqlTypeUtil.canCastFrom(to, from, RULE)) {
            throw new Problem(
                    Code.TYPE_MISMATCH,
                    "a " + from.getSqlTypeName() + " does not convert to a " + to.getSqlTypeName()
                            + "; the query brings both to one type, for example in CASE, UNION, a comparison or a function");
        }
    }
}
