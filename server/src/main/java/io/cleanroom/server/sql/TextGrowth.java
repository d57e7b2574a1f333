package io.cleanroom.server.sql;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;

/**
 * Refuses queries in which a text can grow without end: {@code x || x} thirty times over makes a thousand million characters
 * of one, and fills the engine's memory. Judged from the plan alone, with {@link #COLUMN} characters for every column.
 */
final class TextGrowth {
    private static final long COLUMN = 1_000;
    private static final long LONGEST = 1_000_000;

    private TextGrowth() {}

    static void check(RelNode plan) {
        sizes(plan);
    }

    /** Characters that each field has at most. */
    private static List<Long> sizes(RelNode node) {
        List<List<Long>> inputs =
                node.getInputs().stream().map(TextGrowth::sizes).toList();
        List<Long> below = inputs.stream().flatMap(List::stream).toList();
        int width = node.getRowType().getFieldCount();
        if (node instanceof Project project) {
            return project.getProjects().stream().map(e -> size(e, below)).toList();
        }
        if (node instanceof Aggregate aggregate) {
            List<Long> sizes = new ArrayList<>();
            aggregate.getGroupSet().forEach(key -> sizes.add(below.get(key)));
            for (AggregateCall call : aggregate.getAggCallList()) {
                sizes.add(call.getArgList().stream()
                        .map(below::get)
                        .max(Long::compare)
                        .orElse(COLUMN));
            }
            return sizes;
        }
        if (node instanceof SetOp) {
            List<Long> sizes = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                int field = i;
                sizes.add(inputs.stream()
                        .map(input -> input.get(field))
                        .max(Long::compare)
                        .orElse(COLUMN));
            }
            return sizes;
        }
        if (node instanceof Values values) {
            long longest = values.getTuples().stream()
                    .flatMap(List::stream)
                    .mapToLong(literal -> size(literal, List.of()))
                    .max()
                    .orElse(0);
            return Collections.nCopies(width, longest);
        }
        node.accept(new org.apache.calcite.rex.RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                size(call, below);
                return call;
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                size(subQuery, below);
                return subQuery;
            }
        });
        return below.size() == width ? below : Collections.nCopies(width, COLUMN);
    }

    private static long size(RexNode node, List<Long> below) {
        if (node instanceof RexInputRef ref) {
            return below.get(ref.getIndex());
        }
        if (node instanceof RexLiteral literal) {
            return String.valueOf(literal.getValue4()).length();
        }
        if (node instanceof RexSubQuery subQuery) {
            return sizes(subQuery.rel).stream().max(Long::compare).orElse(COLUMN);
        }
        if (!(node instanceof RexCall call)) {
            return COLUMN;
        }
        List<Long> operands =
                call.getOperands().stream().map(o -> size(o, below)).toList();
        long largest = operands.stream().max(Long::compare).orElse(COLUMN);
        long size = switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
            case "||", "CONCAT" -> operands.stream().mapToLong(o -> o).sum();
            case "CONCAT_WS" ->
                operands.stream().mapToLong(o -> o + operands.get(0)).sum();
            case "REPLACE" -> operands.get(0) * Math.max(1, operands.get(operands.size() - 1));
            case "LPAD", "RPAD", "REPEAT" -> TextFunctions.LONGEST;
            default -> largest;
        };
        if (size > LONGEST) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    call.getOperator().getName() + " could make a text of more than " + LONGEST + " characters");
        }
        return size;
    }
}
