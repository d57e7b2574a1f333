package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * One form for a semi-join, so that both spellings get one decision: EXISTS whose sub-query equates columns with the query
 * around it becomes IN, a DISTINCT in IN, which changes nothing, goes, and so do {@link DistinctKeys}. Only for conditions that stand by
 * themselves in WHERE: there NULL and FALSE mean the same. What fits no form stays as it is, and is judged so.
 *
 * <pre>
 * EXISTS(Project(1, Filter($0 = $cor0.key AND $3 = 'video', Scan)))  =&gt;  IN($1, Project($0, Filter($3 = 'video', Scan)))
 * </pre>
 */
final class SemiJoinForm {
    private final RexBuilder rex;
    private final DistinctKeys distinctKeys;

    private SemiJoinForm(RexBuilder rex) {
        this.rex = rex;
        this.distinctKeys = new DistinctKeys(rex);
    }

    static RelNode of(RelNode plan) {
        return new SemiJoinForm(plan.getCluster().getRexBuilder()).rewrite(plan);
    }

    private RelNode rewrite(RelNode written) {
        RelNode node = distinctKeys.withEqualities(written);
        List<RelNode> inputs = node.getInputs().stream().map(this::rewrite).toList();
        RelNode moved = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
        if (moved instanceof LogicalFilter filter) {
            return filter(filter);
        }
        if (moved instanceof LogicalJoin join) {
            Optional<RelNode> semiJoin = distinctKeys.semiJoin(join);
            if (semiJoin.isPresent()) {
                return semiJoin.get();
            }
        }
        return moved.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return inside(subQuery);
            }
        });
    }

    private RexSubQuery inside(RexSubQuery subQuery) {
        RelNode rewritten = rewrite(subQuery.rel);
        return rewritten == subQuery.rel ? subQuery : subQuery.clone(rewritten);
    }

    private RelNode filter(LogicalFilter filter) {
        List<RexNode> conjuncts = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            if (conjunct instanceof RexSubQuery subQuery) {
                RexSubQuery inner = inside(subQuery);
                conjuncts.add(semiJoin(inner, filter).orElse(inner));
            } else {
                conjuncts.add(conjunct.accept(new RexShuttle() {
                    @Override
                    public RexNode visitSubQuery(RexSubQuery subQuery) {
                        return inside(subQuery);
                    }
                }));
            }
        }
        if (conjuncts.equals(RelOptUtil.conjunctions(filter.getCondition()))) {
            return filter;
        }
        return filter.copy(filter.getTraitSet(), filter.getInput(), RexUtil.composeConjunction(rex, conjuncts));
    }

    private Optional<RexNode> semiJoin(RexSubQuery subQuery, LogicalFilter around) {
        if (subQuery.getKind() == SqlKind.IN) {
            return DistinctKeys.areRows(around.getInput())
                    ? Optional.of(subQuery.clone(distinctKeys.repeated(subQuery.rel)))
                    : Optional.empty();
        }
        return subQuery.getKind() == SqlKind.EXISTS ? exists(subQuery.rel, around) : Optional.empty();
    }

    /** What EXISTS selects does not matter, so projections and DISTINCT above the filter go. */
    private Optional<RexNode> exists(RelNode rel, LogicalFilter around) {
        RelNode node = rel;
        while (node instanceof LogicalProject
                || (node instanceof LogicalAggregate a && DistinctKeys.isDistinct(a) && a.getGroupCount() > 0)) {
            node = node.getInput(0);
        }
        if (!(node instanceof LogicalFilter inner)) {
            return Optional.empty();
        }
        List<RexNode> outside = new ArrayList<>();
        List<RexNode> keys = new ArrayList<>();
        List<RexNode> rest = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(inner.getCondition())) {
            Optional<RexFieldAccess> access = equated(conjunct, 0, around).or(() -> equated(conjunct, 1, around));
            if (access.isPresent()) {
                int own = equated(conjunct, 0, around).isPresent() ? 1 : 0;
                keys.add(((RexCall) conjunct).getOperands().get(own));
                outside.add(RexInputRef.of(
                        access.get().getField().getIndex(), around.getInput().getRowType()));
            } else {
                rest.add(conjunct);
            }
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        RelNode filtered = rest.isEmpty()
                ? inner.getInput()
                : inner.copy(inner.getTraitSet(), inner.getInput(), RexUtil.composeConjunction(rex, rest));
        RelNode projected = LogicalProject.create(
                filtered,
                List.of(),
                keys,
                java.util.stream.IntStream.range(0, keys.size())
                        .mapToObj(i -> "key" + i)
                        .toList(),
                java.util.Set.of());
        return Optional.of(RexSubQuery.in(projected, com.google.common.collect.ImmutableList.copyOf(outside)));
    }

    /**
     * The outer column, if the operand is one and the other is a column of the sub-query: a column of the query right around
     * it, not of one further out, whose columns have other numbers.
     */
    private static Optional<RexFieldAccess> equated(RexNode conjunct, int outer, LogicalFilter around) {
        return conjunct.getKind() == SqlKind.EQUALS
                        && conjunct instanceof RexCall call
                        && call.getOperands().get(outer) instanceof RexFieldAccess access
                        && access.getReferenceExpr() instanceof RexCorrelVariable variable
                        && around.getVariablesSet().contains(variable.id)
                        && call.getOperands().get(1 - outer) instanceof RexInputRef
                ? Optional.of(access)
                : Optional.empty();
    }
}
