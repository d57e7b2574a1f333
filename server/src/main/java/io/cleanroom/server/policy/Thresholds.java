package io.cleanroom.server.policy;

import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** How a plan says that a counter reaches a minimum, as far as the verifier believes it. */
final class Thresholds {
    private Thresholds() {}

    /** {@code counter >= n} with n at least the minimum; {@code n <= counter} and {@code counter > n} are the same said. */
    static boolean comparesAtLeast(RexNode node, List<Proof.Known> fields, Proof.Cell cell, int minimum) {
        if (!(node instanceof RexCall call) || call.getOperands().size() != 2) {
            return false;
        }
        RexNode left = plain(call.getOperands().get(0));
        RexNode right = plain(call.getOperands().get(1));
        return switch (call.getKind()) {
            case GREATER_THAN_OR_EQUAL -> counts(left, fields, cell) && number(right) >= minimum;
            case GREATER_THAN -> counts(left, fields, cell) && number(right) >= minimum - 1L;
            case LESS_THAN_OR_EQUAL -> counts(right, fields, cell) && number(left) >= minimum;
            case LESS_THAN -> counts(right, fields, cell) && number(left) >= minimum - 1L;
            default -> false;
        };
    }

    private static boolean counts(RexNode node, List<Proof.Known> fields, Proof.Cell cell) {
        return node instanceof RexInputRef ref
                && fields.get(ref.getIndex()).counts().contains(cell);
    }

    private static long number(RexNode node) {
        if (node instanceof RexLiteral literal
                && SqlTypeName.EXACT_TYPES.contains(literal.getType().getSqlTypeName())) {
            Long value = literal.getValueAs(Long.class);
            return value == null ? Long.MIN_VALUE : value;
        }
        return Long.MIN_VALUE;
    }

    /** Without casts between integers, which neither change a count nor hide one. */
    static RexNode plain(RexNode node) {
        if (node instanceof RexCall call
                && (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST)
                && call.getType().getSqlTypeName() == SqlTypeName.BIGINT
                && SqlTypeName.INT_TYPES.contains(
                        call.getOperands().get(0).getType().getSqlTypeName())) {
            return plain(call.getOperands().get(0));
        }
        return node;
    }
}
