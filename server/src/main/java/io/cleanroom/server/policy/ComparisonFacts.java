package io.cleanroom.server.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
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

    /** Arithmetic, and functions whose constant says how coarse the result is. */
    private static final Set<SqlKind> ARITHMETIC = Set.of(
            SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.DIVIDE, SqlKind.MINUS_PREFIX, SqlKind.PLUS_PREFIX);

    private static final Set<String> COARSENING =
            Set.of("DATE_TRUNC", "EXTRACT", "ROUND", "TRUNCATE", "CAST", "YEAR", "QUARTER", "MONTH");

    private final List<Fact> facts;

    ComparisonFacts(List<Fact> facts) {
        this.facts = facts;
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

    /** What is true or false; a column of truth values alone is compared with TRUE. */
    void truth(RexNode node, Relation input, boolean deciding) {
        if (Expressions.inputIndex(node).isPresent()) {
            Set<ColumnReference> columns = Set.copyOf(
                    input.fields().get(Expressions.inputIndex(node).get()).values());
            if (!columns.isEmpty()) {
                facts.add(new Fact.Compared(columns, true, ExpressionFacts.position(node)));
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
        for (int index : Expressions.inputs(call)) {
            columns.addAll(input.fields().get(index).values());
        }
        if (!columns.isEmpty() && (columns.size() > 1 || hasConstant(call))) {
            facts.add(new Fact.Compared(columns, hasConstant(call), ExpressionFacts.position(call)));
        }
    }

    private static boolean hasConstant(RexNode node) {
        if (node instanceof RexLiteral literal) {
            return !literal.isNull() && literal.getType().getSqlTypeName() != SqlTypeName.SYMBOL;
        }
        return node instanceof RexDynamicParam
                || node instanceof org.apache.calcite.rex.RexSubQuery
                || (node instanceof RexCall call
                        && (call.getOperands().isEmpty()
                                || call.getOperands().stream().anyMatch(ComparisonFacts::hasConstant)));
    }
}
