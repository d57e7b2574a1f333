package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.AllowedFunctions;
import io.cleanroom.server.sql.BoundTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
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
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Types a plan bottom-up and writes down every use of every column. It judges nothing: rules do, from its facts. Classes of
 * nodes are matched exactly; one that is not named here is a fact of its own, which no rule lets pass.
 *
 * <p>Calcite's own lineage is no help: it does not report the columns of FILTER clauses, conditions and sub-queries.
 */
final class QueryAnalysis {
    private final List<Fact> facts = new ArrayList<>();
    private final IdentityHashMap<RelNode, TableReference> references = new IdentityHashMap<>();
    private final Set<BoundTable.OfSystem> systemTables = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<RelNode, Relation> relations = new IdentityHashMap<>();

    private QueryAnalysis() {}

    static QueryAnalysis of(RelNode plan) {
        QueryAnalysis analysis = new QueryAnalysis();
        Relation root = analysis.type(plan, Set.of());
        if (root.isRows()) {
            analysis.facts.add(new Fact.RowsAnswered(root.references(), root.fields()));
        }
        return analysis;
    }

    List<Fact> facts() {
        return facts;
    }

    /** Every reference, by the scan that it is. */
    IdentityHashMap<RelNode, TableReference> references() {
        return references;
    }

    boolean readsSystem() {
        return !systemTables.isEmpty();
    }

    /** The type of each node of the plan, by identity. */
    Relation typeOf(RelNode node) {
        Relation relation = relations.get(node);
        if (relation == null) {
            throw new IllegalStateException("not part of the plan");
        }
        return relation;
    }

    /**
     * Types a node.
     *
     * @param onlyArguments the fields that nothing but an aggregate's argument uses; the aggregate answers for those
     */
    private Relation type(RelNode node, Set<Integer> onlyArguments) {
        Relation relation;
        Class<?> kind = node.getClass();
        if (kind == LogicalTableScan.class) {
            relation = scan((TableScan) node);
        } else if (kind == LogicalFilter.class) {
            relation = filter((LogicalFilter) node, onlyArguments);
        } else if (kind == LogicalProject.class) {
            relation = project((LogicalProject) node, onlyArguments);
        } else if (kind == LogicalJoin.class) {
            relation = join((LogicalJoin) node);
        } else if (kind == LogicalAggregate.class) {
            relation = aggregate((LogicalAggregate) node);
        } else if (kind == LogicalSort.class) {
            relation = sort((LogicalSort) node);
        } else if (kind == LogicalUnion.class) {
            relation = setOperation(node, "UNION");
        } else if (kind == LogicalIntersect.class) {
            relation = setOperation(node, "INTERSECT");
        } else if (kind == LogicalMinus.class) {
            relation = setOperation(node, "EXCEPT");
        } else if (kind == LogicalValues.class) {
            relation = new Relation(
                    Relation.Status.CONSTANT,
                    Set.of(),
                    Collections.nCopies(node.getRowType().getFieldCount(), Field.CONSTANT));
        } else {
            relation = unknown(node);
        }
        relations.put(node, relation);
        return relation;
    }

    private Relation unknown(RelNode node) {
        facts.add(new Fact.Unreviewed(operatorName(node), SqlParserPos.ZERO));
        Set<TableReference> below = new HashSet<>();
        Set<ColumnReference> bases = new HashSet<>();
        boolean rows = false;
        for (RelNode input : node.getInputs()) {
            Relation relation = type(input, Set.of());
            if (node.getInputs().size() == 1 && node.getRowType().equals(input.getRowType())) {
                return relation;
            }
            below.addAll(relation.references());
            relation.fields().forEach(f -> bases.addAll(f.bases()));
            rows |= relation.isRows();
        }
        return new Relation(
                rows ? Relation.Status.ROWS : Relation.Status.RELEASED,
                below,
                Collections.nCopies(node.getRowType().getFieldCount(), Field.computed(bases)));
    }

    private static String operatorName(RelNode node) {
        return node.getRelTypeName().replace("Logical", "").toUpperCase(java.util.Locale.ROOT);
    }

    private Relation scan(TableScan scan) {
        BoundTable table = scan.getTable().unwrap(BoundTable.class);
        if (table instanceof BoundTable.OfSystem system) {
            systemTables.add(system);
            return new Relation(
                    Relation.Status.CONSTANT,
                    Set.of(),
                    Collections.nCopies(scan.getRowType().getFieldCount(), Field.CONSTANT));
        }
        if (!(table instanceof BoundTable.OfMember member)) {
            // What a recursive query calls its own earlier rows.
            return unknown(scan);
        }
        TableReference reference = new TableReference(references.size() + 1, member.shared(), member.access());
        if (references.put(scan, reference) != null) {
            throw new Problem(Code.NOT_SUPPORTED, "this form of query is not supported");
        }
        facts.add(new Fact.Scanned(reference));
        return new Relation(
                Relation.Status.ROWS,
                Set.of(reference),
                member.columns().stream()
                        .map(c -> Field.of(new ColumnReference(reference, c.name())))
                        .toList());
    }

    private Relation filter(LogicalFilter filter, Set<Integer> onlyArguments) {
        Relation input = type(filter.getInput(), onlyArguments);
        condition(filter.getCondition(), input, Fact.Place.FILTER);
        return input;
    }

    private Relation join(LogicalJoin join) {
        Relation left = type(join.getLeft(), Set.of());
        Relation right = type(join.getRight(), Set.of());
        List<Field> fields = new ArrayList<>(left.fields());
        fields.addAll(right.fields());
        boolean rows = left.isRows() || right.isRows();
        Relation.Status status = rows
                ? Relation.Status.ROWS
                : left.status() == Relation.Status.CONSTANT && right.status() == Relation.Status.CONSTANT
                        ? Relation.Status.CONSTANT
                        : Relation.Status.RELEASED;
        Relation joined = new Relation(status, Relation.union(left, right), fields);
        if (rows && !(left.isRows() && right.isRows())) {
            facts.add(new Fact.Mixed(joined.references()));
        }
        if (rows && join.getJoinType() != JoinRelType.INNER) {
            facts.add(new Fact.OuterJoined(join.getJoinType().name(), joined.references()));
        }
        condition(join.getCondition(), joined, Fact.Place.JOIN_CONDITION);
        return joined;
    }

    private void condition(RexNode condition, Relation input, Fact.Place place) {
        if (!input.isRows()) {
            expression(condition, input);
            return;
        }
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            Optional<Fact.Equated> equality = equality(conjunct, input);
            if (equality.isPresent()) {
                facts.add(equality.get());
                continue;
            }
            List<RexNode> disjuncts = RelOptUtil.disjunctions(conjunct);
            List<Fact.Equated> alternatives = disjuncts.stream()
                    .map(d -> equality(d, input))
                    .flatMap(Optional::stream)
                    .toList();
            if (disjuncts.size() > 1 && alternatives.size() == disjuncts.size()) {
                facts.add(new Fact.EquatedByOr(alternatives));
                continue;
            }
            Field used = expression(conjunct, input);
            SqlParserPos pos = position(conjunct);
            used.bases().forEach(column -> facts.add(new Fact.Used(column, place, pos)));
        }
    }

    /** {@code a = b} where a and b are bare columns of different references. */
    private static Optional<Fact.Equated> equality(RexNode node, Relation input) {
        if (node.getKind() != SqlKind.EQUALS || !(node instanceof RexCall call)) {
            return Optional.empty();
        }
        Optional<ColumnReference> left = bare(call.getOperands().get(0), input);
        Optional<ColumnReference> right = bare(call.getOperands().get(1), input);
        return left.isPresent()
                        && right.isPresent()
                        && !left.get().table().equals(right.get().table())
                ? Optional.of(new Fact.Equated(left.get(), right.get()))
                : Optional.empty();
    }

    private static Optional<ColumnReference> bare(RexNode node, Relation input) {
        return Expressions.inputIndex(Expressions.withoutWidening(node))
                .flatMap(i -> input.fields().get(i).bare());
    }

    private Relation project(LogicalProject project, Set<Integer> onlyArguments) {
        Set<Integer> argumentsBelow = new HashSet<>();
        Set<Integer> usedOtherwise = new HashSet<>();
        for (int i = 0; i < project.getProjects().size(); i++) {
            Optional<Integer> plain =
                    Expressions.inputIndex(project.getProjects().get(i));
            if (onlyArguments.contains(i) && plain.isPresent()) {
                argumentsBelow.add(plain.get());
            } else {
                usedOtherwise.addAll(Expressions.inputs(project.getProjects().get(i)));
            }
        }
        argumentsBelow.removeAll(usedOtherwise);
        Relation input = type(project.getInput(), argumentsBelow);
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < project.getProjects().size(); i++) {
            RexNode node = project.getProjects().get(i);
            Field field = expression(node, input);
            if (input.isRows() && field.bare().isEmpty() && !onlyArguments.contains(i)) {
                SqlParserPos pos = position(node);
                field.bases().forEach(c -> facts.add(new Fact.Used(c, Fact.Place.EXPRESSION, pos)));
            }
            fields.add(field);
        }
        return input.withFields(fields);
    }

    /** What an expression derives from; functions and unreviewed parts become facts. */
    private Field expression(RexNode node, Relation input) {
        Optional<Integer> plain = Expressions.inputIndex(node);
        if (plain.isPresent()) {
            return input.fields().get(plain.get());
        }
        Set<ColumnReference> bases = new HashSet<>();
        for (int index : Expressions.inputs(node)) {
            bases.addAll(input.fields().get(index).bases());
        }
        node.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                applied(call, input);
                return super.visitCall(call);
            }

            @Override
            public RexNode visitOver(RexOver over) {
                if (input.isRows()) {
                    facts.add(new Fact.OverRows("a window function", input.references()));
                }
                if (!AllowedFunctions.isReviewedWindow(over.getAggOperator())) {
                    facts.add(new Fact.Unreviewed(over.getAggOperator().getName(), over.getParserPosition()));
                }
                return super.visitOver(over);
            }
        });
        Expressions.unreviewed(node).forEach(what -> facts.add(new Fact.Unreviewed(what, position(node))));
        return Field.computed(bases);
    }

    private void applied(RexCall call, Relation input) {
        if (!AllowedFunctions.isReviewed(call.getOperator())) {
            facts.add(new Fact.Unreviewed(call.getOperator().getName(), call.getParserPosition()));
            return;
        }
        if (input.isRows() && !Expressions.isWidening(call)) {
            AllowedFunctions.grantName(call.getOperator()).ifPresent(name -> {
                Set<ColumnReference> columns = new HashSet<>();
                Expressions.inputs(call)
                        .forEach(i -> columns.addAll(input.fields().get(i).bases()));
                if (!columns.isEmpty()) {
                    facts.add(new Fact.Applied(name, columns, call.getParserPosition()));
                }
            });
        }
    }

    private Relation aggregate(LogicalAggregate aggregate) {
        Set<Integer> arguments = new HashSet<>();
        aggregate.getAggCallList().forEach(call -> arguments.addAll(call.getArgList()));
        aggregate.getGroupSet().forEach(arguments::remove);
        Relation input = type(aggregate.getInput(), arguments);
        List<Field> fields = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            Field field = input.fields().get(key);
            if (input.isRows()) {
                field.bases().forEach(c -> facts.add(new Fact.Used(c, Fact.Place.GROUP_KEY, SqlParserPos.ZERO)));
            }
            fields.add(field);
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            fields.add(call(call, input));
        }
        boolean groupingSets = aggregate.getGroupType() != LogicalAggregate.Group.SIMPLE;
        if (groupingSets && !input.isRows()) {
            facts.add(new Fact.Unreviewed("GROUPING SETS", SqlParserPos.ZERO));
        }
        if (!input.isRows()) {
            return input.withFields(fields);
        }
        facts.add(new Fact.Released(input.references(), groupingSets));
        return new Relation(Relation.Status.RELEASED, input.references(), fields);
    }

    private Field call(AggregateCall call, Relation input) {
        SqlParserPos pos = call.getParserPosition();
        if (!AllowedFunctions.isReviewedAggregate(call.getAggregation())
                || call.isApproximate()
                || call.ignoreNulls()
                || !call.rexList.isEmpty()
                || call.distinctKeys != null
                || !call.getCollation().getFieldCollations().isEmpty()) {
            facts.add(new Fact.Unreviewed(
                    call.getAggregation().getName() + " with these options", pos == null ? SqlParserPos.ZERO : pos));
        }
        Set<ColumnReference> bases = new HashSet<>();
        call.getArgList().forEach(i -> bases.addAll(input.fields().get(i).bases()));
        if (!input.isRows()) {
            return Field.computed(bases);
        }
        if (call.hasFilter()) {
            facts.add(new Fact.OverRows("FILTER inside an aggregate function", input.references()));
            bases.addAll(input.fields().get(call.filterArg).bases());
        }
        facts.add(AggregateFacts.of(call, bases, input, pos == null ? SqlParserPos.ZERO : pos));
        return Field.computed(bases);
    }

    private Relation sort(LogicalSort sort) {
        Relation input = type(sort.getInput(), Set.of());
        if (input.isRows()) {
            facts.add(new Fact.OverRows(
                    sort.fetch == null && sort.offset == null ? "ORDER BY" : "LIMIT", input.references()));
        }
        return input;
    }

    private Relation setOperation(RelNode node, String name) {
        List<Relation> inputs =
                node.getInputs().stream().map(i -> type(i, Set.of())).toList();
        List<Field> fields = new ArrayList<>(inputs.get(0).fields());
        Set<TableReference> below = new HashSet<>();
        boolean rows = false;
        boolean released = false;
        for (Relation input : inputs) {
            below.addAll(input.references());
            rows |= input.isRows();
            released |= input.status() == Relation.Status.RELEASED;
            for (int i = 0; i < fields.size(); i++) {
                fields.set(i, fields.get(i).or(input.fields().get(i)));
            }
        }
        if (rows) {
            facts.add(new Fact.OverRows(name, below));
        } else if (released && !name.equals("UNION")) {
            facts.add(new Fact.Unreviewed(name, SqlParserPos.ZERO));
        }
        return new Relation(
                rows ? Relation.Status.ROWS : released ? Relation.Status.RELEASED : Relation.Status.CONSTANT,
                below,
                fields);
    }

    /** The text position of an expression, if Calcite kept one. */
    private static SqlParserPos position(RexNode node) {
        if (!(node instanceof RexCall call)) {
            return SqlParserPos.ZERO;
        }
        if (call.getParserPosition().getLineNum() > 0) {
            return call.getParserPosition();
        }
        return call.getOperands().stream()
                .map(QueryAnalysis::position)
                .filter(p -> p.getLineNum() > 0)
                .findFirst()
                .orElse(SqlParserPos.ZERO);
    }

    /** {@code COUNT(*)} and its disguises. */
    static boolean countsRows(AggregateCall call, Set<ColumnReference> bases) {
        return bases.isEmpty()
                && !call.isDistinct()
                && (call.getAggregation().equals(SqlStdOperatorTable.COUNT)
                        || call.getAggregation().equals(SqlStdOperatorTable.SUM));
    }
}
