package io.cleanroom.server.policy;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Which aggregate calls count people, for the verifier. */
final class Counters {
    private Counters() {}

    /** Over rows. */
    static Proof.Known counted(AggregateCall call, Proof input) {
        boolean distinctCount = call.getAggregation().equals(SqlStdOperatorTable.COUNT)
                && call.isDistinct()
                && !call.isApproximate()
                && call.distinctKeys == null
                && call.getArgList().size() == 1;
        if (!distinctCount) {
            return Proof.Known.NOTHING;
        }
        Group branch =
                call.hasFilter() ? Group.of(input.fields().get(call.filterArg).term(), true) : Group.EVERYBODY;
        return Proof.Known.counting(input.fields().get(call.getArgList().get(0)).equals().stream()
                .map(cell -> new Proof.Count(cell, branch))
                .collect(Collectors.toSet()));
    }

    /** The groups of rows that a call over rows makes by conditions, each with its complement. */
    static Set<Group> branches(AggregateCall call, Proof input) {
        Set<Group> groups = new java.util.HashSet<>();
        Group passing =
                call.hasFilter() ? Group.of(input.fields().get(call.filterArg).term(), true) : Group.EVERYBODY;
        groups.add(passing);
        for (int argument : call.getArgList()) {
            Group.of(input.fields().get(argument).term()).forEach(g -> groups.add(passing.and(g)));
        }
        groups.remove(Group.EVERYBODY);
        Set<Group> all = new java.util.HashSet<>(groups);
        groups.forEach(g -> all.add(g.complement()));
        return all;
    }

    /** Over released groups. */
    static Proof.Known smallest(AggregateCall call, Proof input) {
        boolean minimum = call.getAggregation().equals(SqlStdOperatorTable.MIN)
                && !call.hasFilter()
                && call.getArgList().size() == 1;
        return minimum
                ? Proof.Known.counting(
                        input.fields().get(call.getArgList().get(0)).counts())
                : Proof.Known.NOTHING;
    }
}
