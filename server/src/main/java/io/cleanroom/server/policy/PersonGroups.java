package io.cleanroom.server.policy;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/**
 * Groups of one person each, which the query groups again or chooses people by, are no result but rows: one of each person, with windows over the
 * rows of that person. So how often people did something, and how many of them, can be asked as it is asked everywhere.
 *
 * <pre>
 * Aggregate(n; COUNT(*))                          Aggregate(n; COUNT(*))
 *   Aggregate(person; n = COUNT(*))          =&gt;     Project(person, n)
 *                                                     Filter(nth = 1)
 *                                                       Project(person, n = COUNT(*) OVER (PARTITION BY person),
 *                                                               nth = ROW_NUMBER() OVER (PARTITION BY person))
 * </pre>
 */
final class PersonGroups {
    /**
     * What an aggregate reads, with all columns of its tables where the query chose some: a join may make one equal to the
     * identity of another.
     */
    private record Columns(RelNode input, List<Integer> chosen) {
        static Columns of(LogicalAggregate aggregate) {
            if (aggregate.getInput() instanceof LogicalProject project
                    && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)) {
                return new Columns(
                        project.getInput(),
                        project.getProjects().stream()
                                .map(field -> ((RexInputRef) field).getIndex())
                                .toList());
            }
            return new Columns(aggregate.getInput(), Carried.identity(aggregate.getInput()));
        }

        int below(int field) {
            return chosen.get(field);
        }
    }

    private final QueryAnalysis analysis;
    private final RexBuilder rex;

    private PersonGroups(QueryAnalysis analysis, RexBuilder rex) {
        this.analysis = analysis;
        this.rex = rex;
    }

    static RelNode of(RelNode plan) {
        return hasInner(plan, false)
                ? new PersonGroups(QueryAnalysis.of(plan), plan.getCluster().getRexBuilder()).rewritten(plan, false)
                : plan;
    }

    private static boolean hasInner(RelNode node, boolean inside) {
        boolean aggregate = node instanceof Aggregate;
        return (aggregate && inside)
                || node.getInputs().stream().anyMatch(input -> hasInner(input, inside || aggregate))
                || semiJoins(node).anyMatch(subQuery -> hasInner(subQuery.rel, true));
    }

    private static Stream<RexSubQuery> semiJoins(RelNode node) {
        return node instanceof LogicalFilter filter
                ? SubQueries.in(filter.getCondition()).stream().filter(subQuery -> subQuery.getKind() == SqlKind.IN)
                : Stream.of();
    }

    private RelNode rewritten(RelNode node, boolean inside) {
        List<RelNode> inputs = node.getInputs().stream()
                .map(input -> rewritten(input, inside || node instanceof Aggregate))
                .toList();
        RelNode copy = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
        if (semiJoins(copy).findAny().isPresent()) {
            return copy.accept(new RexShuttle() {
                @Override
                public RexNode visitSubQuery(RexSubQuery subQuery) {
                    return subQuery.getKind() == SqlKind.IN ? subQuery.clone(rewritten(subQuery.rel, true)) : subQuery;
                }
            });
        }
        return inside && node instanceof LogicalAggregate aggregate && isOfPersons(aggregate)
                ? windows((LogicalAggregate) copy)
                : copy;
    }

    private boolean isOfPersons(LogicalAggregate aggregate) {
        Columns columns = Columns.of(aggregate);
        Relation input = analysis.typeOf(columns.input());
        EqualFields equal = EqualFields.of(columns.input());
        Set<ColumnReference> keys = new HashSet<>();
        aggregate.getGroupSet().forEach(key -> keys.addAll(WindowFacts.columns(columns.below(key), input, equal)));
        return input.isRows()
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getAggCallList().stream().allMatch(PersonGroups::isWindow)
                && input.references().stream().allMatch(table -> isOfOne(table, keys));
    }

    /** One row is left of each person, so what a minimum counts has to be the same in all rows of a group. */
    private static boolean isOfOne(TableReference table, Set<ColumnReference> keys) {
        return table.identity().filter(keys::contains).isPresent()
                && table.rule().constraints().stream()
                        .allMatch(minimum -> keys.contains(new ColumnReference(table, minimum.column())));
    }

    /** What a window computes as well. */
    private static boolean isWindow(AggregateCall call) {
        return !call.isDistinct()
                && !call.hasFilter()
                && !call.isApproximate()
                && call.distinctKeys == null
                && call.getCollation().getFieldCollations().isEmpty()
                && call.getArgList().size() <= 1;
    }

    private RelNode windows(LogicalAggregate aggregate) {
        Columns columns = Columns.of(aggregate);
        RelNode input = columns.input();
        List<RexNode> keys = new ArrayList<>();
        aggregate.getGroupSet().forEach(key -> keys.add(rex.makeInputRef(input, columns.below(key))));
        List<RexNode> fields = new ArrayList<>(keys);
        for (AggregateCall call : aggregate.getAggCallList()) {
            Optional<RexInputRef> argument =
                    call.getArgList().stream().findFirst().map(i -> rex.makeInputRef(input, columns.below(i)));
            fields.add(over(call.getType(), call.getAggregation(), argument.orElse(null), keys));
        }
        List<String> names = new ArrayList<>(aggregate.getRowType().getFieldNames());
        RelDataType number = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        fields.add(over(number, SqlStdOperatorTable.ROW_NUMBER, null, keys));
        names.add("nth");
        RelNode all =
                LogicalProject.create(input, List.of(), fields, SqlValidatorUtil.uniquify(names, false), Set.of());
        RelNode first = LogicalFilter.create(
                all,
                rex.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        rex.makeInputRef(all, fields.size() - 1),
                        rex.makeExactLiteral(BigDecimal.ONE, number)));
        List<RexNode> kept = new ArrayList<>();
        for (int i = 0; i < fields.size() - 1; i++) {
            kept.add(rex.makeInputRef(first, i));
        }
        return LogicalProject.create(
                first, List.of(), kept, aggregate.getRowType().getFieldNames(), Set.of());
    }

    private RexNode over(
            RelDataType type, SqlAggFunction function, @Nullable RexNode argument, List<RexNode> partitionKeys) {
        return rex.makeOver(
                type,
                function,
                argument == null ? List.of() : List.of(argument),
                partitionKeys,
                ImmutableList.of(),
                RexWindowBounds.UNBOUNDED_PRECEDING,
                RexWindowBounds.UNBOUNDED_FOLLOWING,
                RexWindowExclusion.EXCLUDE_NO_OTHER,
                false,
                true,
                false,
                false,
                false);
    }
}
