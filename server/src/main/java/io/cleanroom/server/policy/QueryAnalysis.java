package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.sql.BoundTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.SetOp;
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
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Types a plan bottom-up and writes down every use of every column. It judges nothing: rules do, from its facts. Classes of
 * nodes are matched exactly; one that is not named here is a fact of its own, which no rule lets pass.
 *
 * <p>Calcite's own lineage is no help: it does not report the columns of FILTER clauses, conditions and sub-queries.
 */
final class QueryAnalysis {
    private final List<Fact> facts = new ArrayList<>();
    private final ExpressionFacts expressions = new ExpressionFacts(facts, new ExpressionFacts.Typing() {
        @Override
        public Relation of(RelNode subQuery) {
            Relation known = relations.get(subQuery);
            return known == null ? type(subQuery, Set.of()) : known;
        }

        @Override
        public Optional<Relation> around(CorrelationId id) {
            return Optional.ofNullable(around.get(id));
        }
    });
    private final AggregateFacts aggregates = new AggregateFacts(facts);
    private final WindowFacts windows = new WindowFacts(facts);
    private final IdentityHashMap<RelNode, TableReference> references = new IdentityHashMap<>();
    private final Set<BoundTable.OfSystem> systemTables = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<RelNode, Relation> relations = new IdentityHashMap<>();
    private final Map<CorrelationId, Relation> around = new HashMap<>();

    private QueryAnalysis() {}

    static QueryAnalysis of(RelNode plan) {
        QueryAnalysis analysis = new QueryAnalysis();
        Relation root = analysis.type(plan, Set.of());
        root.fields().forEach(f -> analysis.facts.add(new Fact.Answered(f.bases(), false)));
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
            relation = setOperation((SetOp) node, "UNION");
        } else if (kind == LogicalIntersect.class) {
            relation = setOperation((SetOp) node, "INTERSECT");
        } else if (kind == LogicalMinus.class) {
            relation = setOperation((SetOp) node, "EXCEPT");
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
        filter.getVariablesSet().forEach(id -> around.put(id, input));
        Set<TableReference> joined = expressions.condition(filter.getCondition(), input, Fact.Place.FILTER);
        if (joined.isEmpty()) {
            return input;
        }
        joined.addAll(input.references());
        return new Relation(input.status(), joined, input.fields());
    }

    private Relation join(LogicalJoin join) {
        Relation left = type(join.getLeft(), Set.of());
        Relation right = type(join.getRight(), Set.of());
        boolean inner = join.getJoinType() == JoinRelType.INNER;
        List<Field> fields = new ArrayList<>();
        left.fields().forEach(f -> fields.add(inner ? f : f.fixed()));
        right.fields().forEach(f -> fields.add(inner ? f : f.fixed()));
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
        if (rows && !inner) {
            facts.add(outer(join.getJoinType(), left, right));
        }
        if (!SubQueries.in(join.getCondition()).isEmpty()) {
            facts.add(new Fact.Unreviewed("a sub-query in ON", SqlParserPos.ZERO));
        }
        expressions.condition(join.getCondition(), joined, Fact.Place.JOIN_CONDITION);
        return joined;
    }

    private static Fact.OuterJoined outer(JoinRelType type, Relation left, Relation right) {
        return switch (type) {
            case LEFT -> new Fact.OuterJoined("LEFT", left.references(), right.references());
            case RIGHT -> new Fact.OuterJoined("RIGHT", right.references(), left.references());
            default -> new Fact.OuterJoined(type.name(), Set.of(), Relation.union(left, right));
        };
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
        project.getVariablesSet().forEach(id -> around.put(id, input));
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < project.getProjects().size(); i++) {
            RexNode node = project.getProjects().get(i);
            boolean argument = onlyArguments.contains(i);
            Field field = expressions.projected(node, input, input.isRows() && !argument);
            if (input.isRows() && RexOver.containsOver(node)) {
                windows.in(node, input, EqualFields.of(project.getInput()));
            }
            if (input.isRows() && field.plain().isEmpty() && !argument) {
                SqlParserPos pos = ExpressionFacts.position(node);
                sorted(field.values()).forEach(c -> facts.add(new Fact.Used(c, Fact.Place.EXPRESSION, pos)));
            }
            fields.add(field);
        }
        boolean reveals = input.status() == Relation.Status.CONSTANT
                && project.getProjects().stream()
                        .flatMap(p -> SubQueries.in(p).stream())
                        .anyMatch(q -> typeOf(q.rel).status() == Relation.Status.RELEASED);
        return reveals ? new Relation(Relation.Status.RELEASED, input.references(), fields) : input.withFields(fields);
    }

    private static List<ColumnReference> sorted(Set<ColumnReference> columns) {
        return columns.stream()
                .sorted(java.util.Comparator.comparing(ColumnReference::toString))
                .toList();
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
                sorted(field.values())
                        .forEach(c -> facts.add(new Fact.Used(c, Fact.Place.GROUP_KEY, SqlParserPos.ZERO)));
            }
            fields.add(field);
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            fields.add(aggregates.call(call, input));
        }
        boolean groupingSets = aggregate.getGroupType() != LogicalAggregate.Group.SIMPLE;
        if (groupingSets && !input.isRows()) {
            facts.add(new Fact.Unreviewed("GROUPING SETS", SqlParserPos.ZERO));
        }
        if (!input.isRows()) {
            return input.withFields(fields);
        }
        facts.add(new Fact.Released(
                input.references(),
                fields.subList(0, aggregate.getGroupCount()),
                aggregate.getAggCallList().size(),
                groupingSets));
        return new Relation(Relation.Status.RELEASED, input.references(), fields);
    }

    private Relation sort(LogicalSort sort) {
        Relation input = type(sort.getInput(), Set.of());
        if (input.isRows()) {
            facts.add(new Fact.OverRows(
                    sort.fetch == null && sort.offset == null ? "ORDER BY" : "LIMIT", input.references()));
        }
        sort.getCollation()
                .getFieldCollations()
                .forEach(key -> facts.add(new Fact.Answered(
                        input.fields().get(key.getFieldIndex()).bases(), true)));
        return input;
    }

    private Relation setOperation(SetOp node, String name) {
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
                fields.set(i, fields.get(i).or(input.fields().get(i)).fixed());
            }
        }
        if (!(node instanceof LogicalUnion)) {
            expressions.sides(inputs);
        }
        if (rows && node instanceof LogicalUnion union && union.all) {
            facts.add(
                    inputs.stream().allMatch(Relation::isRows)
                            ? new Fact.RowsUnited(
                                    inputs.stream().map(Relation::references).toList())
                            : new Fact.Mixed(below));
        } else if (rows) {
            facts.add(new Fact.OverRows(name, below));
        } else if (node.all && !name.equals("UNION")) {
            facts.add(new Fact.Unreviewed(name + " ALL", SqlParserPos.ZERO));
        }
        return new Relation(
                rows ? Relation.Status.ROWS : released ? Relation.Status.RELEASED : Relation.Status.CONSTANT,
                below,
                fields);
    }
}
