package io.cleanroom.server.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
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
    private final RexBuilder rexBuilder;
    private final int inputs;
    private final List<RexNode> parts = new ArrayList<>();

    Layers(RexBuilder rexBuilder, RelDataType input) {
        this.rexBuilder = rexBuilder;
        this.inputs = input.getFieldCount();
    }

    static boolean areNeeded(RexNode expression) {
        return expression instanceof RexCall call
                && !isPart(call)
                && call.getOperands().stream().anyMatch(Layers::holdsPart);
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
