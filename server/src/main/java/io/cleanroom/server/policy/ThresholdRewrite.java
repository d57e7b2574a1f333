package io.cleanroom.server.policy;

import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.OutputConstraint;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.BoundTable;
import io.cleanroom.server.sql.Types;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
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
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

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
    private final GuardWriter guard;
    private final SetOperations sets;
    private final Map<String, QuerySource> sources = new LinkedHashMap<>();
    private final Map<CorrelationId, Around> around = new HashMap<>();

    /** A query around a sub-query, as it was rewritten: where its old fields went. */
    private record Around(List<Integer> fields, RelDataType type) {}

    private ThresholdRewrite(QueryAnalysis analysis, RexBuilder rex) {
        this.analysis = analysis;
        this.rex = rex;
        this.guard = new GuardWriter(rex);
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
        return new Enforced(root.node(), root.guards(), List.copyOf(rewrite.sources.values()));
    }

    private Carried carry(RelNode node) {
        if (node instanceof LogicalTableScan scan) {
            return scan(scan);
        }
        if (node instanceof LogicalFilter filter) {
            return filter(filter);
        }
        if (node instanceof LogicalProject project) {
            return project(project);
        }
        if (node instanceof LogicalJoin join) {
            return join(join);
        }
        if (node instanceof LogicalAggregate aggregate) {
            return analysis.typeOf(aggregate.getInput()).isRows() ? release(aggregate) : aggregate(aggregate);
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

    private Carried scan(LogicalTableScan scan) {
        BoundTable bound = scan.getTable().unwrap(BoundTable.class);
        QuerySource source;
        if (bound instanceof BoundTable.OfMember member) {
            source = Sources.files(member);
        } else if (bound instanceof BoundTable.OfSystem system) {
            source = Sources.system(system);
        } else {
            throw new IllegalStateException("a table of unknown kind was bound");
        }
        sources.put(source.engineName(), source);
        RelDataTypeFactory factory = scan.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder type = factory.builder();
        List<Name> names = new ArrayList<>();
        source.columns().forEach(c -> {
            names.add(c.name());
            type.add(c.name().text(), Types.calcite(c.type(), factory, true));
        });
        LogicalTableScan enforced =
                LogicalTableScan.create(scan.getCluster(), new EnforcedTable(source, type.build()), List.of());
        List<Integer> fields = scan.getRowType().getFieldNames().stream()
                .map(Name::of)
                .map(names::indexOf)
                .toList();
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>();
        TableReference reference = analysis.references().get(scan);
        if (reference != null) {
            for (OutputConstraint constraint : reference.rule().constraints()) {
                counted.put(
                        new Carried.Counted(new ColumnReference(reference, constraint.column()), constraint.minimum()),
                        names.indexOf(constraint.column()));
            }
        }
        return new Carried(enforced, fields, counted, List.of());
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
            result = semiJoin(result, subQuery);
        }
        return result;
    }

    /**
     * A join with the distinct keys of the sub-query, which repeats no row, so that the sums of the outer side stay what they
     * are. The people of the sub-query's tables are counted by the key itself; a constraint on another column cannot be
     * counted without repeating rows, and is refused.
     *
     * <pre>
     * Filter(IN($1, {Project($0, S)}), R)   =&gt;   Join($1 = $9, R, Aggregate(group={0}, Project($0, S)))
     * </pre>
     */
    private Carried semiJoin(Carried outer, RexSubQuery subQuery) {
        Carried inner = carry(subQuery.rel);
        int keys = subQuery.getOperands().size();
        EqualFields equal = EqualFields.of(inner.node());
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>(outer.counted());
        int offset = outer.node().getRowType().getFieldCount();
        inner.counted().forEach((key, index) -> {
            int place = java.util.stream.IntStream.range(0, keys)
                    .filter(k -> equal.representative(inner.fields().get(k)) == equal.representative(index))
                    .findFirst()
                    .orElseThrow(() -> new Problem(
                            Code.NOT_SUPPORTED,
                            "the minimum of " + key.column().table() + " counts "
                                    + key.column().column().sql()
                                    + ", which the sub-query does not compare; join the table instead"));
            counted.put(key, offset + place);
        });
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            columns.add(rex.makeInputRef(inner.node(), inner.fields().get(k)));
            names.add("key" + k);
        }
        RelNode projected = LogicalProject.create(inner.node(), List.of(), columns, names, java.util.Set.of());
        RelNode distinct = LogicalAggregate.create(projected, List.of(), ImmutableBitSet.range(keys), null, List.of());
        List<RexNode> equalities = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            equalities.add(rex.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    moved(subQuery.getOperands().get(k), outer.fields(), outer.node()),
                    new RexInputRef(
                            offset + k,
                            distinct.getRowType().getFieldList().get(k).getType())));
        }
        RelNode joined = LogicalJoin.create(
                outer.node(),
                distinct,
                List.of(),
                RexUtil.composeConjunction(rex, equalities),
                java.util.Set.of(),
                JoinRelType.INNER);
        return new Carried(joined, outer.fields(), counted, outer.guards());
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

    private Carried join(LogicalJoin join) {
        Carried left = carry(join.getLeft());
        Carried right = carry(join.getRight());
        JoinRelType kind = join.getJoinType();
        boolean rows = analysis.typeOf(join).isRows();
        boolean oneSided = kind == JoinRelType.LEFT || kind == JoinRelType.RIGHT;
        if (kind != JoinRelType.INNER && !(rows ? oneSided : kind.isOuterJoin())) {
            throw Carried.impossible();
        }
        int offset = left.node().getRowType().getFieldCount();
        List<Integer> fields = new ArrayList<>(left.fields());
        right.fields().forEach(f -> fields.add(f + offset));
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>(left.counted());
        right.counted().forEach((key, index) -> counted.put(key, index + offset));
        List<Guard> guards = new ArrayList<>(left.guards());
        right.guards().forEach(g -> guards.add(new Guard(g.index() + offset, g.minimum())));
        RelDataType both = join.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(left.node().getRowType().getFieldList())
                .addAll(right.node().getRowType().getFieldList())
                .build();
        RexNode condition = join.getCondition().accept(new org.apache.calcite.rex.RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return RexInputRef.of(fields.get(ref.getIndex()), both);
            }
        });
        RelNode node = LogicalJoin.create(left.node(), right.node(), List.of(), condition, java.util.Set.of(), kind);
        return withoutAbsent(new Carried(node, fields, counted, guards), kind, offset);
    }

    /** A counter is NULL in a row that an outer join added: no group of that side is in it, so nothing is to be guarded. */
    private Carried withoutAbsent(Carried joined, JoinRelType kind, int offset) {
        List<Integer> absent = joined.guards().stream()
                .map(Guard::index)
                .filter(i -> i < offset ? kind.generatesNullsOnLeft() : kind.generatesNullsOnRight())
                .toList();
        if (absent.isEmpty()) {
            return joined;
        }
        List<RexNode> expressions = new ArrayList<>();
        for (int i = 0; i < joined.node().getRowType().getFieldCount(); i++) {
            expressions.add(rex.makeInputRef(joined.node(), i));
        }
        RelDataType bigint = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        joined.guards().stream()
                .filter(g -> absent.contains(g.index()))
                .forEach(g -> expressions.set(
                        g.index(),
                        rex.makeCall(
                                SqlStdOperatorTable.COALESCE,
                                expressions.get(g.index()),
                                rex.makeLiteral(BigDecimal.valueOf(g.minimum()), bigint, false))));
        RelNode node = LogicalProject.create(
                joined.node(),
                List.of(),
                expressions,
                Carried.unique(joined.node().getRowType().getFieldNames()),
                java.util.Set.of());
        return new Carried(node, joined.fields(), joined.counted(), joined.guards());
    }

    /** The Aggregate that turns rows into released groups. */
    private Carried release(LogicalAggregate aggregate) {
        Carried input = carry(aggregate.getInput());
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
    private Carried aggregate(LogicalAggregate aggregate) {
        Carried input = carry(aggregate.getInput());
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

    private Carried sort(LogicalSort sort) {
        Carried input = carry(sort.getInput());
        List<RelFieldCollation> keys = sort.getCollation().getFieldCollations().stream()
                .map(key -> key.withFieldIndex(input.fields().get(key.getFieldIndex())))
                .toList();
        RelNode node = LogicalSort.create(input.node(), RelCollations.of(keys), sort.offset, sort.fetch);
        return new Carried(node, input.fields(), input.counted(), input.guards());
    }
}
