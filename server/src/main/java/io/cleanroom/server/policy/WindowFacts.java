package io.cleanroom.server.policy;

import io.cleanroom.server.sql.AllowedFunctions;
import io.cleanroom.server.sql.StatisticFunctions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What windows over rows are made of. */
final class WindowFacts {
    /** Those whose result shows none of the values that they look at. */
    private static final Set<String> COUNTING = Set.of("ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "COUNT");

    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    /**
     * Those that nobody needs over rows. {@code NTH_VALUE(x, 1000)} would have a value for nobody but those who have more rows
     * than others; of one row {@code VAR_SAMP} has none, and {@code VAR_POP} is 0.
     */
    private static final Set<String> OVER_RELEASED_ONLY = Set.of(
            "NTH_VALUE",
            "PERCENT_RANK",
            "CUME_DIST",
            "STDDEV",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "VARIANCE",
            "VAR_POP",
            "VAR_SAMP");

    /** Of so many digits ten thousand million numbers add up to one of 38. */
    private static final int SUMMABLE_DIGITS = 28;

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
            Expressions.inputIndex(key).ifPresent(k -> keys.addAll(columns(k, input, equal)));
        }
        return keys;
    }

    /** The columns that a field is in every row, be it because an inner join makes them equal. */
    static Set<ColumnReference> columns(int field, Relation input, EqualFields equal) {
        Set<ColumnReference> columns = new HashSet<>();
        for (int i = 0; i < input.fields().size(); i++) {
            if (equal.representative(i) == equal.representative(field)) {
                input.fields().get(i).bare().ifPresent(columns::add);
            }
        }
        return columns;
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

    /**
     * Whether a sum may be too large for its type for one person alone: for the one whose rows are many, as whoever asks can make
     * them by a join. A sum holds 38 digits; no number of rows fills a DOUBLE.
     */
    static boolean mayOverflow(RexOver over) {
        return over.getAggOperator().getKind() == SqlKind.SUM
                && over.getOperands().stream()
                        .map(RexNode::getType)
                        .anyMatch(type -> SqlTypeUtil.isDecimal(type) && type.getPrecision() > SUMMABLE_DIGITS);
    }

    /**
     * Whether the row itself is among those that the window looks at. {@code LAG(x, 1000)} has a value for nobody but those who
     * have more rows than others, and whoever asks can repeat one person's rows by a join.
     */
    static boolean holdsOwnRow(RexOver over) {
        RexWindowBound lower = over.getWindow().getLowerBound();
        RexWindowBound upper = over.getWindow().getUpperBound();
        return !Set.of("LAG", "LEAD").contains(over.getAggOperator().getName())
                && (lower.isPreceding() || lower.isCurrentRow())
                && (upper.isFollowing() || upper.isCurrentRow());
    }

    /**
     * What of a window is not on any list. A frame reaches as far as the query says: an offset that is calculated may be below
     * 0, at which the engine fails. Over rows it is a number of rows: an offset by value is added to the value of each row, and
     * fails at the first for which there is no sum.
     *
     * @param rows whether it looks at rows of members
     */
    static List<String> unreviewed(RexOver over, boolean rows) {
        List<String> unreviewed = new ArrayList<>();
        String function = over.getAggOperator().getName();
        if (!AllowedFunctions.isReviewedWindow(over.getAggOperator())) {
            unreviewed.add(function);
        }
        if (function.equals("NTILE") && !isWhole(over.getOperands().get(0), 1)) {
            unreviewed.add("NTILE of anything but a number from 1");
        }
        if (function.equals("NTH_VALUE") && !isWhole(over.getOperands().get(1), 1)) {
            unreviewed.add("NTH_VALUE of anything but a number from 1");
        }
        if (rows && OVER_RELEASED_ONLY.contains(function)) {
            unreviewed.add(function + " over rows");
        }
        RexWindow window = over.getWindow();
        for (RexWindowBound bound : List.of(window.getLowerBound(), window.getUpperBound())) {
            RexNode offset = bound.getOffset();
            if (rows && offset != null && !window.isRows()) {
                unreviewed.add("RANGE with an offset over rows");
            } else if (offset != null && window.isRows() && !isWhole(offset, 0)) {
                unreviewed.add("ROWS with an offset that is not a number from 0");
            } else if (offset != null && !isFromNothing(offset)) {
                unreviewed.add("RANGE with an offset that is not a number or an interval from 0");
            }
        }
        return unreviewed;
    }

    private static boolean isWhole(RexNode node, int least) {
        return number(node)
                .filter(number -> number.stripTrailingZeros().scale() <= 0
                        && number.compareTo(BigDecimal.valueOf(least)) >= 0
                        && number.compareTo(MOST) <= 0)
                .isPresent();
    }

    private static boolean isFromNothing(RexNode node) {
        boolean interval = SqlTypeUtil.isInterval(node.getType());
        Optional<BigDecimal> offset = interval && node instanceof RexLiteral literal
                ? Optional.ofNullable(literal.getValueAs(BigDecimal.class))
                : number(node);
        return offset.filter(o -> o.signum() >= 0 && (interval || o.compareTo(MOST) <= 0))
                .isPresent();
    }

    private static Optional<BigDecimal> number(RexNode node) {
        return node instanceof RexLiteral literal && SqlTypeUtil.isExactNumeric(literal.getType())
                ? Optional.ofNullable(literal.getValueAs(BigDecimal.class))
                : Optional.empty();
    }
}
