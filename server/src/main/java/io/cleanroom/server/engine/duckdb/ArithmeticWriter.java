package io.cleanroom.server.engine.duckdb;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** {@code + - * /} and MOD, of numbers and of times. */
final class ArithmeticWriter {
    private final ExpressionWriter expressions;

    ArithmeticWriter(ExpressionWriter expressions) {
        this.expressions = expressions;
    }

    Sql write(RexCall call) {
        return switch (call.getKind()) {
            case DIVIDE -> quotient(call);
            case MOD -> remainder(call);
            default -> operation(call);
        };
    }

    private Sql operation(RexCall call) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        String sign = sign(call);
        RelDataType type = call.getType();
        if (call.getKind() == SqlKind.MINUS
                && SqlTypeUtil.isDate(left.getType())
                && SqlTypeUtil.isDate(right.getType())
                && Types.isInteger(type)) {
            Sql from = expressions.write(right);
            Sql to = expressions.write(left);
            return ExpressionWriter.attempt(new Sql(
                    "DATEDIFF('day', " + from.text() + ", " + to.text() + ")", false, from.partial() || to.partial()));
        }
        if (SqlTypeUtil.isDatetime(type) && call.getOperands().size() == 2) {
            if (Types.isInterval(left.getType()) == Types.isInterval(right.getType())) {
                return withoutInterval(call);
            }
            Sql moved = ExpressionWriter.attempt(pair(expressions.write(left), sign, expressions.write(right)));
            return ExpressionWriter.declared(moved, type);
        }
        if (Types.isInterval(type) && sign.equals(" * ")) {
            return ExpressionWriter.attempt(pair(expressions.write(left), sign, expressions.write(right)));
        }
        if (!SqlTypeUtil.isNumeric(type)
                || !SqlTypeUtil.isNumeric(left.getType())
                || !SqlTypeUtil.isNumeric(right.getType())) {
            throw Unsupported.of("arithmetic of " + left.getType() + " with " + right.getType());
        }
        if (!Types.isExactNumeric(type)) {
            return finite(approximate(call));
        }
        if (Types.isInteger(type)) {
            List<Sql> both = List.of(integer(left, type), integer(right, type));
            return ExpressionWriter.attempt(pair(both.get(0), sign, both.get(1)))
                    .as(true);
        }
        return decimal(call, left, right, sign);
    }

    /** {@code DATE '2026-01-01' + NULL}, where Calcite gives NULL the type of the date. */
    private static Sql withoutInterval(RexCall call) {
        if (call.getOperands().stream().noneMatch(operand -> RexUtil.isNullLiteral(operand, true))) {
            throw Unsupported.of("arithmetic of two times; DATEDIFF and TIMESTAMPDIFF say how far they are apart");
        }
        return TypedNull.of(call);
    }

    /** An infinity or NaN, which both stay what they are through the whole calculation, comes out as no result. */
    static Sql finite(Sql value) {
        String text = value.text();
        return new Sql(
                "CASE WHEN ABS(" + text + ") <= " + Double.MAX_VALUE + " THEN " + text + " END",
                value.exact(),
                value.partial());
    }

    /** May give an infinity or NaN, also for what {@link #term} gives it. */
    private Sql approximate(RexCall call) {
        String left = Types.sql(call.getOperands().get(0).getType());
        String right = Types.sql(call.getOperands().get(1).getType());
        boolean wanted = Types.sql(call.getType()).equals("DOUBLE");
        // DuckDB computes DECIMAL with REAL as REAL, which is not what is declared.
        boolean widened = wanted && !left.equals("DOUBLE") && !right.equals("DOUBLE");
        List<Sql> terms = call.getOperands().stream()
                .map(this::term)
                .map(term -> widened ? new Sql("CAST(" + term.text() + " AS DOUBLE)", true, term.partial()) : term)
                .toList();
        return pair(terms.get(0), sign(call), terms.get(1)).as(wanted);
    }

    private Sql term(RexNode operand) {
        return operand instanceof RexCall call
                        && Set.of(SqlKind.PLUS, SqlKind.MINUS, SqlKind.TIMES).contains(call.getKind())
                        && SqlTypeUtil.isApproximateNumeric(call.getType())
                ? approximate(call)
                : expressions.typed(operand);
    }

    private static String sign(RexCall call) {
        return call.getKind() == SqlKind.PLUS ? " + " : call.getKind() == SqlKind.MINUS ? " - " : " * ";
    }

    /** DuckDB computes in the wider of its own two types; a constant's own type is the smallest that holds it. */
    private Sql integer(RexNode operand, RelDataType type) {
        return ExpressionWriter.converted(expressions.write(operand), operand.getType(), type);
    }

    /**
     * DuckDB keeps products of numbers up to 18 digits in 18 digits, so one operand is made wider; products with more than
     * 38 decimal places do not exist there, so they are computed as DOUBLE.
     */
    private Sql decimal(RexCall call, RexNode left, RexNode right, String sign) {
        int scale = Types.scale(left.getType()) + Types.scale(right.getType());
        if (call.getKind() == SqlKind.TIMES && scale > Types.DIGITS) {
            Sql product = pair(asDouble(left), sign, asDouble(right));
            return ExpressionWriter.declared(product.as(false), call.getType());
        }
        Sql pair = pair(wide(left), sign, ExpressionWriter.declared(expressions.write(right), right.getType()));
        return ExpressionWriter.declared(ExpressionWriter.attempt(pair), call.getType());
    }

    private Sql wide(RexNode operand) {
        Sql value = expressions.write(operand);
        return new Sql(
                "TRY_CAST(" + value.text() + " AS " + Types.decimal(Types.DIGITS, Types.scale(operand.getType())) + ")",
                false,
                value.partial());
    }

    /** Always fractional, and NULL where the divisor is zero. */
    private Sql quotient(RexCall call) {
        Sql dividend = asDouble(call.getOperands().get(0));
        Sql divisor = asDouble(call.getOperands().get(1));
        boolean partial = dividend.partial() || divisor.partial();
        Sql quotient = new Sql("(" + dividend.text() + " / NULLIF(" + divisor.text() + ", 0))", true, partial);
        boolean asDeclared = Types.sql(call.getType()).equals("DOUBLE");
        return ExpressionWriter.declared(quotient.as(asDeclared), call.getType());
    }

    private Sql asDouble(RexNode operand) {
        if (!SqlTypeUtil.isNumeric(operand.getType())) {
            throw Unsupported.of("arithmetic of " + operand.getType());
        }
        Sql value = expressions.write(operand);
        return new Sql("CAST(" + value.text() + " AS DOUBLE)", true, value.partial());
    }

    private Sql remainder(RexCall call) {
        Sql dividend = expressions.write(call.getOperands().get(0));
        Sql divisor = expressions.write(call.getOperands().get(1));
        return ExpressionWriter.attempt(Sql.loose("MOD(" + dividend.text() + ", NULLIF(" + divisor.text() + ", 0))"));
    }

    private static Sql pair(Sql left, String operator, Sql right) {
        return new Sql("(" + left.text() + operator + right.text() + ")", false, left.partial() || right.partial());
    }
}
