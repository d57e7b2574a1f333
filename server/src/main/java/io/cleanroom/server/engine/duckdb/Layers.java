package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/**
 * Takes windows and scalar sub-queries out of the expressions they are operands of, so that {@code TRY} never stands over
 * one.
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
            SqlKind.EQUALS,
            SqlKind.NOT_EQUALS,
            SqlKind.LESS_THAN,
            SqlKind.LESS_THAN_OR_EQUAL,
            SqlKind.GREATER_THAN,
            SqlKind.GREATER_THAN_OR_EQUAL);

    private final RexBuilder rexBuilder;
    private final int inputs;
    private final List<RexNode> parts = new ArrayList<>();

    Layers(RexBuilder rexBuilder, RelDataType input) {
        this.rexBuilder = rexBuilder;
        this.inputs = input.getFieldCount();
    }

    static boolean areNeeded(RexNode expression) {
        if (!(expression instanceof RexCall call) || isPart(expression)) {
            return false;
        }
        return call.getOperands().stream()
                .anyMatch(NEVER_IN_TRY.contains(call.getKind()) ? Layers::areNeeded : Layers::holdsPart);
    }

    static boolean hasWindow(List<RexNode> expressions) {
        return expressions.stream().anyMatch(RexOver::containsOver);
    }

    private static boolean isPart(RexNode node) {
        return node instanceof RexOver || (node instanceof RexSubQuery && node.getKind() == SqlKind.SCALAR_QUERY);
    }

    private static boolean holdsPart(RexNode node) {
        return isPart(node)
                || (node instanceof RexCall call && call.getOperands().stream().anyMatch(Layers::holdsPart));
    }

    /** The same expression over the input's fields and, after them, {@link #parts()}. */
    RexNode split(RexNode expression) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return part(over);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                return isPart(subQuery) ? part(subQuery) : super.visitSubQuery(subQuery);
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
