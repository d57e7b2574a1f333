package io.cleanroom.server.engine.duckdb;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Aggregate functions, also those over windows. {@code TRY} cannot stand around an aggregate, so the ones that may overflow
 * are given operands with which they cannot: DuckDB sums in 127 bits, which ten thousand million numbers of 28 digits fill
 * at most to 38 digits.
 */
final class AggregateWriter {
    /** As many digits as can be summed; see above. */
    private static final int SUMMABLE = 28;

    /** Half of what fits above 28 digits; the other half is for the carry from those. */
    private static final long PLENTY = 5_000_000_000L;

    private static final Set<String> TOTAL =
            Set.of("STDDEV_POP", "STDDEV_SAMP", "STDDEV", "VAR_POP", "VAR_SAMP", "VARIANCE", "MEDIAN");

    /** A percentile's fraction is part of its name. */
    private static final String PERCENTILE = "PERCENTILE_";

    private final List<Sql> fields;
    private final RelDataType input;

    AggregateWriter(List<Sql> fields, RelDataType input) {
        this.fields = fields;
        this.input = input;
    }

    Sql write(AggregateCall call) {
        if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
            RexNode literal = call.rexList.get(0);
            return LiteralWriter.write((RexLiteral) literal);
        }
        if (call.distinctKeys != null || call.ignoreNulls()) {
            throw Unsupported.of("WITHIN DISTINCT or IGNORE NULLS");
        }
        List<Sql> arguments = new ArrayList<>();
        List<RelDataType> types = new ArrayList<>();
        for (int argument : call.getArgList()) {
            arguments.add(fields.get(argument));
            types.add(input.getFieldList().get(argument).getType());
        }
        String order = String.join(
                ", ",
                call.getCollation().getFieldCollations().stream()
                        .map(item -> fields.get(item.getFieldIndex()).text() + SortClauses.direction(item))
                        .toList());
        String within = order.isEmpty() ? "" : " WITHIN GROUP (ORDER BY " + order + ")";
        String filter = call.filterArg < 0
                ? ""
                : " FILTER (WHERE " + fields.get(call.filterArg).text() + ")";
        return write(
                call.getAggregation(),
                call.isDistinct(),
                arguments,
                types,
                call.getType(),
                text -> text + within + filter);
    }

    /** {@code dress} adds what stands behind the call, such as FILTER or OVER. */
    static Sql write(
            SqlAggFunction function,
            boolean distinct,
            List<Sql> arguments,
            List<RelDataType> types,
            RelDataType type,
            UnaryOperator<String> dress) {
        Call call = new Call(distinct ? "DISTINCT " : "", dress);
        return switch (function.getKind()) {
            case COUNT -> Sql.exact(call.of("COUNT", counted(arguments)));
            case SUM -> sum(call, arguments.get(0), types.get(0), type);
            case SUM0 -> {
                Sql sum = sum(call, arguments.get(0), types.get(0), type);
                yield new Sql("COALESCE(" + sum.text() + ", 0)", false, false);
            }
            case AVG -> {
                boolean wide = types.get(0).getSqlTypeName().getName().equals("DECIMAL");
                String text = call.of(
                        "AVG",
                        wide ? asDouble(arguments.get(0)) : arguments.get(0).text());
                yield ExpressionWriter.declared(
                        Sql.exact(text).as(Types.sql(type).equals("DOUBLE")), type);
            }
            case MIN, MAX, ANY_VALUE, FIRST_VALUE, LAST_VALUE ->
                Sql.exact(call.of(
                                function.getName().toUpperCase(Locale.ROOT),
                                arguments.get(0).text()))
                        .as(arguments.get(0).exact() && Types.sql(types.get(0)).equals(Types.sql(type)));
            case SINGLE_VALUE -> {
                String count = call.of("COUNT", "*");
                String value = call.of("MIN", arguments.get(0).text());
                yield Sql.loose("CASE WHEN " + count + " = 1 THEN " + value + " END");
            }
            default -> named(call, function, arguments, types, type);
        };
    }

    private record Call(String distinct, UnaryOperator<String> dress) {
        String of(String name, String arguments) {
            return dress.apply(name + "(" + (arguments.isEmpty() ? "" : distinct) + arguments + ")");
        }
    }

    /** Several columns count where none is NULL. */
    private static String counted(List<Sql> arguments) {
        if (arguments.isEmpty()) {
            return "*";
        } else if (arguments.size() == 1) {
            return arguments.get(0).text();
        }
        List<String> texts = arguments.stream().map(Sql::text).toList();
        return "CASE WHEN " + String.join(" IS NOT NULL AND ", texts) + " IS NOT NULL THEN ROW("
                + String.join(", ", texts) + ") END";
    }

    private static Sql sum(Call call, Sql argument, RelDataType argumentType, RelDataType type) {
        String text = argument.text();
        if (argumentType.getSqlTypeName() == SqlTypeName.NULL) {
            return ExpressionWriter.declared(Sql.loose(call.of("SUM", asDouble(argument))), type);
        }
        if (!Types.isExactNumeric(argumentType)) {
            Sql sum = Sql.exact(call.of(
                    "SUM", ExpressionWriter.declared(argument, argumentType).text()));
            return ExpressionWriter.declared(sum.as(Types.sql(type).equals("DOUBLE")), type);
        }
        if (Types.isInteger(argumentType)) {
            return ExpressionWriter.declared(Sql.loose(call.of("SUM", text)), type);
        }
        int scale = argumentType.getScale();
        if (argumentType.getPrecision() <= SUMMABLE) {
            Sql sum = Sql.exact(call.of(
                    "SUM", ExpressionWriter.declared(argument, argumentType).text()));
            return ExpressionWriter.declared(sum.as(Types.sql(type).equals(Types.decimal(Types.DIGITS, scale))), type);
        }
        return ExpressionWriter.declared(Sql.loose(wideSum(call, text, scale)), type);
    }

    /**
     * The exact sum of numbers of more than 28 digits. Each is taken apart into what 28 digits hold and how often the power of
     * ten above fits into it, both are summed, and the sums are put together unless that needs more than 38 digits: whether
     * there is a result depends on the sum alone and never on a single number.
     *
     * <pre>{@code
     * SUM(MOD(x, m)) + m * SUM(ROUND((x - MOD(x, m)) / m))         m = 10 to the power of 28 - scale
     * }</pre>
     */
    private static String wideSum(Call call, String text, int scale) {
        if (!call.distinct().isEmpty()) {
            throw Unsupported.of("SUM(DISTINCT ...) of numbers of more than " + SUMMABLE + " digits");
        }
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen(SUMMABLE - scale);
        String power = "CAST(" + unit.toPlainString() + " AS " + Types.decimal(Types.DIGITS, scale) + ")";
        String rest = "MOD(" + text + ", " + power + ")";
        // A quotient of at most eleven digits is exact as a rounded DOUBLE.
        String times =
                "ROUND((CAST(" + text + " AS DOUBLE) - CAST(" + rest + " AS DOUBLE)) / CAST(" + power + " AS DOUBLE))";
        String rests = call.of("SUM", rest);
        String allTimes = call.of("SUM", "CAST(" + times + " AS BIGINT)");
        return "CASE WHEN ABS(" + allTimes + ") < " + PLENTY + " THEN TRY_CAST(" + allTimes + " AS DECIMAL(10, 0)) * "
                + power + " + " + rests + " END";
    }

    private static Sql named(
            Call call, SqlAggFunction function, List<Sql> arguments, List<RelDataType> types, RelDataType type) {
        String name = function.getName().toUpperCase(Locale.ROOT);
        if (name.startsWith(PERCENTILE)) {
            String fraction = new BigDecimal(name.substring(PERCENTILE.length())).toPlainString();
            Sql result = Sql.loose(call.of("QUANTILE_CONT", asDouble(arguments.get(0)) + ", " + fraction));
            return ExpressionWriter.declared(result, type);
        }
        if (!name.matches("[A-Z][A-Z0-9_]*")) {
            throw Unsupported.of("the aggregate " + name);
        }
        boolean statistic = TOTAL.contains(name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            boolean approximate = SqlTypeUtil.isApproximateNumeric(types.get(i));
            texts.add(
                    statistic && !approximate
                            ? asDouble(arguments.get(i))
                            : arguments.get(i).text());
        }
        Sql result = Sql.loose(call.of(name, String.join(", ", texts)));
        return ExpressionWriter.declared(result, type);
    }

    private static String asDouble(Sql value) {
        return "CAST(" + value.text() + " AS DOUBLE)";
    }
}
