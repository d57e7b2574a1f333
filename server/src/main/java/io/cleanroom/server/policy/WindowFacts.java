package io.cleanroom.server.policy;

import io.cleanroom.server.sql.AllowedFunctions;
import io.cleanroom.server.sql.StatisticFunctions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;

/** What windows over rows are made of. */
final class WindowFacts {
    /** Those whose result shows none of the values that they look at. */
    private static final Set<String> COUNTING = Set.of("ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "COUNT");

    private final List<Fact> facts;

    WindowFacts(List<Fact> facts) {
        this.facts = facts;
    }

    /** @param equal which of the input's fields hold the same values */
    void in(RexNode expression, Relation input, EqualFields equal) {
        expression.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitOver(RexOver over) {
                facts.add(new Fact.Windowed(
                        over.getAggOperator().getName(),
                        keys(over, input, equal),
                        others(over, input),
                        over.getOperands().stream()
                                .allMatch(o -> Expressions.inputs(o).isEmpty()
                                        || Expressions.inputIndex(o)
                                                .map(i -> input.fields().get(i).form() == Field.Form.PLAIN)
                                                .orElse(false)),
                        input.references(),
                        over.getParserPosition()));
                return super.visitOver(over);
            }
        });
    }

    private static Set<ColumnReference> keys(RexOver over, Relation input, EqualFields equal) {
        Set<ColumnReference> keys = new HashSet<>();
        for (RexNode key : over.getWindow().partitionKeys) {
            Expressions.inputIndex(key).ifPresent(k -> {
                for (int i = 0; i < input.fields().size(); i++) {
                    if (equal.representative(i) == equal.representative(k)) {
                        input.fields().get(i).bare().ifPresent(keys::add);
                    }
                }
            });
        }
        return keys;
    }

    private static Set<ColumnReference> others(RexOver over, Relation input) {
        Set<ColumnReference> others = new HashSet<>();
        over.getOperands().forEach(o -> collect(o, input, others));
        for (RexNode key : over.getWindow().partitionKeys) {
            if (Expressions.inputIndex(key).isEmpty()) {
                collect(key, input, others);
            }
        }
        for (RexFieldCollation key : over.getWindow().orderKeys) {
            collect(key.left, input, others);
        }
        return others;
    }

    private static void collect(RexNode node, Relation input, Set<ColumnReference> columns) {
        Expressions.inputs(node)
                .forEach(i -> columns.addAll(input.fields().get(i).values()));
    }

    /** The columns of which an expression can show a single value. */
    static Set<ColumnReference> values(RexNode node, Relation input) {
        Set<ColumnReference> values = new HashSet<>();
        if (Expressions.inputIndex(node).isPresent()) {
            values.addAll(input.fields().get(Expressions.inputIndex(node).get()).values());
        } else if (node instanceof RexOver over) {
            if (!COUNTING.contains(over.getAggOperator().getName())) {
                over.getOperands().forEach(o -> values.addAll(values(o, input)));
            }
        } else if (node instanceof RexCall call) {
            call.getOperands().forEach(o -> values.addAll(values(o, input)));
        }
        return values;
    }

    /** Whether an aggregate function over rows or a window hides the single values of its argument. */
    static boolean hidesValues(String function) {
        return !function.startsWith(StatisticFunctions.PERCENTILE)
                && !Set.of("MIN", "MAX", "MEDIAN", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE")
                        .contains(function);
    }

    static boolean isReviewed(RexOver over) {
        return AllowedFunctions.isReviewedWindow(over.getAggOperator());
    }
}
