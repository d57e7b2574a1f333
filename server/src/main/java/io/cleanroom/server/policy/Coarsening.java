package io.cleanroom.server.policy;

import io.cleanroom.server.sql.AllowedFunctions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What leaves a part of a value away, as an aggregate function may take it: over a column on its own, at places that nobody
 * chooses.
 *
 * <pre>
 * ROUND(x, 1)   CAST(x AS DECIMAL(9, 0))   EXTRACT(YEAR FROM d)
 * </pre>
 *
 * {@code ROUND(x, -3)} is nothing for all but the few of 500 and more. What is left and what was left away together are a
 * condition: {@code (CEIL(x) - FLOOR(x)) * x} is x for those whose x is no whole number, and nothing for all others.
 */
final class Coarsening {
    private static final Set<String> FUNCTIONS = Set.of(
            "ROUND",
            "TRUNCATE",
            "FLOOR",
            "CEIL",
            "ABS",
            "EXTRACT",
            "YEAR",
            "QUARTER",
            "MONTH",
            "DATE_TRUNC",
            "LOWER",
            "UPPER",
            "TRIM",
            "CHAR_LENGTH");

    private static final Set<String> TO_PLACES = Set.of("ROUND", "TRUNCATE");

    private Coarsening() {}

    /** Whether it is a function of a column and constants that may stand in an aggregate function. */
    static boolean is(RexCall call, Relation input) {
        List<RexNode> operands = call.getOperands();
        return AllowedFunctions.grantName(call.getOperator())
                        .filter(FUNCTIONS::contains)
                        .filter(name -> !TO_PLACES.contains(name) || isOfDecimals(operands))
                        .isPresent()
                && operands.stream().filter(o -> !(o instanceof RexLiteral)).count() == 1
                && operands.stream().allMatch(o -> o instanceof RexLiteral || isColumn(o, input));
    }

    private static boolean isOfDecimals(List<RexNode> operands) {
        BigDecimal places = operands.size() == 2 && operands.get(1) instanceof RexLiteral literal
                ? literal.getValueAs(BigDecimal.class)
                : null;
        return places == null || places.signum() >= 0;
    }

    static boolean isColumn(RexNode node, Relation input) {
        return Expressions.inputIndex(Expressions.withoutWidening(node))
                .filter(i -> input.fields().get(i).form() == Field.Form.PLAIN)
                .isPresent();
    }

    /** Whether arithmetic brings a part of a value together with anything but constants. */
    static boolean meetsOthers(RexCall arithmetic) {
        List<RexNode> operands = arithmetic.getOperands();
        return operands.stream().anyMatch(Coarsening::holdsPart)
                && operands.stream()
                                .filter(o -> !Expressions.inputs(o).isEmpty())
                                .count()
                        > 1;
    }

    private static boolean holdsPart(RexNode node) {
        if (!(node instanceof RexCall call)) {
            return false;
        }
        boolean narrows = call.getKind() == SqlKind.CAST
                && !Expressions.isWidening(call)
                && call.getType().getSqlTypeName() != SqlTypeName.DOUBLE;
        boolean function = AllowedFunctions.grantName(call.getOperator())
                .filter(FUNCTIONS::contains)
                .isPresent();
        return narrows || function || ArgumentForm.values(call).stream().anyMatch(Coarsening::holdsPart);
    }
}
