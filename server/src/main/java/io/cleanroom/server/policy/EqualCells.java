package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which columns hold the same values because a condition equates them, for the verifier. */
final class EqualCells {
    private EqualCells() {}

    static <T> Set<T> union(Set<T> a, Set<T> b) {
        Set<T> all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    /** Every equality of two text or integer columns of one type makes all that equals either equal to both. */
    static List<Proof.Known> equated(List<RexNode> conjuncts, List<Proof.Known> fields) {
        List<Proof.Known> result = new ArrayList<>(fields);
        for (RexNode conjunct : conjuncts) {
            if (conjunct.getKind() != SqlKind.EQUALS || !(conjunct instanceof RexCall call)) {
                continue;
            }
            if (call.getOperands().get(0) instanceof RexInputRef a
                    && call.getOperands().get(1) instanceof RexInputRef b
                    && a.getType().getSqlTypeName() == b.getType().getSqlTypeName()
                    && (a.getType().getSqlTypeName() == SqlTypeName.VARCHAR
                            || SqlTypeName.INT_TYPES.contains(a.getType().getSqlTypeName()))) {
                Set<Proof.Cell> both = union(
                        result.get(a.getIndex()).equals(),
                        result.get(b.getIndex()).equals());
                for (int i = 0; i < result.size(); i++) {
                    Proof.Known known = result.get(i);
                    if (i == a.getIndex()
                            || i == b.getIndex()
                            || !java.util.Collections.disjoint(known.equals(), both)) {
                        result.set(i, new Proof.Known(union(known.equals(), both), known.counts()));
                    }
                }
            }
        }
        return result;
    }
}
