package io.cleanroom.server.policy;

import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** What is NULL whatever the row, for the verifier. */
final class NullLiterals {
    private NullLiterals() {}

    static boolean is(RexNode node) {
        if (node instanceof RexLiteral literal) {
            return literal.isNull();
        }
        return node instanceof RexCall call
                && (call.getKind() == SqlKind.CAST || call.getKind() == SqlKind.SAFE_CAST)
                && is(call.getOperands().get(0));
    }
}
