package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** One plan's way to text: a relation becomes a {@link Block}, or a clause of the block of its input. */
final class PlanWriter {
    private final RexBuilder rexBuilder;
    private final Map<CorrelationId, List<Sql>> outer = new HashMap<>();
    private int aliases;

    PlanWriter(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    RexBuilder rexBuilder() {
        return rexBuilder;
    }

    /** The whole statement: the root's fields under their own names, each of its declared type. */
    String statement(RelNode root) {
        Block block = block(root);
        List<RelDataTypeField> declared = root.getRowType().getFieldList();
        List<Sql> before = block.fields;
        List<Sql> after = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            after.add(ExpressionWriter.declared(before.get(i), declared.get(i).getType()));
        }
        block.fields = after;
        block.order.replaceAll(item -> {
            int field = before.indexOf(item.field());
            return field < 0 ? item : new Block.Order(after.get(field), item.direction());
        });
        return block.select(root.getRowType().getFieldNames());
    }

    /** A query inside another, with names by which it can be referred to. */
    String query(RelNode rel) {
        return block(rel).select(names(rel));
    }

    String query(RelNode rel, UnaryOperator<Sql> field) {
        Block block = block(rel);
        block.fields = block.fields.stream().map(field).toList();
        return block.select(names(rel));
    }

    /** The columns of the query around a sub-query. */
    Sql outer(CorrelationId id, int field) {
        List<Sql> fields = outer.get(id);
        if (fields == null) {
            throw Unsupported.of("a reference to a query that is not around it");
        }
        return fields.get(field);
    }

    private Block block(RelNode rel) {
        if (rel instanceof TableScan scan) {
            return scan(scan);
        } else if (rel instanceof Filter filter) {
            return filter(filter);
        } else if (rel instanceof Project project) {
            return project(project);
        } else if (rel instanceof Join join) {
            return join(join);
        } else if (rel instanceof Correlate correlate) {
            return correlate(correlate);
        } else if (rel instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        } else if (rel instanceof Sort sort) {
            return sort(sort);
        } else if (rel instanceof SetOp operation) {
            return setOperation(operation);
        } else if (rel instanceof Values values) {
            return values(values);
        }
        throw Unsupported.of("a plan with " + rel.getRelTypeName());
    }

    private Block scan(TableScan scan) {
        List<String> name =
                scan.getTable() == null ? List.of() : scan.getTable().getQualifiedName();
        if (name.size() != 1) {
            throw Unsupported.of("a table whose name has " + name.size() + " parts");
        }
        String alias = alias();
        List<String> columns = scan.getRowType().getFieldNames();
        return new Block(Sql.quote(name.get(0)) + " AS " + alias, false, columns(alias, columns));
    }

    private Block filter(Filter filter) {
        RelNode input = filter.getInput();
        Block block = block(input);
        Layered layered = layered(block, filter, List.of(filter.getCondition()));
        if (layered.block() != block) {
            Block above = layered.block();
            above.where.add(expressions(above.fields)
                    .write(layered.expressions().get(0))
                    .text());
            above.fields = above.fields.subList(0, input.getRowType().getFieldCount());
            return above;
        }
        // A column of the query around is no column of a group, so it cannot stand in HAVING; nor can a window, however
        // deep
        // in a sub-query.
        boolean groups =
                !RexUtil.containsCorrelation(filter.getCondition()) && !RexUtil.SubQueryFinder.containsSubQuery(filter);
        if (block.group != null && !block.isSortedOrCut() && groups) {
            remember(filter, block.fields);
            Sql condition = expressions(block.fields).write(filter.getCondition());
            if (!condition.partial()) {
                block.having.add(condition.text());
                return block;
            }
        }
        if (!block.isFromAndWhere()) {
            block = nested(block, input);
        }
        remember(filter, block.fields);
        block.where.add(expressions(block.fields).write(filter.getCondition()).text());
        return block;
    }

    private Block project(Project project) {
        RelNode input = project.getInput();
        Block block = block(input);
        List<RexNode> expressions = project.getProjects();
        if (expressions.stream().allMatch(RexInputRef.class::isInstance)) {
            block.fields = pick(block.fields, expressions);
            return block;
        }
        if (!block.bare || block.group != null || (block.isSortedOrCut() && Layers.hasWindow(expressions))) {
            block = nested(block, input);
        }
        Layered layered = layered(block, project, expressions);
        block = layered.block();
        remember(project, block.fields);
        ExpressionWriter writer = expressions(block.fields);
        block.fields = layered.expressions().stream().map(writer::write).toList();
        block.bare = false;
        return block;
    }

    private static List<Sql> pick(List<Sql> fields, List<RexNode> references) {
        return references.stream()
                .map(reference -> fields.get(((RexInputRef) reference).getIndex()))
                .toList();
    }

    /** A block, and expressions over its fields. */
    private record Layered(Block block, List<RexNode> expressions) {}

    /** What {@code TRY} does not accept as an operand is computed in a SELECT of its own, below. */
    private Layered layered(Block input, SingleRel user, List<RexNode> expressions) {
        Layered layered = new Layered(input, expressions);
        List<String> names = new ArrayList<>(names(user.getInput()));
        while (layered.expressions().stream().anyMatch(Layers::areNeeded)) {
            layered = layer(layered, names, user);
        }
        return layered;
    }

    private Layered layer(Layered above, List<String> names, RelNode user) {
        Layers layers = new Layers(rexBuilder, names.size());
        List<RexNode> expressions =
                above.expressions().stream().map(layers::split).toList();
        Block block = above.block().isFromAndWhere() ? above.block() : nested(above.block(), names);
        remember(user, block.fields);
        ExpressionWriter writer = expressions(block.fields);
        List<Sql> fields = new ArrayList<>(block.fields);
        for (RexNode part : layers.parts()) {
            names.add("part" + fields.size());
            fields.add(writer.write(part));
        }
        block.fields = fields;
        block.bare = false;
        return new Layered(nested(block, Block.unique(names)), expressions);
    }

    private Block join(Join join) {
        Block left = block(join.getLeft());
        Block right = block(join.getRight());
        boolean inner = join.getJoinType() == JoinRelType.INNER;
        if (!left.isFromAlone() && !(inner && left.isFromAndWhere())) {
            left = nested(left, join.getLeft());
        }
        if (right.join || (!right.isFromAlone() && !(inner && right.isFromAndWhere()))) {
            right = nested(right, join.getRight());
        }
        List<Sql> both = new ArrayList<>(left.fields);
        both.addAll(right.fields);
        remember(join, both);
        String condition = expressions(both).write(join.getCondition()).text();
        if (!join.getJoinType().projectsRight()) {
            boolean anti = join.getJoinType() == JoinRelType.ANTI;
            left.where.add((anti ? "(NOT EXISTS (" : "(EXISTS (") + "SELECT 1 FROM " + right.from + " WHERE "
                    + condition + "))");
            return left;
        }
        String from = join.getCondition().isAlwaysTrue() && inner
                ? left.from + " CROSS JOIN " + right.from
                : left.from + " " + word(join.getJoinType()) + " JOIN " + right.from + " ON " + condition;
        Block block = new Block(from, true, both);
        block.where.addAll(left.where);
        block.where.addAll(right.where);
        return block;
    }

    private static String word(JoinRelType type) {
        return switch (type) {
            case INNER, LEFT, RIGHT, FULL -> type.name();
            default -> throw Unsupported.of("a join of type " + type);
        };
    }

    private Block correlate(Correlate correlate) {
        Block left = block(correlate.getLeft());
        if (!left.isFromAlone()) {
            left = nested(left, correlate.getLeft());
        }
        outer.put(correlate.getCorrelationId(), left.fields);
        Block right = nested(block(correlate.getRight()), correlate.getRight());
        List<Sql> both = new ArrayList<>(left.fields);
        both.addAll(right.fields);
        return switch (correlate.getJoinType()) {
            case INNER -> new Block(left.from + " CROSS JOIN LATERAL " + right.from, true, both);
            case LEFT -> new Block(left.from + " LEFT JOIN LATERAL " + right.from + " ON TRUE", true, both);
            default -> throw Unsupported.of("a correlated join of type " + correlate.getJoinType());
        };
    }

    private Block aggregate(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE
                || (aggregate.getGroupSet().isEmpty()
                        && aggregate.getAggCallList().isEmpty())) {
            throw Unsupported.of("GROUPING SETS, ROLLUP or CUBE");
        }
        Block block = block(input);
        if (!block.isFromAndWhere()) {
            block = nested(block, input);
        }
        AggregateWriter writer = new AggregateWriter(block.fields, input.getRowType());
        List<Sql> fields = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            fields.add(block.fields.get(key));
        }
        block.group = fields.stream().map(Sql::text).toList();
        for (AggregateCall call : aggregate.getAggCallList()) {
            fields.add(writer.write(call));
        }
        block.fields = fields;
        block.bare = false;
        return block;
    }

    private Block sort(Sort sort) {
        Block block = block(sort.getInput());
        if (block.isSortedOrCut()) {
            block = nested(block, sort.getInput());
        }
        for (RelFieldCollation item : sort.getCollation().getFieldCollations()) {
            block.order.add(new Block.Order(block.fields.get(item.getFieldIndex()), SortClauses.direction(item)));
        }
        block.limit = SortClauses.number(sort.fetch);
        block.offset = SortClauses.number(sort.offset);
        return block;
    }

    private Block setOperation(SetOp operation) {
        String word = operation instanceof Union
                ? "UNION"
                : operation instanceof Intersect ? "INTERSECT" : operation instanceof Minus ? "EXCEPT" : null;
        if (word == null) {
            throw Unsupported.of("a plan with " + operation.getRelTypeName());
        }
        List<String> names = names(operation);
        List<RelDataTypeField> declared = operation.getRowType().getFieldList();
        List<String> inputs = new ArrayList<>();
        for (RelNode input : operation.getInputs()) {
            Block block = block(input);
            if (block.isSortedOrCut()) {
                block = nested(block, input);
            }
            List<RelDataTypeField> own = input.getRowType().getFieldList();
            List<Sql> fields = block.fields;
            block.fields = IntStream.range(0, fields.size())
                    .mapToObj(i -> ExpressionWriter.converted(
                            fields.get(i), own.get(i).getType(), declared.get(i).getType()))
                    .toList();
            inputs.add("(" + block.select(names) + ")");
        }
        String alias = alias();
        String text = String.join(" " + word + (operation.all ? " ALL " : " "), inputs);
        return new Block("(" + text + ") AS " + alias, false, columns(alias, names));
    }

    private Block values(Values values) {
        String alias = alias();
        List<String> names = names(values);
        List<RelDataTypeField> declared = values.getRowType().getFieldList();
        List<String> rows = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            rows.add(row(IntStream.range(0, tuple.size())
                    .mapToObj(i -> ExpressionWriter.declared(
                                    LiteralWriter.write(tuple.get(i)),
                                    declared.get(i).getType())
                            .text())
                    .toList()));
        }
        boolean empty = rows.isEmpty();
        if (empty) {
            rows.add(row(declared.stream()
                    .map(field -> TypedNull.of(field.getType()))
                    .toList()));
        }
        String columns = String.join(", ", names.stream().map(Sql::quote).toList());
        String from = names.isEmpty()
                ? "(VALUES " + String.join(", ", rows) + ") AS " + alias
                : "(VALUES " + String.join(", ", rows) + ") AS " + alias + "(" + columns + ")";
        Block block = new Block(from, false, columns(alias, names));
        if (empty) {
            block.where.add("FALSE");
        }
        return block;
    }

    private static String row(List<String> items) {
        return "(" + (items.isEmpty() ? "1" : String.join(", ", items)) + ")";
    }

    private Block nested(Block block, RelNode rel) {
        return nested(block, names(rel));
    }

    private Block nested(Block block, List<String> names) {
        String alias = alias();
        List<Sql> fields = new ArrayList<>();
        for (int i = 0; i < block.fields.size(); i++) {
            fields.add(new Sql(
                    alias + "." + Sql.quote(names.get(i)), block.fields.get(i).exact(), false));
        }
        return new Block("(" + block.select(names) + ") AS " + alias, false, fields);
    }

    private static List<Sql> columns(String alias, List<String> names) {
        return names.stream()
                .map(name -> Sql.exact(alias + "." + Sql.quote(name)))
                .toList();
    }

    private static List<String> names(RelNode rel) {
        return Block.unique(rel.getRowType().getFieldNames());
    }

    private String alias() {
        return Sql.quote("t" + aliases++);
    }

    private void remember(RelNode rel, List<Sql> fields) {
        rel.getVariablesSet().forEach(id -> outer.put(id, fields));
    }

    private ExpressionWriter expressions(List<Sql> fields) {
        return new ExpressionWriter(this, fields);
    }
}
