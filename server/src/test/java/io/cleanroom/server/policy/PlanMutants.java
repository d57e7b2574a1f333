package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** What may go wrong when thresholds are put into a plan. Each mutant lets something out that the plan does not. */
final class PlanMutants {
    static final List<String> KINDS = List.of(
            "filter dropped",
            "minimum lowered",
            "minimum turned round",
            "one of several minimums dropped",
            "filter weakened by OR",
            "filter below the aggregate",
            "filter above the projection",
            "filter above the user's HAVING",
            "filter above the sort",
            "filter above the outer aggregate",
            "counter of another column",
            "counter of another reference",
            "distinct dropped",
            "counter approximate",
            "largest for smallest",
            "outer join",
            "semi-join without its equality",
            "semi-join keys of another column",
            "grouping sets",
            "another source",
            "branch minimum dropped",
            "branch minimum lowered",
            "nobody is enough",
            "guard shifted",
            "guard dropped",
            "guard lowered",
            "guard beyond the fields");

    record Mutant(String kind, RelNode plan, List<Guard> guards) {}

    private final ThresholdRewrite.Enforced enforced;
    private final RexBuilder rex;
    private final List<Mutant> mutants = new ArrayList<>();

    private PlanMutants(ThresholdRewrite.Enforced enforced) {
        this.enforced = enforced;
        this.rex = enforced.plan().getCluster().getRexBuilder();
    }

    static List<Mutant> of(ThresholdRewrite.Enforced enforced) {
        PlanMutants mutants = new PlanMutants(enforced);
        mutants.visit(enforced.plan(), UnaryOperator.identity());
        mutants.guards();
        return mutants.mutants;
    }

    /** {@code whole} puts a replacement of the node into the plan. */
    private void visit(RelNode node, UnaryOperator<RelNode> whole) {
        if (isThreshold(node)) {
            threshold((LogicalFilter) node, whole);
        } else if (node instanceof LogicalFilter filter && filter.getInput() instanceof LogicalAggregate) {
            branches(filter, whole);
        }
        if (node instanceof LogicalProject || node instanceof LogicalFilter || node instanceof LogicalSort) {
            moved(node, whole);
        }
        if (node instanceof LogicalAggregate aggregate) {
            counters(aggregate, whole);
            RelNode groups = aggregate.getInput();
            if (groups instanceof LogicalProject && isThreshold(groups.getInput(0))) {
                RelNode lifted = groups.copy(
                        groups.getTraitSet(), List.of(groups.getInput(0).getInput(0)));
                RelNode outer = aggregate.copy(aggregate.getTraitSet(), List.of(lifted));
                add("filter above the outer aggregate", whole, atLeast(outer, guardFields(outer), 100));
            }
        }
        if (node instanceof LogicalJoin join && readsRows(join)) {
            add(
                    "outer join",
                    whole,
                    join.copy(
                            join.getTraitSet(),
                            join.getCondition(),
                            join.getLeft(),
                            join.getRight(),
                            JoinRelType.FULL,
                            false));
        }
        if (node instanceof LogicalJoin join
                && join.getRight() instanceof LogicalAggregate distinct
                && distinct.getAggCallList().isEmpty()
                && readsRows(join)) {
            semiJoin(join, distinct, whole);
        }
        if (node instanceof LogicalTableScan scan) {
            QuerySource.Files source =
                    (QuerySource.Files) Objects.requireNonNull(scan.getTable().unwrap(EnforcedTable.class))
                            .source();
            add(
                    "another source",
                    whole,
                    LogicalTableScan.create(
                            scan.getCluster(),
                            new EnforcedTable(
                                    new QuerySource.Files("source_0", source.table(), source.columns()),
                                    scan.getRowType()),
                            List.of()));
        }
        subQueries(node, whole);
        for (int i = 0; i < node.getInputs().size(); i++) {
            int at = i;
            visit(node.getInput(i), replacement -> {
                List<RelNode> inputs = new ArrayList<>(node.getInputs());
                inputs.set(at, replacement);
                return whole.apply(node.copy(node.getTraitSet(), inputs));
            });
        }
    }

    /** Without its equality, or with the keys of another column, nothing counts the people of the sub-query. */
    private void semiJoin(LogicalJoin join, LogicalAggregate distinct, UnaryOperator<RelNode> whole) {
        add(
                "semi-join without its equality",
                whole,
                join.copy(
                        join.getTraitSet(),
                        rex.makeLiteral(true),
                        join.getLeft(),
                        join.getRight(),
                        JoinRelType.INNER,
                        false));
        if (distinct.getInput() instanceof LogicalProject keys && areCounted(keys)) {
            for (int key = 0; key < keys.getProjects().size(); key++) {
                if (keys.getProjects().size() == 1 || columnOf(keys, key).endsWith("hashed_email")) {
                    otherKeys(join, distinct, keys, key, whole);
                }
            }
        }
    }

    private void otherKeys(
            LogicalJoin join, LogicalAggregate distinct, LogicalProject keys, int key, UnaryOperator<RelNode> whole) {
        RelNode rows = keys.getInput();
        while (rows instanceof LogicalProject project) {
            rows = project.getInput();
        }
        for (int other = 0; other < rows.getRowType().getFieldCount(); other++) {
            if (!columnOf(rows, other).equals(columnOf(keys, key))
                    && rows.getRowType().getFieldList().get(other).getType().getSqlTypeName()
                            == keys.getRowType()
                                    .getFieldList()
                                    .get(key)
                                    .getType()
                                    .getSqlTypeName()) {
                List<RexNode> columns = new ArrayList<>();
                for (int i = 0; i < keys.getProjects().size(); i++) {
                    columns.add(rex.makeInputRef(rows, i == key ? other : fieldOf(rows, columnOf(keys, i))));
                }
                RelNode changed = LogicalProject.create(
                        rows, List.of(), columns, keys.getRowType().getFieldNames(), java.util.Set.of());
                add(
                        "semi-join keys of another column",
                        whole,
                        join.copy(
                                join.getTraitSet(),
                                List.of(join.getLeft(), distinct.copy(distinct.getTraitSet(), List.of(changed)))));
            }
        }
    }

    private static int fieldOf(RelNode rows, String column) {
        return IntStream.range(0, rows.getRowType().getFieldCount())
                .filter(i -> columnOf(rows, i).equals(column))
                .findFirst()
                .orElseThrow();
    }

    /** Any JOIN column of a table without a minimum may be the key. */
    private static boolean areCounted(RelNode node) {
        if (node instanceof LogicalTableScan scan) {
            return Objects.requireNonNull(scan.getTable().unwrap(EnforcedTable.class))
                                    .source()
                            instanceof QuerySource.Files files
                    && files.table()
                            .rule()
                            .filter(rule -> !rule.constraints().isEmpty())
                            .isPresent();
        }
        return node.getInputs().stream().allMatch(PlanMutants::areCounted);
    }

    /** Sub-queries have thresholds of their own; their counters end in them, so how they are carried does not matter. */
    private void subQueries(RelNode node, UnaryOperator<RelNode> whole) {
        int before = mutants.size();
        node.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery original) {
                visit(
                        original.rel,
                        replacement -> whole.apply(node.accept(new RexShuttle() {
                            @Override
                            public RexNode visitSubQuery(RexSubQuery subQuery) {
                                return subQuery.equals(original) ? subQuery.clone(replacement) : subQuery;
                            }
                        })));
                return original;
            }
        });
        mutants.subList(before, mutants.size()).removeIf(m -> m.kind().equals("largest for smallest"));
    }

    private void add(String kind, UnaryOperator<RelNode> whole, RelNode replacement) {
        RelNode mutant;
        try {
            mutant = whole.apply(replacement);
        } catch (AssertionError typesNoLongerFit) {
            return;
        }
        mutants.add(new Mutant(kind, mutant, enforced.guards()));
    }

    private static boolean isThreshold(RelNode node) {
        return node instanceof LogicalFilter filter
                && filter.getInput() instanceof LogicalAggregate aggregate
                && aggregate.getAggCallList().stream().anyMatch(PlanMutants::isCounter)
                && RelOptUtil.conjunctions(filter.getCondition()).stream()
                        .allMatch(c -> c.getKind() == SqlKind.GREATER_THAN_OR_EQUAL
                                && ((RexCall) c).getOperands().get(0) instanceof RexInputRef ref
                                && ref.getIndex() >= aggregate.getGroupCount()
                                && isCounter(
                                        aggregate.getAggCallList().get(ref.getIndex() - aggregate.getGroupCount())));
    }

    private static boolean isCounter(AggregateCall call) {
        return call.isDistinct() && call.getName() != null && call.getName().startsWith("guard");
    }

    private static boolean readsRows(RelNode node) {
        return !(node instanceof LogicalAggregate)
                && !(node instanceof Values)
                && (node instanceof LogicalTableScan
                        || node.getInputs().stream().anyMatch(PlanMutants::readsRows));
    }

    private void threshold(LogicalFilter filter, UnaryOperator<RelNode> whole) {
        RelNode aggregate = filter.getInput();
        List<RexNode> conjuncts = RelOptUtil.conjunctions(filter.getCondition());
        add("filter dropped", whole, aggregate);
        add(
                "filter weakened by OR",
                whole,
                LogicalFilter.create(
                        aggregate,
                        rex.makeCall(
                                SqlStdOperatorTable.OR,
                                filter.getCondition(),
                                rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, rex.makeInputRef(aggregate, 0)))));
        RelNode rows = aggregate.getInput(0);
        add(
                "filter below the aggregate",
                whole,
                aggregate.copy(
                        aggregate.getTraitSet(),
                        List.of(LogicalFilter.create(
                                rows,
                                rex.makeCall(
                                        SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                                        rex.makeExactLiteral(BigDecimal.valueOf(100)),
                                        rex.makeExactLiteral(BigDecimal.valueOf(100)))))));
        for (int i = 0; i < conjuncts.size(); i++) {
            RexCall conjunct = (RexCall) conjuncts.get(i);
            RexNode counter = conjunct.getOperands().get(0);
            BigDecimal minimum =
                    Objects.requireNonNull(((RexLiteral) conjunct.getOperands().get(1)).getValueAs(BigDecimal.class));
            RexNode lower = rex.makeExactLiteral(minimum.subtract(BigDecimal.ONE));
            RexNode same = rex.makeExactLiteral(minimum);
            add(
                    "minimum lowered",
                    whole,
                    LogicalFilter.create(
                            aggregate,
                            and(
                                    conjuncts,
                                    i,
                                    rex.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, counter, lower))));
            add(
                    "minimum turned round",
                    whole,
                    LogicalFilter.create(
                            aggregate,
                            and(conjuncts, i, rex.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, counter, same))));
            if (conjuncts.size() > 1) {
                List<RexNode> rest = new ArrayList<>(conjuncts);
                rest.remove(i);
                add(
                        "one of several minimums dropped",
                        whole,
                        LogicalFilter.create(aggregate, RexUtil.composeConjunction(rex, rest)));
            }
        }
    }

    /** A threshold that also holds branches of conditions to their minimums. */
    private void branches(LogicalFilter filter, UnaryOperator<RelNode> whole) {
        List<RexNode> conjuncts = RelOptUtil.conjunctions(filter.getCondition());
        for (int i = 0; i < conjuncts.size(); i++) {
            RexCall conjunct = (RexCall) conjuncts.get(i);
            List<RexNode> rest = new ArrayList<>(conjuncts);
            rest.remove(i);
            boolean branch = conjunct.getKind() == SqlKind.OR;
            if (branch && conjunct.getOperands().get(0).getKind() == SqlKind.EQUALS) {
                RexCall atLeast = (RexCall) conjunct.getOperands().get(1);
                RexNode lower = rex.makeCall(
                        SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                        atLeast.getOperands().get(0),
                        rex.makeExactLiteral(BigDecimal.valueOf(3)));
                add(
                        "branch minimum dropped",
                        whole,
                        LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rex, rest)));
                add(
                        "branch minimum lowered",
                        whole,
                        LogicalFilter.create(
                                filter.getInput(),
                                and(
                                        conjuncts,
                                        i,
                                        rex.makeCall(
                                                SqlStdOperatorTable.OR,
                                                conjunct.getOperands().get(0),
                                                lower))));
            } else if (conjunct.getKind() == SqlKind.GREATER_THAN_OR_EQUAL
                    && conjuncts.stream().anyMatch(c -> c.getKind() == SqlKind.OR)
                    && conjunct.getOperands().get(0) instanceof RexInputRef) {
                RexNode nobody = rex.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        conjunct.getOperands().get(0),
                        rex.makeExactLiteral(BigDecimal.ZERO));
                add(
                        "nobody is enough",
                        whole,
                        LogicalFilter.create(
                                filter.getInput(),
                                and(conjuncts, i, rex.makeCall(SqlStdOperatorTable.OR, nobody, conjunct))));
            }
        }
    }

    private RexNode and(List<RexNode> conjuncts, int at, RexNode instead) {
        List<RexNode> all = new ArrayList<>(conjuncts);
        all.set(at, instead);
        return RexUtil.composeConjunction(rex, all);
    }

    /** The threshold directly below a node goes directly above it. */
    private void moved(RelNode node, UnaryOperator<RelNode> whole) {
        RelNode below = node.getInput(0);
        if (!isThreshold(below)) {
            return;
        }
        RelNode lifted = node.copy(node.getTraitSet(), List.of(below.getInput(0)));
        List<Integer> counters = node instanceof LogicalProject ? List.of() : guardFields(below);
        if (node instanceof LogicalProject project) {
            List<Integer> found = new ArrayList<>();
            for (int guard : guardFields(below)) {
                for (int i = 0; i < project.getProjects().size(); i++) {
                    if (project.getProjects().get(i) instanceof RexInputRef ref && ref.getIndex() == guard) {
                        found.add(i);
                    }
                }
            }
            counters = found;
        }
        String over = node instanceof LogicalProject
                ? "the projection"
                : node instanceof LogicalSort ? "the sort" : "the user's HAVING";
        add("filter above " + over, whole, atLeast(lifted, counters, 100));
    }

    private static List<Integer> guardFields(RelNode node) {
        return IntStream.range(0, node.getRowType().getFieldCount())
                .filter(i -> node.getRowType().getFieldNames().get(i).startsWith("guard"))
                .boxed()
                .toList();
    }

    private RelNode atLeast(RelNode input, List<Integer> counters, int minimum) {
        return LogicalFilter.create(
                input,
                RexUtil.composeConjunction(
                        rex,
                        counters.stream()
                                .map(i -> rex.makeCall(
                                        SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                                        rex.makeInputRef(input, i),
                                        rex.makeExactLiteral(BigDecimal.valueOf(minimum))))
                                .toList()));
    }

    private void counters(LogicalAggregate aggregate, UnaryOperator<RelNode> whole) {
        List<AggregateCall> calls = aggregate.getAggCallList();
        for (int i = 0; i < calls.size(); i++) {
            AggregateCall call = calls.get(i);
            if (isCounter(call)) {
                int key = call.getArgList().get(0);
                String column = columnOf(aggregate.getInput(), key);
                for (int other = 0; other < aggregate.getInput().getRowType().getFieldCount(); other++) {
                    if (!columnOf(aggregate.getInput(), other).equals(column)) {
                        replace("counter of another column", aggregate, i, call.withArgList(List.of(other)), whole);
                    }
                }
                for (AggregateCall another : calls) {
                    if (isCounter(another) && !another.getArgList().equals(call.getArgList())) {
                        replace(
                                "counter of another reference",
                                aggregate,
                                i,
                                call.withArgList(another.getArgList()),
                                whole);
                    }
                }
                replace("distinct dropped", aggregate, i, call.withDistinct(false), whole);
                replace("counter approximate", aggregate, i, call.withApproximate(true), whole);
                // Other functions have another type under grouping sets.
                boolean countsAlone =
                        calls.stream().allMatch(c -> c.getAggregation().equals(SqlStdOperatorTable.COUNT));
                if (aggregate.getGroupCount() > 0 && countsAlone) {
                    add(
                            "grouping sets",
                            whole,
                            aggregate.copy(
                                    aggregate.getTraitSet(),
                                    aggregate.getInput(),
                                    aggregate.getGroupSet(),
                                    List.of(aggregate.getGroupSet(), ImmutableBitSet.of()),
                                    calls));
                }
            } else if (call.getAggregation().equals(SqlStdOperatorTable.MIN)
                    && call.getName() != null
                    && call.getName().startsWith("guard")) {
                replace(
                        "largest for smallest",
                        aggregate,
                        i,
                        AggregateCall.create(
                                call.getParserPosition(),
                                SqlStdOperatorTable.MAX,
                                false,
                                false,
                                false,
                                List.of(),
                                call.getArgList(),
                                -1,
                                null,
                                call.getCollation(),
                                call.getType(),
                                call.getName()),
                        whole);
            }
        }
    }

    private void replace(
            String kind, LogicalAggregate aggregate, int at, AggregateCall instead, UnaryOperator<RelNode> whole) {
        List<AggregateCall> calls = new ArrayList<>(aggregate.getAggCallList());
        calls.set(at, instead);
        add(
                kind,
                whole,
                aggregate.copy(
                        aggregate.getTraitSet(),
                        aggregate.getInput(),
                        aggregate.getGroupSet(),
                        aggregate.getGroupSets(),
                        calls));
    }

    /** The column of a table that a field is, by name; an inner join on it makes both tables' columns the same people. */
    private static String columnOf(RelNode node, int field) {
        if (node instanceof LogicalTableScan) {
            return node.getRowType().getFieldNames().get(field);
        }
        if (node instanceof LogicalProject project) {
            return project.getProjects().get(field) instanceof RexInputRef ref
                    ? columnOf(project.getInput(), ref.getIndex())
                    : "computed";
        }
        if (node instanceof LogicalJoin join) {
            int left = join.getLeft().getRowType().getFieldCount();
            return field < left ? columnOf(join.getLeft(), field) : columnOf(join.getRight(), field - left);
        }
        if (node instanceof LogicalAggregate distinct
                && distinct.getAggCallList().isEmpty()) {
            return columnOf(distinct.getInput(), distinct.getGroupSet().nth(field));
        }
        if (node instanceof LogicalValues || node instanceof LogicalAggregate) {
            return "computed";
        }
        return columnOf(node.getInput(0), field);
    }

    private void guards() {
        RelNode plan = enforced.plan();
        List<Guard> guards = enforced.guards();
        for (int i = 0; i < guards.size(); i++) {
            Guard guard = guards.get(i);
            List<Guard> rest = new ArrayList<>(guards);
            rest.remove(i);
            mutants.add(new Mutant("guard dropped", plan, rest));
            mutants.add(new Mutant(
                    "guard lowered", plan, with(guards, i, new Guard(guard.index(), guard.minimum() - 1))));
            mutants.add(new Mutant(
                    "guard beyond the fields",
                    plan,
                    with(guards, i, new Guard(plan.getRowType().getFieldCount(), guard.minimum()))));
            for (int field = 0; field < plan.getRowType().getFieldCount(); field++) {
                // A BIGINT of the user's may be a count of the same people, and then it proves as much.
                if (plan.getRowType().getFieldList().get(field).getType().getSqlTypeName() != SqlTypeName.BIGINT) {
                    mutants.add(new Mutant("guard shifted", plan, with(guards, i, new Guard(field, guard.minimum()))));
                }
            }
        }
    }

    private static List<Guard> with(List<Guard> guards, int at, Guard instead) {
        List<Guard> all = new ArrayList<>(guards);
        all.set(at, instead);
        return all;
    }
}
