package io.cleanroom.server.policy;

import com.google.common.collect.ImmutableList;
import io.cleanroom.server.sql.BoundTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * A join of rows with distinct keys, each of them equated, is a semi-join, as people write it with WITH.
 *
 * <pre>
 * Join($1 = $9, R, Aggregate(group={0}, Project($0, S)))   =&gt;   Project($0 .. $8, $1, Filter(IN($1, {Project($0, S)}), R))
 * </pre>
 *
 * The key shows further up as the column that it equals. Among released groups a DISTINCT stays what it is.
 */
final class DistinctKeys {
    private final RexBuilder rex;

    DistinctKeys(RexBuilder rex) {
        this.rex = rex;
    }

    /** Whether rows of members' tables come up to here, judged by the form alone. */
    static boolean areRows(RelNode node) {
        if (node instanceof TableScan scan) {
            return scan.getTable().unwrap(BoundTable.class) instanceof BoundTable.OfMember;
        }
        return !(node instanceof LogicalAggregate) && node.getInputs().stream().anyMatch(DistinctKeys::areRows);
    }

    static boolean isDistinct(LogicalAggregate aggregate) {
        return aggregate.getAggCallList().isEmpty() && aggregate.getGroupType() == LogicalAggregate.Group.SIMPLE;
    }

    /**
     * The same values, some of them repeated: within IN, which asks whether a value is there, that changes nothing. What looks
     * at several rows at once, as a window does, sees the difference.
     */
    RelNode repeated(RelNode node) {
        if (node instanceof LogicalAggregate aggregate && isDistinct(aggregate) && areRows(aggregate.getInput())) {
            return keys(aggregate, aggregate.getGroupSet().asList());
        }
        boolean byRow = node instanceof LogicalProject project
                ? !RexOver.containsOver(project.getProjects(), null)
                : node instanceof LogicalFilter filter && !RexOver.containsOver(filter.getCondition());
        if (byRow) {
            RelNode input = repeated(node.getInput(0));
            return input == node.getInput(0) ? node : node.copy(node.getTraitSet(), List.of(input));
        }
        return node;
    }

    private static RelNode keys(LogicalAggregate aggregate, List<Integer> fields) {
        RelNode input = aggregate.getInput();
        return LogicalProject.create(
                input,
                List.of(),
                fields.stream().map(i -> RexInputRef.of(i, input.getRowType())).toList(),
                IntStream.range(0, fields.size()).mapToObj(i -> "key" + i).toList(),
                Set.of());
    }

    /** {@code FROM r, keys WHERE r.k = keys.k}: the equalities belong to the join. */
    RelNode withEqualities(RelNode node) {
        if (!(node instanceof LogicalFilter filter)
                || !(filter.getInput() instanceof LogicalJoin join)
                || join.getJoinType() != JoinRelType.INNER
                || (keysOf(join.getRight()).isEmpty() && keysOf(join.getLeft()).isEmpty())) {
            return node;
        }
        List<RexNode> equalities = new ArrayList<>(RelOptUtil.conjunctions(join.getCondition()));
        List<RexNode> rest = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            (conjunct.getKind() == SqlKind.EQUALS && SubQueries.in(conjunct).isEmpty() ? equalities : rest)
                    .add(conjunct);
        }
        RelNode joined = join.copy(
                join.getTraitSet(),
                RexUtil.composeConjunction(rex, equalities),
                join.getLeft(),
                join.getRight(),
                JoinRelType.INNER,
                false);
        return rest.isEmpty()
                ? joined
                : filter.copy(filter.getTraitSet(), joined, RexUtil.composeConjunction(rex, rest));
    }

    /** The join as a semi-join, if it is one. */
    Optional<RelNode> semiJoin(LogicalJoin join) {
        if (join.getJoinType() != JoinRelType.INNER
                || !SubQueries.in(join.getCondition()).isEmpty()) {
            return Optional.empty();
        }
        int left = join.getLeft().getRowType().getFieldCount();
        return keysOf(join.getRight())
                .filter(keys -> areRows(join.getLeft()))
                .flatMap(keys -> semiJoin(join, join.getLeft(), 0, keys, left))
                .or(() -> keysOf(join.getLeft())
                        .filter(keys -> areRows(join.getRight()))
                        .flatMap(keys -> semiJoin(join, join.getRight(), left, keys, 0)));
    }

    /** The rows whose distinct values the relation is, without anything else in it; every key once at least. */
    private static Optional<RelNode> keysOf(RelNode node) {
        List<Integer> fields = new ArrayList<>();
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
            fields.add(i);
        }
        RelNode below = node;
        while (below instanceof LogicalProject project) {
            for (int i = 0; i < fields.size(); i++) {
                Optional<Integer> plain =
                        Expressions.inputIndex(project.getProjects().get(fields.get(i)));
                if (plain.isEmpty()) {
                    return Optional.empty();
                }
                fields.set(i, plain.get());
            }
            below = project.getInput();
        }
        if (!(below instanceof LogicalAggregate aggregate)
                || !isDistinct(aggregate)
                || !areRows(aggregate.getInput())
                || new HashSet<>(fields).size() != aggregate.getGroupCount()) {
            return Optional.empty();
        }
        return Optional.of(keys(
                aggregate,
                fields.stream().map(i -> aggregate.getGroupSet().nth(i)).toList()));
    }

    private Optional<RelNode> semiJoin(LogicalJoin join, RelNode rows, int rowsAt, RelNode keys, int keysAt) {
        int width = keys.getRowType().getFieldCount();
        List<RexNode> conjuncts = RelOptUtil.conjunctions(join.getCondition());
        List<RexNode> partners = new ArrayList<>();
        for (int k = 0; k < width; k++) {
            int key = keysAt + k;
            Optional<RexInputRef> partner = conjuncts.stream()
                    .flatMap(c -> partner(c, key, keysAt, width).stream())
                    .findFirst();
            if (partner.isEmpty()) {
                return Optional.empty();
            }
            partners.add(RexInputRef.of(partner.get().getIndex() - rowsAt, rows.getRowType()));
        }
        RexShuttle moved = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                int index = ref.getIndex();
                return index >= keysAt && index < keysAt + width
                        ? partners.get(index - keysAt)
                        : RexInputRef.of(index - rowsAt, rows.getRowType());
            }
        };
        List<RexNode> all = new ArrayList<>();
        for (RexNode conjunct : conjuncts) {
            RexNode now = conjunct.accept(moved);
            boolean itself = now.getKind() == SqlKind.EQUALS
                    && ((RexCall) now)
                            .getOperands()
                            .get(0)
                            .equals(((RexCall) now).getOperands().get(1));
            // The key's own equality; any other a = a leaves out the rows without an a.
            if (!itself || !partners.contains(((RexCall) now).getOperands().get(0))) {
                all.add(now);
            }
        }
        all.add(RexSubQuery.in(keys, ImmutableList.copyOf(partners)));
        RelNode filtered = LogicalFilter.create(rows, RexUtil.composeConjunction(rex, all));
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < join.getRowType().getFieldCount(); i++) {
            fields.add(rex.makeInputRef(join, i).accept(moved));
        }
        return Optional.of(LogicalProject.create(
                filtered, List.of(), fields, join.getRowType().getFieldNames(), Set.of()));
    }

    /** The field of the rows that the condition equates with a key of the same type. */
    private static Optional<RexInputRef> partner(RexNode conjunct, int key, int keysAt, int width) {
        if (conjunct.getKind() != SqlKind.EQUALS
                || !(conjunct instanceof RexCall call)
                || !(call.getOperands().get(0) instanceof RexInputRef a)
                || !(call.getOperands().get(1) instanceof RexInputRef b)
                || !a.getType().equals(b.getType())) {
            return Optional.empty();
        }
        RexInputRef other = a.getIndex() == key ? b : a;
        boolean matches = (a.getIndex() == key || b.getIndex() == key)
                && (other.getIndex() < keysAt || other.getIndex() >= keysAt + width);
        return matches ? Optional.of(other) : Optional.empty();
    }
}
