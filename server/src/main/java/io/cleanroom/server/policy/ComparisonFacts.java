package io.cleanroom.server.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Which columns' values meet constants, and which meet each other. Not only operators compare: {@code SIGN(a - 5)} and {@code
 * POSITION('x' IN a)} ask as much as {@code a = 5}. Where a value filters or groups, arithmetic with a constant counts, too;
 * as the argument of an aggregate function, {@code amount * 2} does not.
 */
final class ComparisonFacts {
    private static final Set<SqlKind> LOGIC = Set.of(
            SqlKind.AND,
            SqlKind.OR,
            SqlKind.NOT,
            SqlKind.IS_TRUE,
            SqlKind.IS_NOT_TRUE,
            SqlKind.IS_FALSE,
            SqlKind.IS_NOT_FALSE);

    /** What makes two sides the same, whatever is calculated on them. */
    private static final Set<SqlKind> EQUALITIES = Set.of(SqlKind.EQUALS, SqlKind.IN, SqlKind.IS_NOT_DISTINCT_FROM);

    /** Arithmetic, and functions whose constant says how coarse the result is. */
    private static final Set<SqlKind> ARITHMETIC = Set.of(
            SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.DIVIDE, SqlKind.MINUS_PREFIX, SqlKind.PLUS_PREFIX);

    private static final Set<String> COARSENING =
            Set.of("DATE_TRUNC", "EXTRACT", "ROUND", "TRUNCATE", "CAST", "YEAR", "QUARTER", "MONTH");

    /** What a comparison looks at besides the fields of its own relation. */
    interface Elsewhere {
        /** The column of the query around a sub-query. */
        Field outer(RexFieldAccess access);

        /** The fields of a sub-query. */
        List<Field> inside(RexSubQuery subQuery);
    }

    private final List<Fact> facts;
    private final Elsewhere elsewhere;

    ComparisonFacts(List<Fact> facts, Elsewhere elsewhere) {
        this.facts = facts;
        this.elsewhere = elsewhere;
    }

    /** @param deciding whether the value itself filters or groups, so that arithmetic with a constant compares, too */
    void in(RexNode node, Relation input, boolean deciding) {
        if (node instanceof RexOver over) {
            over.getOperands().forEach(o -> in(o, input, deciding));
            over.getWindow().partitionKeys.forEach(k -> in(k, input, deciding));
            over.getWindow().orderKeys.forEach(k -> in(k.left, input, deciding));
            return;
        }
        if (!(node instanceof RexCall call)) {
            return;
        }
        SqlKind kind = call.getKind();
        if (LOGIC.contains(kind)) {
            call.getOperands().forEach(o -> truth(o, input, deciding));
        } else if (kind == SqlKind.CASE) {
            List<RexNode> operands = call.getOperands();
            for (int i = 0; i < operands.size(); i++) {
                if (i % 2 == 0 && i < operands.size() - 1) {
                    truth(operands.get(i), input, deciding);
                } else {
                    in(operands.get(i), input, deciding);
                }
            }
        } else {
            if (compares(call, deciding)) {
                compared(call, input);
            }
            call.getOperands().forEach(o -> in(o, input, deciding));
        }
    }

    /** INTERSECT and EXCEPT ask of every column whether the values of their sides are the same. */
    void sides(List<Relation> sides) {
        boolean literal = sides.stream().anyMatch(side -> side.status() == Relation.Status.CONSTANT);
        for (int i = 0; i < sides.get(0).fields().size(); i++) {
            Set<ColumnReference> columns = new HashSet<>();
            for (Relation side : sides) {
                columns.addAll(side.fields().get(i).values());
            }
            if (!columns.isEmpty() && (columns.size() > 1 || literal)) {
                facts.add(new Fact.Compared(columns, literal, true, literal, SqlParserPos.ZERO));
            }
        }
    }

    /** What is true or false; a column of truth values alone is compared with TRUE. */
    void truth(RexNode node, Relation input, boolean deciding) {
        if (Expressions.inputIndex(node).isPresent()) {
            Set<ColumnReference> columns = Set.copyOf(
                    input.fields().get(Expressions.inputIndex(node).get()).values());
            if (!columns.isEmpty()) {
                facts.add(new Fact.Compared(columns, true, true, false, ExpressionFacts.position(node)));
            }
            return;
        }
        in(node, input, deciding);
    }

    private static boolean compares(RexCall call, boolean deciding) {
        if (ARITHMETIC.contains(call.getKind())) {
            return deciding;
        }
        return !Expressions.isWidening(call)
                && !COARSENING.contains(call.getOperator().getName());
    }

    private void compared(RexCall call, Relation input) {
        Set<ColumnReference> columns = new HashSet<>();
        List<Field> fields = fields(call, input);
        fields.forEach(field -> columns.addAll(field.values()));
        boolean written = fields.stream().anyMatch(field -> isWritten(field, input));
        boolean literal = written || hasConstant(call);
        if (!columns.isEmpty() && (columns.size() > 1 || literal)) {
            facts.add(new Fact.Compared(
                    columns,
                    literal,
                    EQUALITIES.contains(call.getKind()),
                    written && !input.isRows(),
                    ExpressionFacts.position(call)));
        }
    }

    /** Every field that takes part, be it of the relation, of the query around it, or of a sub-query. */
    private List<Field> fields(RexNode node, Relation input) {
        List<Field> fields = new ArrayList<>();
        lookedAt(node).forEach(i -> fields.add(input.fields().get(i)));
        node.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitFieldAccess(RexFieldAccess access) {
                fields.add(elsewhere.outer(access));
                return super.visitFieldAccess(access);
            }

            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                fields.addAll(elsewhere.inside(subQuery));
                return super.visitSubQuery(subQuery);
            }
        });
        return fields;
    }

    /**
     * The fields whose values a comparison looks at. {@code SUM(x) OVER (PARTITION BY k)} is written with {@code COUNT(x) OVER
     * (PARTITION BY k) > 0} in plans, which compares neither k nor x with a constant.
     */
    private static Set<Integer> lookedAt(RexNode node) {
        Set<Integer> found = new LinkedHashSet<>();
        if (node instanceof RexOver over) {
            if (over.getAggOperator().getKind() != SqlKind.COUNT) {
                over.getOperands().forEach(o -> found.addAll(lookedAt(o)));
            }
            over.getWindow().partitionKeys.stream()
                    .filter(key -> Expressions.inputIndex(key).isEmpty())
                    .forEach(key -> found.addAll(lookedAt(key)));
            over.getWindow().orderKeys.forEach(key -> found.addAll(lookedAt(key.left)));
        } else if (node instanceof RexCall call) {
            call.getOperands().forEach(o -> found.addAll(lookedAt(o)));
        } else {
            found.addAll(Expressions.inputs(node));
        }
        return found;
    }

    /** A constant under a name; among released groups {@code COUNT(*)} has no columns either, and is none. */
    private static boolean isWritten(Field field, Relation input) {
        return field.bases().isEmpty() && (input.isRows() || field.form() != Field.Form.OPAQUE);
    }

    private static boolean hasConstant(RexNode node) {
        if (node instanceof RexLiteral literal) {
            return !literal.isNull() && literal.getType().getSqlTypeName() != SqlTypeName.SYMBOL;
        }
        return node instanceof RexDynamicParam
                || node instanceof RexSubQuery
                || (node instanceof RexCall call
                        && (call.getOperands().isEmpty()
                                || call.getOperands().stream().anyMatch(ComparisonFacts::hasConstant)));
    }
}
