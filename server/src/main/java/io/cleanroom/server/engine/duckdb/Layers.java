package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
    private final int inputs;
    private final List<RexNode> parts = new ArrayList<>();

    /** Over fields of which there are so many. */
    Layers(RexBuilder rexBuilder, int inputs) {
        this.rexBuilder = rexBuilder;
        this.inputs = inputs;
    }

    static boolean areNeeded(RexNode expression) {
        if (!(expression instanceof RexCall call)) {
            return false;
        } else if (call instanceof RexOver) {
            return isOverParts(call);
        }
        boolean never = call instanceof RexSubQuery || NEVER_IN_TRY.contains(call.getKind());
        return call.getOperands().stream().anyMatch(never ? Layers::areNeeded : Layers::holdsPart);
    }

    static boolean hasWindow(List<RexNode> expressions) {
        return expressions.stream().anyMatch(RexOver::containsOver);
    }

    private static boolean isPart(RexNode node) {
        return node instanceof RexOver || node instanceof RexSubQuery;
    }

    private static boolean holdsPart(RexNode node) {
        return isPart(node)
                || (node instanceof RexCall call && call.getOperands().stream().anyMatch(Layers::holdsPart));
    }

    /** Whether there are parts within the operands of one, also within what a window is divided and ordered by. */
    private static boolean isOverParts(RexCall part) {
        return part instanceof RexOver
                ? RexUtil.SubQueryFinder.find(part) != null
                : part.getOperands().stream().anyMatch(Layers::holdsPart);
    }

    /**
     * The same expression over the input's fields and, after them, {@link #parts()}. Parts within parts are taken out alone:
     * the ones around them are for another layer, above.
     */
    RexNode split(RexNode expression) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return isOverParts(over) ? super.visitOver(over) : part(over);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return isOverParts(subQuery) ? super.visitSubQuery(subQuery) : part(subQuery);
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
