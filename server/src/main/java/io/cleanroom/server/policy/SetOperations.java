package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** How thresholds are carried through UNION, INTERSECT and EXCEPT. */
final class SetOperations {
    private final RexBuilder rex;
    private final GuardWriter guard;

    SetOperations(RexBuilder rex) {
        this.rex = rex;
        this.guard = new GuardWriter(rex);
    }

    /**
     * INTERSECT and EXCEPT as one grouping of all branches, each row marked by its branch: counters pass an aggregation as
     * their minimum, and through INTERSECT itself they could not.
     *
     * <pre>
     * Minus(A, B)   =&gt;   Filter(in0 = 1 AND in1 = 0, Aggregate(group={all}, MIN(guards), in0=MAX($n), in1=MAX($m), UnionAll(A, B)))
     * </pre>
     */
    Carried membership(SetOp operation, List<Carried> branches) {
        if (operation.all) {
            throw Carried.impossible();
        }
        int width = operation.getRowType().getFieldCount();
        List<Integer> minimums = minimums(branches);
        List<RelNode> inputs = new ArrayList<>();
        int before = 0;
        for (int b = 0; b < branches.size(); b++) {
            inputs.add(marked(padded(branches.get(b), width, minimums, before), b, branches.size()));
            before += branches.get(b).guards().size();
        }
        RelNode all = LogicalUnion.create(inputs, true);
        List<Guard> guards = new ArrayList<>();
        for (int i = 0; i < minimums.size(); i++) {
            guards.add(new Guard(width + i, minimums.get(i)));
        }
        List<AggregateCall> calls = new ArrayList<>();
        List<Guard> smallest =
                guard.smallest(new Carried(all, Carried.identity(operation), Map.of(), guards), calls, width);
        RelDataType bigint = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        for (int b = 0; b < branches.size(); b++) {
            calls.add(AggregateCall.create(
                    SqlParserPos.ZERO,
                    SqlStdOperatorTable.MAX,
                    false,
                    false,
                    false,
                    List.of(),
                    List.of(width + minimums.size() + b),
                    -1,
                    null,
                    RelCollations.EMPTY,
                    bigint,
                    "in" + b));
        }
        RelNode grouped = LogicalAggregate.create(all, List.of(), ImmutableBitSet.range(width), null, calls);
        List<RexNode> present = new ArrayList<>();
        for (int b = 0; b < branches.size(); b++) {
            boolean wanted = b == 0 || operation instanceof LogicalIntersect;
            present.add(rex.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    rex.makeInputRef(grouped, width + minimums.size() + b),
                    rex.makeLiteral(BigDecimal.valueOf(wanted ? 1 : 0), bigint, false)));
        }
        RelNode kept = LogicalFilter.create(grouped, RexUtil.composeConjunction(rex, present));
        return new Carried(kept, Carried.identity(operation), Map.of(), smallest);
    }

    private RelNode marked(RelNode branch, int number, int branches) {
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>(branch.getRowType().getFieldNames());
        for (int i = 0; i < names.size(); i++) {
            expressions.add(rex.makeInputRef(branch, i));
        }
        RelDataType bigint = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        for (int b = 0; b < branches; b++) {
            expressions.add(rex.makeLiteral(BigDecimal.valueOf(b == number ? 1 : 0), bigint, false));
            names.add("in" + b);
        }
        return LogicalProject.create(branch, List.of(), expressions, Carried.unique(names), java.util.Set.of());
    }

    private static List<Integer> minimums(List<Carried> branches) {
        return branches.stream()
                .flatMap(b -> b.guards().stream())
                .map(Guard::minimum)
                .toList();
    }

    /** Each branch brings its own guards, and the others' at exactly their minimum: a row of it stands for none of those. */
    Carried union(LogicalUnion union, List<Carried> branches) {
        int width = union.getRowType().getFieldCount();
        List<Integer> minimums = minimums(branches);
        List<RelNode> inputs = new ArrayList<>();
        int before = 0;
        for (Carried branch : branches) {
            inputs.add(padded(branch, width, minimums, before));
            before += branch.guards().size();
        }
        List<Guard> guards = new ArrayList<>();
        for (int i = 0; i < minimums.size(); i++) {
            guards.add(new Guard(width + i, minimums.get(i)));
        }
        Carried all = new Carried(LogicalUnion.create(inputs, true), Carried.identity(union), Map.of(), guards);
        return union.all ? all : distinct(all, width);
    }

    /** Rows of one branch count for nobody of the others: each branch brings what is counted of its own, and NULL for the rest. */
    Carried rows(LogicalUnion union, List<Carried> branches) {
        int width = union.getRowType().getFieldCount();
        Map<Carried.Counted, Integer> counted = new LinkedHashMap<>();
        List<RelDataType> types = new ArrayList<>();
        for (Carried branch : branches) {
            branch.counted().forEach((key, index) -> {
                counted.put(key, width + types.size());
                RelDataType type =
                        branch.node().getRowType().getFieldList().get(index).getType();
                types.add(rex.getTypeFactory().createTypeWithNullability(type, true));
            });
        }
        List<RelNode> inputs = branches.stream()
                .map(branch -> padded(branch, width, counted, types))
                .toList();
        return new Carried(LogicalUnion.create(inputs, true), Carried.identity(union), counted, List.of());
    }

    private RelNode padded(Carried branch, int width, Map<Carried.Counted, Integer> counted, List<RelDataType> types) {
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int index = branch.fields().get(i);
            expressions.add(rex.makeInputRef(branch.node(), index));
            names.add(branch.node().getRowType().getFieldNames().get(index));
        }
        counted.forEach((key, position) -> {
            Integer own = branch.counted().get(key);
            expressions.add(
                    own == null
                            ? rex.makeNullLiteral(types.get(position - width))
                            : rex.makeInputRef(branch.node(), own));
            names.add("carried" + names.size());
        });
        return LogicalProject.create(branch.node(), List.of(), expressions, Carried.unique(names), java.util.Set.of());
    }

    private RelNode padded(Carried branch, int width, List<Integer> minimums, int before) {
        List<RexNode> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int index = branch.fields().get(i);
            expressions.add(rex.makeInputRef(branch.node(), index));
            names.add(branch.node().getRowType().getFieldNames().get(index));
        }
        RelDataType bigint = rex.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        for (int i = 0; i < minimums.size(); i++) {
            int own = i - before;
            expressions.add(
                    own >= 0 && own < branch.guards().size()
                            ? rex.makeInputRef(
                                    branch.node(), branch.guards().get(own).index())
                            : rex.makeLiteral(BigDecimal.valueOf(minimums.get(i)), bigint, false));
            names.add("guard" + i);
        }
        return LogicalProject.create(branch.node(), List.of(), expressions, Carried.unique(names), java.util.Set.of());
    }

    private Carried distinct(Carried all, int width) {
        List<AggregateCall> calls = new ArrayList<>();
        List<Guard> guards = guard.smallest(all, calls, width);
        RelNode node = LogicalAggregate.create(all.node(), List.of(), ImmutableBitSet.range(width), null, calls);
        return new Carried(node, all.fields(), Map.of(), Collections.unmodifiableList(guards));
    }
}
