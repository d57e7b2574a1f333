package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;

/**
 * Puts the thresholds in: every constrained column is carried up from its own table reference to the Aggregate that
 * releases, counted there, compared, and the counter carried on to the root.
 *
 * <pre>
 * Aggregate(group={campaign_id}, n=COUNT())            Filter(guard0 &gt;= 100)
 *   Scan(campaign_events)                        =&gt;      Aggregate(group={campaign_id}, n=COUNT(), guard0=COUNT(DISTINCT hashed_email))
 *                                                            Scan(campaign_events)
 * </pre>
 *
 * <p>A user's HAVING stays above the filter, so that nothing about a group that is left out can show. NULL counts as nobody.
 * Two references of one table are counted apart. Columns that an inner join equates have the same distinct values, so one
 * counter serves them all. It succeeds or refuses, and judges nothing; {@link OutputVerifier} does not know it.
 */
final class ThresholdRewrite {
    private final QueryAnalysis analysis;
    private final RexBuilder rex;
    private final EnforcedScans scans;
    private final EnforcedJoins joins;
    private final EnforcedAggregates aggregates;
    private final SetOperations sets;
    private final Map<CorrelationId, Around> around = new HashMap<>();

    /** A query around a sub-query, as it was rewritten: where its old fields went. */
    private record Around(List<Integer> fields, RelDataType type) {}

    private ThresholdRewrite(QueryAnalysis analysis, RexBuilder rex) {
        this.analysis = analysis;
        this.rex = rex;
        this.scans = new EnforcedScans(analysis);
        this.joins = new EnforcedJoins(rex);
        this.aggregates = new EnforcedAggregates(analysis, rex);
        this.sets = new SetOperations(rex);
    }

    /** The enforced plan: the bound plan's fields first, guards behind. */
    record Enforced(RelNode plan, List<Guard> guards, List<QuerySource> sources) {}

    static Enforced enforce(RelNode plan, QueryAnalysis analysis) {
        ThresholdRewrite rewrite =
                new ThresholdRewrite(analysis, plan.getCluster().getRexBuilder());
        Carried root = rewrite.carry(plan);
        for (int i = 0; i < root.fields().size(); i++) {
            if (root.fields().get(i) != i) {
                throw new IllegalStateException("the root's fields stay in place");
            }
        }
        return new Enforced(root.node(), root.guards(), rewrite.scans.sources());
    }

    private Carried carry(RelNode node) {
        if (node instanceof LogicalTableScan scan) {
            return scans.of(scan);
        }
        if (node instanceof LogicalFilter filter) {
            return filter(filter);
        }
        if (node instanceof LogicalProject project) {
            return project(project);
        }
        if (node instanceof LogicalJoin join) {
            boolean rows = analysis.typeOf(join).isRows();
            return joins.of(join, carry(join.getLeft()), carry(join.getRight()), rows);
        }
        if (node instanceof LogicalAggregate aggregate) {
            Carried input = carry(aggregate.getInput());
            return analysis.typeOf(aggregate.getInput()).isRows()
                    ? aggregates.release(aggregate, input)
                    : aggregates.ofReleased(aggregate, input);
        }
        if (node instanceof LogicalSort sort) {
            return sort(sort);
        }
        if (node instanceof LogicalUnion union) {
            return analysis.typeOf(union).isRows()
                    ? sets.rows(union, branches(union))
                    : sets.union(union, branches(union));
        }
        if (node instanceof LogicalIntersect || node instanceof LogicalMinus) {
            return sets.membership((SetOp) node, branches((SetOp) node));
        }
        if (node instanceof LogicalValues) {
            return new Carried(node, Carried.identity(node), Map.of(), List.of());
        }
        throw Carried.impossible();
    }

    private List<Carried> branches(SetOp operation) {
        return operation.getInputs().stream().map(this::carry).toList();
    }

    private Carried filter(LogicalFilter filter) {
        Carried input = carry(filter.getInput());
        if (analysis.typeOf(filter.getInput()).isRows()) {
            return among(filter, input);
        }
        remember(filter, input);
        RexNode condition = moved(filter.getCondition(), input.fields(), input.node());
        return new Carried(
                filter.copy(filter.getTraitSet(), input.node(), condition),
                input.fields(),
                input.counted(),
                input.guards());
    }

    /** Rows are filtered by plain conditions first, then by each sub-query in IN. */
    private Carried among(LogicalFilter filter, Carried input) {
        List<RexNode> plain = new ArrayList<>();
        List<RexSubQuery> semiJoins = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            if (conjunct instanceof RexSubQuery subQuery) {
                semiJoins.add(subQuery);
            } else {
                plain.add(moved(conjunct, input.fields(), input.node()));
            }
        }
        RelNode filtered = plain.isEmpty()
                ? input.node()
                : LogicalFilter.create(input.node(), RexUtil.composeConjunction(rex, plain));
        Carried result = new Carried(filtered, input.fields(), input.counted(), input.guards());
        for (RexSubQuery subQuery : semiJoins) {
            Carried outer = result;
            List<RexNode> operands = subQuery.getOperands().stream()
                    .map(operand -> moved(operand, outer.fields(), outer.node()))
                    .toList();
            result = SemiJoins.of(outer, carry(subQuery.rel), operands, rex);
        }
        return result;
    }

    private void remember(RelNode node, Carried input) {
        node.getVariablesSet()
                .forEach(id ->
                        around.put(id, new Around(input.fields(), input.node().getRowType())));
    }

    private RexNode moved(RexNode node, List<Integer> fields, RelNode input) {
        return node.accept(new org.apache.calcite.rex.RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return RexInputRef.of(fields.get(ref.getIndex()), input.getRowType());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (!(access.getReferenceExpr() instanceof RexCorrelVariable variable)) {
                    return super.visitFieldAccess(access);
                }
                Around outer = around.get(variable.id);
                if (outer == null) {
                    throw Carried.impossible();
                }
                return rex.makeFieldAccess(
                        rex.makeCorrel(outer.type(), variable.id),
                        outer.fields().get(access.getField().getIndex()));
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery inside = (RexSubQuery) super.visitSubQuery(subQuery);
                return inside.clone(released(subQuery.rel));
            }
        });
    }

    /** A sub-query with its thresholds and without its counters, which have no place in a single value. */
    private RelNode released(RelNode subQuery) {
        if (analysis.typeOf(subQuery).isRows()) {
            throw Carried.impossible();
        }
        Carried inner = carry(subQuery);
        List<RexNode> columns = new ArrayList<>();
        for (int field : inner.fields()) {
            columns.add(rex.makeInputRef(inner.node(), field));
        }
        return LogicalProject.create(
                inner.node(), List.of(), columns, subQuery.getRowType().getFieldNames(), java.util.Set.of());
    }

    private Carried project(LogicalProject project) {
        Carried input = carry(project.getInput());
        remember(project, input);
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < project.getProjects().size(); i++) {
            expressions.add(moved(project.getProjects().get(i), input.fields(), input.node()));
            names.add(project.getRowType().getFieldNames().get(i));
        }
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>();
        input.counted().forEach((key, index) -> counted.put(key, appended(expressions, names, input.node(), index)));
        List<Guard> guards = new ArrayList<>();
        for (Guard guard : input.guards()) {
            guards.add(new Guard(append(expressions, names, input.node(), guard.index()), guard.minimum()));
        }
        RelNode node = LogicalProject.create(
                input.node(), List.of(), expressions, Carried.unique(names), project.getVariablesSet());
        return new Carried(node, Carried.identity(project), counted, guards);
    }

    /** The position of the field in the new projection, which may have it already. */
    private static int appended(List<RexNode> expressions, List<String> names, RelNode input, int index) {
        RexNode reference = RexInputRef.of(index, input.getRowType());
        int there = expressions.indexOf(reference);
        return there >= 0 ? there : append(expressions, names, input, index);
    }

    private static int append(List<RexNode> expressions, List<String> names, RelNode input, int index) {
        expressions.add(RexInputRef.of(index, input.getRowType()));
        names.add("carried" + names.size());
        return expressions.size() - 1;
    }

    private Carried sort(LogicalSort sort) {
        Carried input = carry(sort.getInput());
        List<RelFieldCollation> keys = sort.getCollation().getFieldCollations().stream()
                .map(key -> key.withFieldIndex(input.fields().get(key.getFieldIndex())))
                .toList();
        RelNode node = LogicalSort.create(input.node(), RelCollations.of(keys), sort.offset, sort.fetch);
        return new Carried(node, input.fields(), input.counted(), input.guards());
    }
}
