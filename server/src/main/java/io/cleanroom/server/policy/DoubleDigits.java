package io.cleanroom.server.policy;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Whether a calculation with DOUBLEs keeps digits to spare. Where they run out there is a step, and a step at a place of one's
 * choice is a condition whose people nobody counts:
 *
 * <pre>
 * amount / 1E308 / 1E18        0 below 247: no DOUBLE is smaller than 4.9E-324
 * amount + 1E18 - 1E18         0 below 64
 * amount * 1E308               no result from 2
 * </pre>
 *
 * {@link LostDigits} is about exact numbers.
 */
final class DoubleDigits {
    /** Powers of ten by which constants may multiply and divide. The smallest DOUBLE is 308 below 1, the largest 308 above. */
    private static final double FACTORS = 15;

    /** Powers of ten where something is added as well: a DOUBLE has 15 digits, so 9 of a column's own are kept. */
    private static final double SUMMANDS = 6;

    private static final int MOST_FACTORS = 4;

    /**
     * How far the constants of a calculation can take a value from itself.
     *
     * @param decades powers of ten, infinite if nobody knows
     * @param adds whether a constant may be added to a column, or stand in for it
     * @param factors how many columns are multiplied
     */
    private record Reach(double decades, boolean adds, int factors) {
        static final Reach UNKNOWN = new Reach(Double.POSITIVE_INFINITY, true, 0);
        static final Reach COLUMN = new Reach(0, false, 1);

        static Reach constant(double decades) {
            return new Reach(decades, false, 0);
        }

        boolean isSmall() {
            return decades <= (adds ? SUMMANDS : FACTORS) && factors <= MOST_FACTORS;
        }
    }

    private DoubleDigits() {}

    static boolean mayRunOut(RexCall call) {
        return isApproximate(call) && !reach(call).isSmall();
    }

    private static Reach reach(RexNode node) {
        if (node instanceof RexInputRef) {
            return Reach.COLUMN;
        } else if (node instanceof RexLiteral literal) {
            return literal(literal);
        } else if (node instanceof RexDynamicParam) {
            return ofAnyValue(node.getType());
        } else if (node instanceof RexCall call) {
            return reach(call);
        }
        return Reach.UNKNOWN;
    }

    private static Reach reach(RexCall call) {
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case PLUS, MINUS -> sum(call, reach(operands.get(0)), reach(operands.get(1)));
            case TIMES, DIVIDE -> product(call, reach(operands.get(0)), reach(operands.get(1)));
            case MINUS_PREFIX, PLUS_PREFIX, NULLIF -> reach(operands.get(0));
            case CAST -> SqlTypeUtil.isNumeric(operands.get(0).getType()) ? reach(operands.get(0)) : Reach.UNKNOWN;
            case CASE -> choice(ArgumentForm.values(call));
            case COALESCE -> choice(operands);
            // What else an argument may hold is a function of a column that leaves a number about as large as it is.
            default -> Expressions.inputs(call).isEmpty() ? Reach.UNKNOWN : Reach.COLUMN;
        };
    }

    private static Reach sum(RexCall call, Reach left, Reach right) {
        if (isReal(call) || (isApproximate(call) && left.factors() > 0 && right.factors() > 0)) {
            // A column of large numbers swallows the small ones of another.
            return Reach.UNKNOWN;
        }
        boolean constant = left.factors() == 0 && right.factors() == 0;
        return new Reach(
                left.decades() + right.decades(),
                left.adds() || right.adds() || !constant,
                Math.max(left.factors(), right.factors()));
    }

    private static Reach product(RexCall call, Reach left, Reach right) {
        return isReal(call)
                ? Reach.UNKNOWN
                : new Reach(
                        left.decades() + right.decades(),
                        left.adds() || right.adds(),
                        left.factors() + right.factors());
    }

    private static Reach choice(List<RexNode> results) {
        double decades = 0;
        boolean adds = false;
        int factors = 0;
        for (RexNode result : results) {
            Reach reach = reach(result);
            decades += reach.decades();
            adds |= reach.adds() || (reach.factors() == 0 && reach.decades() > 0);
            factors = Math.max(factors, reach.factors());
        }
        return new Reach(decades, adds, factors);
    }

    private static Reach literal(RexLiteral literal) {
        if (literal.isNull()) {
            return Reach.constant(0);
        } else if (!SqlTypeName.NUMERIC_TYPES.contains(literal.getTypeName())) {
            return Reach.UNKNOWN;
        }
        BigDecimal number = literal.getValueAs(BigDecimal.class);
        return number == null || number.signum() == 0
                ? Reach.constant(0)
                : Reach.constant(Math.abs(Math.log10(number.abs().doubleValue())));
    }

    private static Reach ofAnyValue(RelDataType type) {
        return SqlTypeUtil.isExactNumeric(type)
                ? Reach.constant(Math.max(type.getPrecision() - type.getScale(), type.getScale()))
                : Reach.UNKNOWN;
    }

    private static boolean isApproximate(RexNode node) {
        return SqlTypeUtil.isApproximateNumeric(node.getType());
    }

    /** It has seven digits, none of them to spare. */
    private static boolean isReal(RexNode node) {
        return node.getType().getSqlTypeName() == SqlTypeName.REAL;
    }
}
