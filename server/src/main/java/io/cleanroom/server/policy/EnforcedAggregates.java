package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/** Aggregates with their counters: of rows, which they release, and of what was released before. */
final class EnforcedAggregates {
    private final QueryAnalysis analysis;
    private final RexBuilder rex;
    private final GuardWriter guard;

    EnforcedAggregates(QueryAnalysis analysis, RexBuilder rex) {
        this.analysis = analysis;
        this.rex = rex;
        this.guard = new GuardWriter(rex);
    }

    /** The Aggregate that turns rows into released groups. */
    Carried release(LogicalAggregate aggregate, Carried input) {
        Map<Integer, Integer> minimumOf = new java.util.TreeMap<>();
        EqualFields equal = EqualFields.of(input.node());
        input.counted().forEach((key, index) -> minimumOf.merge(equal.representative(index), key.minimum(), Math::max));
        List<AggregateCall> calls = movedCalls(aggregate, input);
        BranchFields.Widened widened = minimumOf.isEmpty()
                ? new BranchFields.Widened(input.node(), List.of())
                : branches(aggregate, calls, input);
        List<Guard> guards = new ArrayList<>();
        List<Guard> ofBranches = new ArrayList<>();
        int keys = aggregate.getGroupSet().cardinality();
        minimumOf.forEach((index, minimum) -> {
            guards.add(new Guard(keys + calls.size(), minimum));
            calls.add(guard.counter(index, -1, "guard" + guards.size()));
        });
        minimumOf.forEach((index, minimum) -> widened.branches().forEach(branch -> {
            ofBranches.add(new Guard(keys + calls.size(), minimum));
            calls.add(guard.counter(index, branch, "branch_guard" + ofBranches.size()));
        }));
        RelNode counted =
                LogicalAggregate.create(widened.node(), List.of(), moved(aggregate.getGroupSet(), input), null, calls);
        if (guards.isEmpty()) {
            return new Carried(counted, Carried.identity(aggregate), Map.of(), guards);
        }
        RelNode released = LogicalFilter.create(counted, guard.atLeast(guards, ofBranches, counted));
        if (ofBranches.isEmpty()) {
            return new Carried(released, Carried.identity(aggregate), Map.of(), guards);
        }
        guards.addAll(ofBranches);
        return new Carried(guard.nobodyAsMinimum(released, ofBranches), Carried.identity(aggregate), Map.of(), guards);
    }

    /** Fields that say for each branch of each call's argument and filter whether a row is in it, and for each whether it is not. */
    private BranchFields.Widened branches(LogicalAggregate aggregate, List<AggregateCall> calls, Carried input) {
        Relation below = analysis.typeOf(aggregate.getInput());
        RelNode node = input.node();
        Map<String, RexNode> conditions = new LinkedHashMap<>();
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            AggregateCall call = calls.get(i);
            List<RexNode> own = new ArrayList<>();
            List<Integer> written = aggregate.getAggCallList().get(i).getArgList();
            for (int j = 0; j < written.size(); j++) {
                if (below.fields().get(written.get(j)).form() == Field.Form.CALCULATED) {
                    BranchFields.Widened wider =
                            BranchFields.of(node, call.getArgList().get(j), call.hasFilter(), rex);
                    node = wider.node();
                    for (int branch : wider.branches()) {
                        own.add(rex.makeInputRef(node, branch));
                    }
                }
            }
            if (call.hasFilter()) {
                RexNode passes = rex.makeCall(SqlStdOperatorTable.IS_TRUE, rex.makeInputRef(node, call.filterArg));
                own.replaceAll(branch -> rex.makeCall(SqlStdOperatorTable.AND, passes, branch));
                own.add(passes);
            }
            own.forEach(condition -> {
                RexNode others = rex.makeCall(SqlStdOperatorTable.IS_NOT_TRUE, condition);
                conditions.put(condition.toString(), condition);
                conditions.put(others.toString(), others);
            });
        }
        return conditions.isEmpty()
                ? new BranchFields.Widened(node, List.of())
                : BranchFields.appended(node, List.copyOf(conditions.values()), rex);
    }

    private static ImmutableBitSet moved(ImmutableBitSet keys, Carried input) {
        ImmutableBitSet.Builder moved = ImmutableBitSet.builder();
        int last = -1;
        for (int key : keys) {
            int target = input.fields().get(key);
            if (target <= last) {
                throw new IllegalStateException("fields keep their order");
            }
            last = target;
            moved.set(target);
        }
        return moved.build();
    }

    private static List<AggregateCall> movedCalls(LogicalAggregate aggregate, Carried input) {
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            List<Integer> arguments =
                    call.getArgList().stream().map(a -> input.fields().get(a)).toList();
            calls.add(call.withArgList(arguments)
                    .withFilter(call.hasFilter() ? input.fields().get(call.filterArg) : -1));
        }
        return calls;
    }

    /** An aggregation of released groups: a group of groups is as small as its smallest. */
    Carried ofReleased(LogicalAggregate aggregate, Carried input) {
        List<AggregateCall> calls = movedCalls(aggregate, input);
        int keys = aggregate.getGroupSet().cardinality();
        List<Guard> guards = guard.smallest(input, calls, keys);
        RelNode node =
                LogicalAggregate.create(input.node(), List.of(), moved(aggregate.getGroupSet(), input), null, calls);
        return presentGroups(aggregate, new Carried(node, Carried.identity(aggregate), Map.of(), guards));
    }

    /**
     * Without GROUP BY there is a row even when every group below was left out; its guards are NULL then. Such a row is left
     * out like any other.
     */
    private Carried presentGroups(LogicalAggregate aggregate, Carried carried) {
        if (aggregate.getGroupCount() > 0 || carried.guards().isEmpty()) {
            return carried;
        }
        RelNode filtered = LogicalFilter.create(carried.node(), guard.atLeast(carried.guards(), carried.node()));
        return new Carried(filtered, carried.fields(), carried.counted(), carried.guards());
    }
}
