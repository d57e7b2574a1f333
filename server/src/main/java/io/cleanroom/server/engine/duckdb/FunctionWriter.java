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
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Arithmetic, and functions by name. A function that is not in {@link #TOTAL} may raise for some value. */
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
            case PLUS, MINUS, TIMES -> ofUntypedNull(call) ? nothing(call) : arithmetic(call);
            case PLUS_PREFIX -> expressions.write(operands.get(0));
            case MINUS_PREFIX ->
                // Of NULL, which takes whatever type is beside it.
                RexUtil.isNullLiteral(operands.get(0), true)
                        ? Sql.exact("CAST(NULL AS " + Types.sql(call.getType()) + ")")
                        : attempt(call, "(- ", expressions.write(operands.get(0)), ")")
                                .as(sameAsOperand(call));
            case DIVIDE -> ofUntypedNull(call) ? nothing(call) : quotient(call);
            case MOD -> ofUntypedNull(call) ? nothing(call) : remainder(call);
            case LIKE -> like(call);
            case EXTRACT -> part(call);
            case TRIM -> trim(call);
            case POSITION -> position(call);
            case FLOOR, CEIL -> rounded(call);
            case GREATEST, LEAST -> extreme(call);
            case NULLIF -> nullIf(call);
            default -> ofUntypedNull(call) ? nothing(call) : named(call);
        };
    }

    private static Sql nothing(RexCall call) {
        return Sql.exact("CAST(NULL AS " + Types.sql(call.getType()) + ")");
    }

    /** Nothing equals NULL, so with it nothing is left out. */
    private Sql nullIf(RexCall call) {
        RexNode value = call.getOperands().get(0);
        RexNode other = call.getOperands().get(1);
        if (other.getType().getSqlTypeName() == SqlTypeName.NULL) {
            return ExpressionWriter.converted(expressions.write(value), value.getType(), call.getType());
        } else if (value.getType().getSqlTypeName() == SqlTypeName.NULL) {
            return nothing(call);
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

    private Sql arithmetic(RexCall call) {
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
        return nothing(call);
    }

    /** An infinity or NaN, which both stay what they are through the whole calculation, comes out as no result. */
    private static Sql finite(Sql value) {
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
                : operand(operand);
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

    private Sql like(RexCall call) {
        SqlLikeOperator operator = (SqlLikeOperator) call.getOperator();
        List<Sql> operands =
                call.getOperands().stream().limit(2).map(expressions::write).toList();
        String word = operator.isNegated() ? " NOT " : " ";
        word += operator.isCaseSensitive() ? "LIKE " : "ILIKE ";
        boolean partial = operands.stream().anyMatch(Sql::partial);
        String text = "(" + operands.get(0).text() + word;
        // ESCAPE '' is how frameworks say that nothing escapes.
        if (call.getOperands().size() == 2 || "".equals(text(call.getOperands().get(2)))) {
            return new Sql(text + operands.get(1).text() + ")", true, partial);
        }
        String escape = escape(call.getOperands().get(2));
        String pattern = ended(call.getOperands().get(1), operands.get(1).text(), escape);
        return new Sql(text + pattern + " ESCAPE " + Sql.string(escape) + ")", true, partial);
    }

    /** Any other makes DuckDB raise at the first row that it looks at. */
    private static String escape(RexNode operand) {
        String escape = text(operand);
        if (escape == null || escape.length() != 1 || escape.charAt(0) > '~') {
            throw Unsupported.of("ESCAPE with anything but one ASCII character");
        }
        return escape;
    }

    /**
     * A pattern that does not end within an escape. There DuckDB raises, and TRY does not catch it: {@code WHERE c = 'x' AND
     * c LIKE '%\' ESCAPE '\'} would fail where anybody has an x, and a group that is left out would show.
     */
    private static String ended(RexNode pattern, String sql, String escape) {
        String constant = text(pattern);
        if (constant == null) {
            String last = Sql.string(escape);
            return "CASE WHEN MOD(LENGTH(" + sql + ") - LENGTH(TRIM(TRAILING " + last + " FROM " + sql
                    + ")), 2) = 1 THEN " + sql + " || " + last + " ELSE " + sql + " END";
        }
        int end = constant.length();
        while (end > 0 && constant.startsWith(escape, end - 1)) {
            end--;
        }
        if ((constant.length() - end) % 2 == 1) {
            throw Unsupported.of(
                    "a LIKE pattern that ends with its escape character, which is \\ unless ESCAPE says otherwise; write it"
                            + " twice for the character itself");
        }
        return sql;
    }

    private static @Nullable String text(RexNode node) {
        return node instanceof RexLiteral literal && SqlTypeUtil.isCharacter(literal.getType())
                ? literal.getValueAs(String.class)
                : null;
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
        List<Sql> operands = call.getOperands().stream().map(this::operand).toList();
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
        return UNBOUNDED.contains(name) ? finite(value.as(false)) : value;
    }

    /** DuckDB chooses a function by its own types, of which some functions have no form. A constant suits every form. */
    private Sql operand(RexNode node) {
        Sql value = expressions.write(node);
        boolean chosenBy = SqlTypeUtil.isNumeric(node.getType()) || SqlTypeUtil.isDatetime(node.getType());
        return chosenBy && !(node instanceof RexLiteral) ? ExpressionWriter.declared(value, node.getType()) : value;
    }

    private static Sql pair(Sql left, String operator, Sql right) {
        return new Sql("(" + left.text() + operator + right.text() + ")", false, left.partial() || right.partial());
    }

    private static Sql attempt(RexCall call, String before, Sql operand, String after) {
        return ExpressionWriter.attempt(
                new Sql(before + operand.text() + after, ExpressionWriter.isPlainType(call), operand.partial()));
    }
}
