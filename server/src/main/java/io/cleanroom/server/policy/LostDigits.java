package io.cleanroom.server.policy;

import io.cleanroom.server.sql.CleanroomTypeSystem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Whether a calculation may lose digits. Where digits are lost there is a step, and a step is a condition whose people nobody
 * counts:
 *
 * <pre>
 * CAST((x - 40) * 0.001 + 0.4995 AS DECIMAL(9, 0))      is 1 for x above 40, otherwise 0
 * (x + 459.5) * 1E-38 * 0.001                           the same, as the 38th decimal place
 * (x - 40) * 100 + 100000000000000000000                the same, as soon as a DOUBLE is made of it, as VAR_POP does
 * NULLIF(x * 2.5E32, 0.0001)                            NULL from 40 on: with four decimal places it is too large
 * </pre>
 *
 * Calculations that are too large as a whole are counted; see {@link Branches}. {@link DoubleDigits} is about DOUBLEs.
 */
final class LostDigits {
    /** So many digits of a number stay what they are as a DOUBLE. */
    private static final int AS_DOUBLE = 15;

    private static final Set<SqlKind> SUMS = Set.of(SqlKind.PLUS, SqlKind.MINUS);
    private static final Set<SqlKind> ARITHMETIC = Set.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES);

    /** What takes the decimal places of its type; {@link Coarsening} has the functions that leave some away on purpose. */
    private static final Set<SqlKind> OF_A_TYPE = Set.of(
            SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.CASE, SqlKind.COALESCE, SqlKind.NULLIF, SqlKind.CAST);

    private LostDigits() {}

    /** Looks at the call, whose operands have been looked at. */
    static boolean in(RexCall call, Relation input) {
        if (!OF_A_TYPE.contains(call.getKind()) || !SqlTypeUtil.isExactNumeric(call.getType())) {
            return false;
        }
        return decimals(call) > call.getType().getScale()
                || (call.getKind() == SqlKind.NULLIF && !isComparable(call.getOperands()))
                || (ARITHMETIC.contains(call.getKind())
                        && holdsSum(call)
                        && constantDigits(call, input) + call.getType().getScale() > AS_DOUBLE);
    }

    /** The decimal places that the exact result has; what NULLIF compares with gives it none. */
    private static int decimals(RexCall call) {
        List<RexNode> operands = ArgumentForm.values(call);
        List<Integer> each = operands.subList(0, call.getKind() == SqlKind.NULLIF ? 1 : operands.size()).stream()
                .map(RexNode::getType)
                .filter(SqlTypeUtil::isExactNumeric)
                .map(RelDataType::getScale)
                .toList();
        return call.getKind() == SqlKind.TIMES
                ? each.stream().mapToInt(scale -> scale).sum()
                : each.stream().mapToInt(scale -> scale).max().orElse(0);
    }

    /** Whether both have room in one type. */
    private static boolean isComparable(List<RexNode> operands) {
        List<RelDataType> exact = operands.stream()
                .map(RexNode::getType)
                .filter(SqlTypeUtil::isExactNumeric)
                .toList();
        return exact.stream().mapToInt(LostDigits::wholeDigits).max().orElse(0)
                        + exact.stream().mapToInt(RelDataType::getScale).max().orElse(0)
                <= CleanroomTypeSystem.DECIMAL_DIGITS;
    }

    private static int wholeDigits(RelDataType type) {
        return type.getPrecision() - type.getScale();
    }

    private static boolean holdsSum(RexNode node) {
        return node instanceof RexCall call
                && (SUMS.contains(call.getKind()) || call.getOperands().stream().anyMatch(LostDigits::holdsSum));
    }

    /** How many digits before the point constants alone may give the result. */
    private static int constantDigits(RexNode node, Relation input) {
        if (node instanceof RexLiteral literal) {
            BigDecimal number = SqlTypeUtil.isNumeric(literal.getType()) ? literal.getValueAs(BigDecimal.class) : null;
            return number == null ? 0 : Math.max(0, number.precision() - number.scale());
        }
        if (Expressions.inputs(node).stream()
                .allMatch(i -> input.fields().get(i).bases().isEmpty())) {
            RelDataType type = node.getType();
            return SqlTypeUtil.isExactNumeric(type) ? wholeDigits(type) : Integer.MAX_VALUE / 2;
        }
        if (!(node instanceof RexCall call)) {
            return 0;
        }
        List<Integer> each = ArgumentForm.values(call).stream()
                .map(operand -> constantDigits(operand, input))
                .toList();
        return call.getKind() == SqlKind.TIMES
                ? each.stream().mapToInt(digits -> digits).sum()
                : each.stream().mapToInt(digits -> digits).max().orElse(0);
    }
}
