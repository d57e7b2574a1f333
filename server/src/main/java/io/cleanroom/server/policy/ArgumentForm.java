package io.cleanroom.server.policy;

import io.cleanroom.server.policy.Field.Form;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Whether the argument of an aggregate function over rows is such that all the people in each of its branches can be counted.
 * Functions that tell values apart without a branch, such as
 * {@code SIGN(a - 5)}, are not, and no division by a column: {@code 0.0001 / (a - 5 + 0.0001)} is next to nothing for all but
 * those of five. Those that coarsen are, over a column on its own, and so are calculations without {@link LostDigits}.
 */
final class ArgumentForm {
    private static final Set<SqlKind> ARITHMETIC =
            Set.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES, SqlKind.MINUS_PREFIX, SqlKind.PLUS_PREFIX);

    private ArgumentForm() {}

    static Form of(RexNode node, Relation input) {
        if (Expressions.inputIndex(node).isPresent()) {
            return input.fields().get(Expressions.inputIndex(node).get()).form();
        }
        if (node instanceof RexOver over) {
            return WindowFacts.holdsOwnRow(over) && !WindowFacts.mayOverflow(over) ? Form.WINDOW : Form.OPAQUE;
        }
        if (node.getKind() == SqlKind.CASE
                && node instanceof RexCall choice
                && isChoice(choice)
                && !losesDigits(choice, input)
                && values(choice).stream().allMatch(result -> isChosen(result, input))) {
            return Form.CALCULATED;
        }
        return calculated(node, input);
    }

    private static Form calculated(RexNode node, Relation input) {
        if (node instanceof RexLiteral || node instanceof RexDynamicParam) {
            return Form.PLAIN;
        }
        if (Expressions.inputIndex(node).isPresent()) {
            // The branches of a branch would have to be counted together.
            Form below = of(node, input);
            return below == Form.PLAIN ? Form.PLAIN : Form.OPAQUE;
        }
        if (!(node instanceof RexCall call) || node instanceof RexOver) {
            return Form.OPAQUE;
        }
        List<RexNode> operands = call.getOperands();
        if (Expressions.isWidening(call)) {
            return calculated(operands.get(0), input);
        }
        if (call.getKind() == SqlKind.CAST) {
            if (Expressions.inputs(call).isEmpty()) {
                boolean mayFail =
                        SqlTypeName.NUMERIC_TYPES.contains(call.getType().getSqlTypeName())
                                && !RexLiteral.isNullLiteral(operands.get(0))
                                && !hasResult(call);
                return mayFail ? Form.CALCULATED : Form.PLAIN;
            }
            Form below = calculated(operands.get(0), input);
            if (hasResult(call) && LostDigits.in(call, input)) {
                return Coarsening.isColumn(operands.get(0), input) ? Form.CALCULATED : Form.OPAQUE;
            }
            return hasResult(call) ? below : Form.OPAQUE;
        }
        if (losesDigits(call, input)) {
            return Form.OPAQUE;
        }
        if (call.getKind() == SqlKind.DIVIDE) {
            return isNumber(operands.get(1)) && calculated(operands.get(0), input) != Form.OPAQUE
                    ? Form.CALCULATED
                    : Form.OPAQUE;
        }
        if (call.getKind() == SqlKind.CASE) {
            return isChoice(call) && values(call).stream().allMatch(o -> calculated(o, input) != Form.OPAQUE)
                    ? Form.CALCULATED
                    : Form.OPAQUE;
        }
        if (ARITHMETIC.contains(call.getKind())
                && (mixesOwners(operands, input) || Coarsening.meetsOthers(call) || movesUnevenly(call))) {
            return Form.OPAQUE;
        }
        if (ARITHMETIC.contains(call.getKind())
                || call.getKind() == SqlKind.NULLIF
                || call.getKind() == SqlKind.COALESCE) {
            return operands.stream().allMatch(o -> calculated(o, input) != Form.OPAQUE) ? Form.CALCULATED : Form.OPAQUE;
        }
        return Coarsening.is(call, input) ? Form.CALCULATED : Form.OPAQUE;
    }

    /**
     * A month after the 30th and the 31st may be one day, and of {@code d + x * INTERVAL '1' HOUR} whole days are left: either is
     * a step.
     */
    private static boolean movesUnevenly(RexCall call) {
        return SqlTypeUtil.isInterval(call.getType())
                || call.getOperands().stream()
                        .filter(o -> SqlTypeUtil.isInterval(o.getType()))
                        .anyMatch(o -> !(o instanceof RexLiteral)
                                || SqlTypeName.YEAR_INTERVAL_TYPES.contains(
                                        o.getType().getSqlTypeName()));
    }

    private static boolean isChoice(RexCall choice) {
        return choice.getOperands().stream().noneMatch(RexOver::containsOver);
    }

    /**
     * A window that is there for every row may be one of the results of a CASE that nothing more is calculated with: {@code
     * amount * (CASE WHEN c < 9 THEN c END - 1)} is nothing for all but those whom a join repeats.
     */
    private static boolean isChosen(RexNode result, Relation input) {
        boolean window = Expressions.inputIndex(Expressions.withoutWidening(result))
                .filter(i -> input.fields().get(i).form() == Form.WINDOW)
                .isPresent();
        return window || calculated(result, input) != Form.OPAQUE;
    }

    private static boolean losesDigits(RexCall call, Relation input) {
        return LostDigits.in(call, input) || (hasMinimum(input) && DoubleDigits.mayRunOut(call));
    }

    private static boolean hasMinimum(Relation input) {
        return input.references().stream()
                .anyMatch(table -> !table.rule().constraints().isEmpty());
    }

    /**
     * One's own column beside another's says of whom the result is: {@code SUM(amount * mine.chosen)} is a condition without a
     * branch, and {@code MAX(amount + mine.much)} shows the chosen one's amount.
     */
    private static boolean mixesOwners(List<RexNode> operands, Relation input) {
        Set<TableReference> tables = new HashSet<>();
        operands.forEach(o -> columns(o, input).forEach(column -> tables.add(column.table())));
        return tables.stream().map(TableReference::owner).distinct().count() > 1
                && tables.stream().anyMatch(table -> !table.rule().constraints().isEmpty());
    }

    private static Set<ColumnReference> columns(RexNode node, Relation input) {
        Set<ColumnReference> columns = new HashSet<>();
        fields(node)
                .forEach(field ->
                        columns.addAll(input.fields().get(field.getIndex()).bases()));
        return columns;
    }

    /** The fields that give the value, once for each time that they stand in it. */
    static List<RexInputRef> fields(RexNode node) {
        if (node instanceof RexInputRef ref) {
            return List.of(ref);
        }
        return node instanceof RexCall call
                ? values(call).stream().flatMap(value -> fields(value).stream()).toList()
                : List.of();
    }

    /** The operands that give the value; those that a branch is chosen by are counted. */
    static List<RexNode> values(RexCall call) {
        List<RexNode> operands = call.getOperands();
        return call.getKind() == SqlKind.CASE
                ? IntStream.range(0, operands.size())
                        .filter(i -> i % 2 == 1 || i == operands.size() - 1)
                        .mapToObj(operands::get)
                        .toList()
                : operands;
    }

    /** Written down and from 1, so that dividing by it has a result for every number. */
    private static boolean isNumber(RexNode divisor) {
        RexNode plain = Expressions.withoutWidening(divisor);
        BigDecimal number =
                plain instanceof RexLiteral literal && SqlTypeName.NUMERIC_TYPES.contains(literal.getTypeName())
                        ? literal.getValueAs(BigDecimal.class)
                        : null;
        return number != null && number.abs().compareTo(BigDecimal.ONE) >= 0;
    }

    /** A cast that has none for large values tells them from small ones. */
    private static boolean hasResult(RexCall cast) {
        RelDataType from = cast.getOperands().get(0).getType();
        RelDataType to = cast.getType();
        if (!SqlTypeName.NUMERIC_TYPES.contains(from.getSqlTypeName())) {
            return false;
        }
        return to.getSqlTypeName() == SqlTypeName.DOUBLE
                || (SqlTypeName.EXACT_TYPES.contains(from.getSqlTypeName())
                        && to.getSqlTypeName() == SqlTypeName.DECIMAL
                        && to.getPrecision() - to.getScale() >= from.getPrecision() - Math.max(from.getScale(), 0));
    }
}
