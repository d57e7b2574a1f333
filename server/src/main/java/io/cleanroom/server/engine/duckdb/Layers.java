package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Takes windows and sub-queries out of the expressions they are operands of, so that {@code TRY} never stands over one.
 *
 * <pre>{@code
 * before: total - LAG(total) OVER (ORDER BY week)
 * after:  $1 - $2         over a layer that adds $2 = LAG(total) OVER (ORDER BY week)
 * }</pre>
 */
final class Layers {
    /** Which of them; a window's own operands may hold sub-queries, which then stand in a layer below its own. */
    enum Of {
        SUB_QUERIES_IN_WINDOWS {
            @Override
            boolean areIn(RexNode expression) {
                return holds(expression, node -> node instanceof RexOver && RexUtil.SubQueryFinder.find(node) != null);
            }
        },
        OPERANDS_OF_TRY {
            @Override
            boolean areIn(RexNode expression) {
                return areNeeded(expression);
            }
        };

        abstract boolean areIn(RexNode expression);
    }

    /** What is never written in {@code TRY} itself. */
    private static final Set<SqlKind> NEVER_IN_TRY = EnumSet.of(
            SqlKind.CASE,
            SqlKind.COALESCE,
            SqlKind.CAST,
            SqlKind.SAFE_CAST,
            SqlKind.DIVIDE,
            SqlKind.AND,
            SqlKind.OR,
            SqlKind.NOT,
            SqlKind.IS_NULL,
            SqlKind.IS_NOT_NULL,
            SqlKind.IS_TRUE,
            SqlKind.IS_FALSE,
            SqlKind.IS_NOT_TRUE,
            SqlKind.IS_NOT_FALSE,
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL);

    private final RexBuilder rexBuilder;
    private final Of kind;
    private final int inputs;
    private final List<RexNode> parts = new ArrayList<>();

    /** Over fields of which there are so many. */
    Layers(RexBuilder rexBuilder, Of kind, int inputs) {
        this.rexBuilder = rexBuilder;
        this.kind = kind;
        this.inputs = inputs;
    }

    private static boolean areNeeded(RexNode expression) {
        if (!(expression instanceof RexCall call) || isPart(expression)) {
            return false;
        }
        return call.getOperands().stream()
                .anyMatch(
                        NEVER_IN_TRY.contains(call.getKind())
                                ? Layers::areNeeded
                                : operand -> holds(operand, Layers::isPart));
    }

    static boolean hasWindow(List<RexNode> expressions) {
        return expressions.stream().anyMatch(RexOver::containsOver);
    }

    private static boolean isPart(RexNode node) {
        return node instanceof RexOver || node instanceof RexSubQuery;
    }

    private static boolean holds(RexNode node, Predicate<RexNode> wanted) {
        return wanted.test(node)
                || (node instanceof RexCall call
                        && call.getOperands().stream().anyMatch(operand -> holds(operand, wanted)));
    }

    /** The same expression over the input's fields and, after them, {@link #parts()}. */
    RexNode split(RexNode expression) {
        return expression.accept(new RexShuttle() {
            private boolean inWindow = kind != Of.SUB_QUERIES_IN_WINDOWS;

            @Override
            public RexNode visitOver(RexOver over) {
                if (kind == Of.OPERANDS_OF_TRY) {
                    return part(over);
                }
                inWindow = true;
                RexNode window = super.visitOver(over);
                inWindow = false;
                return window;
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return inWindow ? part(subQuery) : super.visitSubQuery(subQuery);
            }
        });
    }

    private RexNode part(RexNode node) {
        int index = parts.indexOf(node);
        if (index < 0) {
            index = parts.size();
            parts.add(node);
        }
        return rexBuilder.makeInputRef(node.getType(), inputs + index);
    }

    List<RexNode> parts() {
        return parts;
    }
}
