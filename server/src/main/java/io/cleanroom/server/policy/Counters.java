package io.cleanroom.server.policy;

import java.util.Set;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Which aggregate calls count people, for the verifier. */
final class Counters {
    private Counters() {}

    static Proof.Known counted(AggregateCall call, Proof input) {
        boolean distinctCount = call.getAggregation().equals(SqlStdOperatorTable.COUNT)
                && call.isDistinct()
                && !call.isApproximate()
                && !call.hasFilter()
                && call.distinctKeys == null
                && call.getArgList().size() == 1;
        return distinctCount
                ? new Proof.Known(
                        Set.of(), input.fields().get(call.getArgList().get(0)).equals())
                : Proof.Known.NOTHING;
    }

    static Proof.Known smallest(AggregateCall call, Proof input) {
        boolean minimum = call.getAggregation().equals(SqlStdOperatorTable.MIN)
                && !call.hasFilter()
                && call.getArgList().size() == 1;
        return minimum
                ? new Proof.Known(
                        Set.of(), input.fields().get(call.getArgList().get(0)).counts())
                : Proof.Known.NOTHING;
    }
}
