package io.cleanroom.server.engine.duckdb;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;

/** Functions by name. A function that is not in {@link #TOTAL} may raise for some value. */
final class FunctionWriter {
    /** Looked through: no value of the types that they accept makes them raise. */
    private static final Set<String> TOTAL = Set.of(
            "UPPER",
            "LOWER",
            "LTRIM",
            "RTRIM",
            "CHAR_LENGTH",
            "LENGTH",
            "CONCAT",
            "CONCAT_WS",
            "REVERSE",
            "STARTS_WITH");

    /** Where the logarithm or root of a number exists; elsewhere DuckDB gives NaN or an infinity. */
    private static final Map<String, String> DOMAIN =
            Map.of("SQRT", " >= 0", "LN", " > 0", "LOG10", " > 0", "LOG2", " > 0");

    /** May give NaN or an infinity for ordinary numbers; in a comparison DuckDB takes both for larger than any number. */
    private static final Set<String> UNBOUNDED = Set.of("POWER", "EXP");

    /** Calcite takes an interval, too. */
    private static final Set<String> OF_NUMBERS = Set.of("ABS", "FLOOR", "CEIL", "CEILING");

    private static final Map<String, String> DUCKDB_NAME =
            Map.of("CHARACTER_LENGTH", "CHAR_LENGTH", "TRUNCATE", "TRUNC", "SUBSTR", "SUBSTRING");

    /** What a time of day has no part of. */
    private static final Set<String> OF_DAYS = Set.of(
            "YEAR",
            "ISOYEAR",
            "QUARTER",
            "MONTH",
            "WEEK",
            "DAY",
            "DOW",
            "ISODOW",
            "DOY",
            "DECADE",
            "CENTURY",
            "MILLENNIUM",
            "DAYOFMONTH",
            "DAYOFWEEK",
            "DAYOFYEAR");

    /** What only a date has. */
    private static final Set<String> OF_DATES = Set.of("ISOYEAR", "WEEK", "DOW", "ISODOW", "DOY");

    private final ExpressionWriter expressions;

    FunctionWriter(ExpressionWriter expressions) {
        this.expressions = expressions;
    }

    Sql write(RexCall call) {
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case PLUS, MINUS, TIMES, DIVIDE, MOD ->
                ofUntypedNull(call) ? TypedNull.of(call) : new ArithmeticWriter(expressions).write(call);
            case PLUS_PREFIX -> expressions.write(operands.get(0));
            case MINUS_PREFIX ->
                // Of NULL, which takes whatever type is beside it.
                RexUtil.isNullLiteral(operands.get(0), true)
                        ? TypedNull.of(call)
                        : attempt(call, "(- ", expressions.write(operands.get(0)), ")")
                                .as(sameAsOperand(call));
            case LIKE -> new LikeWriter(expressions).write(call);
            case EXTRACT -> part(call);
            case TRIM -> trim(call);
            case POSITION -> position(call);
            case FLOOR, CEIL -> rounded(call);
            case GREATEST, LEAST -> extreme(call);
            case NULLIF -> nullIf(call);
            default -> ofUntypedNull(call) ? TypedNull.of(call) : named(call);
        };
    }

    /** Nothing equals NULL, so with it nothing is left out. */
    private Sql nullIf(RexCall call) {
        RexNode value = call.getOperands().get(0);
        RexNode other = call.getOperands().get(1);
        if (other.getType().getSqlTypeName() == SqlTypeName.NULL) {
            return ExpressionWriter.converted(expressions.write(value), value.getType(), call.getType());
        } else if (value.getType().getSqlTypeName() == SqlTypeName.NULL) {
            return TypedNull.of(call);
        }
        String common = Comparison.common(value.getType(), other.getType());
        if (common == null) {
            return named(call);
        }
        Sql kept = expressions.write(value);
        Comparison pair = Comparison.of(kept, value.getType(), expressions.write(other), other.getType());
        boolean partial = pair.left().partial() || pair.right().partial();
        String text = "CASE WHEN (" + pair.left().text() + " = " + pair.right().text() + ") THEN NULL ELSE "
                + kept.text() + " END";
        return ExpressionWriter.converted(new Sql(text, kept.exact(), partial), value.getType(), call.getType());
    }

    /** DuckDB gives some parts with a fraction; here they are whole numbers, and in a function that is what is expected. */
    private Sql part(RexCall call) {
        String unit = unit(call.getOperands().get(0));
        checkPart(unit, call.getOperands().get(1).getType());
        Sql part = attempt(call, "EXTRACT(" + unit + " FROM ", second(call), ")");
        boolean fraction = unit.equals("EPOCH");
        return fraction
                ? ExpressionWriter.declared(new Sql("FLOOR(" + part.text() + ")", false, true), call.getType())
                : part;
    }

    /** Calcite looks at this in some places only. */
    private static void checkPart(String part, RelDataType of) {
        if ((of.getSqlTypeName() == SqlTypeName.TIME && OF_DAYS.contains(part))
                || (Types.isInterval(of) && OF_DATES.contains(part))) {
            throw Unsupported.of("the " + part + " of a value of type " + of.getSqlTypeName());
        }
    }

    /** NULL without a type, of which DuckDB cannot choose a function; all but those that put texts together give NULL. */
    private static boolean ofUntypedNull(RexCall call) {
        return !call.getOperator().getName().startsWith("CONCAT")
                && call.getType().getSqlTypeName() != SqlTypeName.NULL
                && call.getOperands().stream().anyMatch(o -> o.getType().getSqlTypeName() == SqlTypeName.NULL);
    }

    private boolean sameAsOperand(RexCall call) {
        RexNode operand = call.getOperands().get(0);
        return expressions.write(operand).exact()
                && Types.sql(operand.getType()).equals(Types.sql(call.getType()));
    }

    /** NULL if any operand is; DuckDB's own leaves NULLs out. */
    private Sql extreme(RexCall call) {
        List<Sql> operands = expressions.values(call.getOperands(), call.getType());
        List<String> texts = operands.stream().map(Sql::text).toList();
        String text = "CASE WHEN " + String.join(" IS NOT NULL AND ", texts) + " IS NOT NULL THEN " + call.getKind()
                + "(" + String.join(", ", texts) + ") END";
        return new Sql(text, false, operands.stream().anyMatch(Sql::partial));
    }

    private Sql trim(RexCall call) {
        SqlTrimFunction.Flag flag = symbol(call.getOperands().get(0), SqlTrimFunction.Flag.class);
        Sql characters = expressions.write(call.getOperands().get(1));
        Sql text = expressions.write(call.getOperands().get(2));
        return new Sql(
                "TRIM(" + flag + " " + characters.text() + " FROM " + text.text() + ")",
                true,
                characters.partial() || text.partial());
    }

    private Sql position(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (operands.size() != 2) {
            throw Unsupported.of("POSITION with a start");
        }
        Sql wanted = expressions.write(operands.get(0));
        Sql text = expressions.write(operands.get(1));
        // Calcite reads nothing in parentheses there, nor a CASE.
        boolean atom = !wanted.text().startsWith("(") && !wanted.text().startsWith("CASE ");
        String sought = atom ? wanted.text() : "CAST(" + wanted.text() + " AS VARCHAR)";
        return new Sql("POSITION(" + sought + " IN " + text.text() + ")", false, wanted.partial() || text.partial());
    }

    private Sql rounded(RexCall call) {
        if (call.getOperands().size() == 1) {
            return named(call);
        } else if (call.getKind() == SqlKind.CEIL) {
            throw Unsupported.of("CEIL to a unit of time");
        }
        String unit = Sql.string(unit(call.getOperands().get(1)).toLowerCase(java.util.Locale.ROOT));
        Sql start = attempt(
                call,
                "DATE_TRUNC(" + unit + ", ",
                expressions.write(call.getOperands().get(0)),
                ")");
        return ExpressionWriter.declared(start, call.getType());
    }

    private Sql second(RexCall call) {
        return expressions.write(call.getOperands().get(1));
    }

    private static String unit(RexNode literal) {
        return symbol(literal, TimeUnitRange.class).name();
    }

    private static <E extends Enum<E>> E symbol(RexNode literal, Class<E> type) {
        E value = literal instanceof RexLiteral constant ? constant.getValueAs(type) : null;
        if (value == null) {
            throw Unsupported.of("a function without its keyword");
        }
        return value;
    }

    private Sql named(RexCall call) {
        if (call.getOperator().getName().equals("||")) {
            return expressions.joined(call, " || ", call.getOperands());
        }
        SqlSyntax syntax = call.getOperator().getSyntax();
        if ((syntax != SqlSyntax.FUNCTION && syntax != SqlSyntax.FUNCTION_ID)
                || !call.getOperator().getName().matches("[A-Za-z][A-Za-z0-9_]*")) {
            throw Unsupported.of("the operator " + call.getOperator().getName());
        }
        String given = call.getOperator().getName().toUpperCase(java.util.Locale.ROOT);
        if (OF_NUMBERS.contains(given)
                && Types.isInterval(call.getOperands().get(0).getType())) {
            throw Unsupported.of(given + " of an interval");
        }
        String name = DUCKDB_NAME.getOrDefault(given, given);
        if (call.getOperands().size() == 1) {
            checkPart(given, call.getOperands().get(0).getType());
        }
        List<Sql> operands = call.getOperands().stream().map(expressions::typed).toList();
        Optional<Sql> special = LibraryWriter.write(call, operands);
        if (special.isPresent()) {
            return special.get();
        }
        String domain = DOMAIN.get(name);
        if (domain != null && operands.size() == 1) {
            Sql operand = operands.get(0);
            String text = operand.text();
            return new Sql(
                    "CASE WHEN " + text + domain + " THEN " + name + "(" + text + ") END", false, operand.partial());
        }
        Sql value = expressions.function(name, operands, call, !TOTAL.contains(name));
        return UNBOUNDED.contains(name) ? ArithmeticWriter.finite(value.as(false)) : value;
    }

    private static Sql attempt(RexCall call, String before, Sql operand, String after) {
        return ExpressionWriter.attempt(
                new Sql(before + operand.text() + after, ExpressionWriter.isPlainType(call), operand.partial()));
    }
}
