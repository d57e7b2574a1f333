package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.sql.DatePattern;
import io.cleanroom.server.sql.TextFunctions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Functions that DuckDB has under another name, in another form, or not at all. */
final class LibraryWriter {
    /** Intervals of one unit, and the type that DuckDB wants their number in. */
    private static final Map<String, String> INTERVALS = Map.ofEntries(
            Map.entry("microsecond", "TO_MICROSECONDS(TRY_CAST(%s AS BIGINT))"),
            Map.entry("millisecond", "TO_MILLISECONDS(CAST(%s AS DOUBLE))"),
            Map.entry("second", "TO_SECONDS(CAST(%s AS DOUBLE))"),
            Map.entry("minute", "TO_MINUTES(TRY_CAST(%s AS BIGINT))"),
            Map.entry("hour", "TO_HOURS(TRY_CAST(%s AS BIGINT))"),
            Map.entry("day", "TO_DAYS(TRY_CAST(%s AS INTEGER))"),
            Map.entry("week", "TO_WEEKS(TRY_CAST(%s AS INTEGER))"),
            Map.entry("month", "TO_MONTHS(TRY_CAST(%s AS INTEGER))"),
            Map.entry("quarter", "TO_QUARTERS(TRY_CAST(%s AS INTEGER))"),
            Map.entry("year", "TO_YEARS(TRY_CAST(%s AS INTEGER))"),
            Map.entry("decade", "TO_DECADES(TRY_CAST(%s AS INTEGER))"),
            Map.entry("century", "TO_CENTURIES(TRY_CAST(%s AS INTEGER))"),
            Map.entry("millennium", "TO_MILLENNIA(TRY_CAST(%s AS INTEGER))"));

    private LibraryWriter() {}

    /** Empty for a function that is written as it is. */
    static Optional<Sql> write(RexCall call, List<Sql> operands) {
        List<String> texts = operands.stream().map(Sql::text).toList();
        boolean partial = operands.stream().anyMatch(Sql::partial);
        return switch (call.getOperator().getName().toUpperCase(Locale.ROOT)) {
            // Words without parentheses would name a column of that name, if the query has one.
            case "CURRENT_DATE" -> Optional.of(Sql.exact("CAST(NOW() AS DATE)"));
            case "CURRENT_TIMESTAMP", "LOCALTIMESTAMP" -> Optional.of(Sql.exact("CAST(NOW() AS TIMESTAMP)"));
            case "CURRENT_TIME", "LOCALTIME" -> Optional.of(Sql.exact("CAST(CAST(NOW() AS TIMESTAMP) AS TIME)"));
            case "DATEADD" ->
                attempt(
                        "DATE_ADD(" + texts.get(2) + ", "
                                + String.format(Locale.ROOT, known(INTERVALS, constant(call, 0)), texts.get(1))
                                + ")",
                        false);
            case "DATEDIFF" -> attempt(boundaries(constant(call, 0), texts.get(1), texts.get(2)), false);
            case "TIMESTAMPDIFF" ->
                attempt(
                        "DATESUB('" + constant(call, 0) + "', " + timestamp(texts.get(1)) + ", "
                                + timestamp(texts.get(2)) + ")",
                        true);
            case "TO_CHAR" -> Optional.of(new Sql(pattern(constant(call, 1), texts.get(0)), true, true));
            case "TO_DATE" -> attempt("CAST(TRY_STRPTIME(" + texts.get(0) + ", " + reader(call) + ") AS DATE)", true);
            case "TO_TIMESTAMP" ->
                operands.size() == 2
                        ? attempt("TRY_STRPTIME(" + texts.get(0) + ", " + reader(call) + ")", true)
                        : attempt(
                                "MAKE_TIMESTAMP(TRY_CAST((CAST(" + texts.get(0) + " AS DOUBLE) * 1000000) AS BIGINT))",
                                true);
            case "TO_NUMBER" ->
                Optional.of(new Sql(
                        "TRY_CAST(REGEXP_REPLACE(" + texts.get(0) + ", '[^0-9.-]', '', 'g') AS "
                                + Types.sql(call.getType()) + ")",
                        true,
                        partial));
            case "DAYOFWEEK" -> Optional.of(new Sql("(DAYOFWEEK(" + texts.get(0) + ") + 1)", true, partial));
            case "TRUNC" ->
                SqlTypeUtil.isDatetime(call.getOperands().get(0).getType())
                        ? Optional.of(new Sql("TRY_CAST(" + texts.get(0) + " AS DATE)", true, partial))
                        : places(call, texts);
            case "INITCAP" -> Optional.of(new Sql("CLEANROOM_INITCAP(" + texts.get(0) + ")", true, partial));
            // Lengths are bounded twice: DuckDB computes constants before it looks at CASE, and 2 GB of text end the
            // server.
            case "LPAD", "RPAD" ->
                Optional.of(new Sql(
                        "CASE WHEN " + texts.get(1) + " <= " + TextFunctions.LONGEST + " THEN TRY("
                                + call.getOperator().getName() + "(" + texts.get(0) + ", TRY_CAST(LEAST("
                                + texts.get(1) + ", " + TextFunctions.LONGEST + ") AS INTEGER), "
                                + (texts.size() == 3 ? texts.get(2) : "' '") + ")) END",
                        true,
                        true));
            case "REPEAT" ->
                Optional.of(new Sql(
                        "CASE WHEN (CAST(CHAR_LENGTH(" + texts.get(0) + ") AS DOUBLE) * " + texts.get(1) + ") <= "
                                + TextFunctions.LONGEST + " THEN TRY(REPEAT(LEFT(" + texts.get(0) + ", "
                                + TextFunctions.LONGEST + "), LEAST(" + texts.get(1) + ", " + TextFunctions.LONGEST
                                + "))) END",
                        true,
                        true));
            // Replacing within what was replaced grows without end; an operand written once keeps nested ones short.
            case "REPLACE" ->
                Optional.of(new Sql(
                        "REPLACE(LEFT(" + texts.get(0) + ", " + TextFunctions.LONGEST + "), " + texts.get(1) + ", LEFT("
                                + texts.get(2) + ", 100))",
                        true,
                        partial));
            case "CHR" ->
                Optional.of(new Sql(
                        "CASE WHEN " + texts.get(0) + " > 0 THEN TRY(CHR(TRY_CAST(" + texts.get(0)
                                + " AS INTEGER))) END",
                        true,
                        true));
            case "LOG" -> Optional.of(new Sql(logarithm(texts), true, partial));
            case "WIDTH_BUCKET" -> Optional.of(new Sql(bucket(texts), false, partial));
            case "ROUND", "TRUNCATE" -> places(call, texts);
            case "SPLIT_PART" -> attempt(piece(call, texts), true);
            case "SUBSTRING", "SUBSTR" -> part(call, texts);
            default -> Optional.empty();
        };
    }

    /** DuckDB rounds a DECIMAL to a constant number of places only; to any other as DOUBLE. */
    private static Optional<Sql> places(RexCall call, List<String> texts) {
        if (texts.size() == 1 || isPlaces(call.getOperands().get(1))) {
            return Optional.empty();
        }
        String name = call.getOperator().getName().equalsIgnoreCase("ROUND") ? "ROUND" : "TRUNC";
        return attempt(
                name + "(CAST(" + texts.get(0) + " AS DOUBLE), TRY_CAST(" + texts.get(1) + " AS INTEGER))", false);
    }

    private static boolean isPlaces(RexNode node) {
        BigDecimal places = node instanceof RexLiteral literal ? literal.getValueAs(BigDecimal.class) : null;
        return places != null && places.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    /**
     * Places and lengths are whole numbers, of whatever type they come. Places before the first are empty, as in the SQL
     * standard, and nothing has a negative length; DuckDB counts both from the end.
     */
    private static Optional<Sql> part(RexCall call, List<String> texts) {
        String text = texts.get(0);
        String start = whole(call, texts, 1);
        boolean inside = isNotNegative(call, 1);
        String first = inside ? start : "CASE WHEN " + start + " < 1 THEN 1 ELSE " + start + " END";
        if (texts.size() == 2) {
            return attempt("SUBSTRING(" + text + ", " + first + ")", true);
        }
        String length = whole(call, texts, 2);
        String left = inside
                ? length
                : "CASE WHEN " + start + " < 1 THEN GREATEST(" + start + " + " + length + " - 1, 0) ELSE " + length
                        + " END";
        String part = "SUBSTRING(" + text + ", " + first + ", " + left + ")";
        return isNotNegative(call, 2)
                ? attempt(part, true)
                : Optional.of(new Sql("CASE WHEN " + length + " >= 0 THEN TRY(" + part + ") END", true, true));
    }

    /** There is no part number 0, and without a separator there is one part; DuckDB would take the text apart there. */
    private static String piece(RexCall call, List<String> texts) {
        BigDecimal constant = number(call, 2);
        boolean isNumber = constant != null && constant.signum() != 0;
        String number = isNumber ? texts.get(2) : "NULLIF(" + texts.get(2) + ", 0)";
        String piece = "SPLIT_PART(" + texts.get(0) + ", " + texts.get(1) + ", " + number + ")";
        RexNode separator = call.getOperands().get(1);
        if (separator instanceof RexLiteral literal && !"".equals(literal.getValueAs(String.class))) {
            return piece;
        }
        return "CASE WHEN " + texts.get(1) + " <> '' THEN " + piece + " WHEN " + texts.get(1) + " = '' AND ABS("
                + texts.get(2) + ") = 1 THEN " + texts.get(0) + " WHEN " + texts.get(1) + " = '' AND " + texts.get(2)
                + " <> 0 THEN '' END";
    }

    private static boolean isNotNegative(RexCall call, int operand) {
        BigDecimal constant = number(call, operand);
        return constant != null && constant.signum() >= 0;
    }

    /** Null for what is no constant. */
    private static @Nullable BigDecimal number(RexCall call, int operand) {
        return call.getOperands().get(operand) instanceof RexLiteral literal
                ? literal.getValueAs(BigDecimal.class)
                : null;
    }

    private static String whole(RexCall call, List<String> texts, int operand) {
        return Types.isInteger(call.getOperands().get(operand).getType())
                ? texts.get(operand)
                : "TRY_CAST(" + texts.get(operand) + " AS BIGINT)";
    }

    private static Optional<Sql> attempt(String text, boolean exact) {
        return Optional.of(ExpressionWriter.attempt(new Sql(text, exact, true)));
    }

    private static String known(Map<String, String> texts, String unit) {
        String text = texts.get(unit);
        if (text == null) {
            throw Unsupported.of("a unit of time that is not known");
        }
        return text;
    }

    private static String constant(RexCall call, int operand) {
        RexNode node = call.getOperands().get(operand);
        String text = node instanceof RexLiteral literal ? literal.getValueAs(String.class) : null;
        if (text == null) {
            throw Unsupported.of("a pattern or a unit of time that is not a constant");
        }
        return text;
    }

    private static String timestamp(String text) {
        return "TRY_CAST(" + text + " AS TIMESTAMP)";
    }

    /** DuckDB counts weeks from the day of the week of 1970-01-01; here they begin on Monday, as in DATE_TRUNC. */
    private static String boundaries(String unit, String from, String to) {
        if (!unit.equals("week")) {
            return "DATEDIFF('" + unit + "', " + timestamp(from) + ", " + timestamp(to) + ")";
        }
        return "(DATEDIFF('day', DATE_TRUNC('week', " + timestamp(from) + "), DATE_TRUNC('week', " + timestamp(to)
                + ")) / 7)";
    }

    private static String reader(RexCall call) {
        return Sql.string(pieces(constant(call, 1)).stream()
                .map(piece -> piece instanceof DatePattern.Part part ? part.code() : copied(piece))
                .collect(Collectors.joining()));
    }

    private static String copied(DatePattern.Piece piece) {
        return ((DatePattern.Copied) piece).text().replace("%", "%%");
    }

    private static List<DatePattern.Piece> pieces(String pattern) {
        return DatePattern.pieces(pattern).orElseThrow(() -> Unsupported.of("a pattern that cannot be read"));
    }

    private static String pattern(String pattern, String time) {
        List<String> written = pieces(pattern).stream()
                .map(piece -> {
                    if (piece instanceof DatePattern.Counted number) {
                        return "TRY_CAST((EXTRACT(" + number.unit() + " FROM " + time + ") + " + number.plus()
                                + ") AS VARCHAR)";
                    }
                    if (!(piece instanceof DatePattern.Part part)) {
                        return Sql.string(((DatePattern.Copied) piece).text());
                    }
                    String plain = "STRFTIME(" + time + ", '" + part.code() + "')";
                    String cased = switch (part.letters()) {
                        case AS_THEY_ARE -> plain;
                        case UPPER -> "UPPER(" + plain + ")";
                        case LOWER -> "LOWER(" + plain + ")";
                    };
                    return part.width() == 0 ? cased : "RPAD(" + cased + ", " + part.width() + ", ' ')";
                })
                .toList();
        // NULL where the time is: a constant alone would not be.
        return "CASE WHEN (" + time + " IS NOT NULL) THEN TRY("
                + (written.isEmpty() ? "''" : String.join(" || ", written)) + ") END";
    }

    private static String logarithm(List<String> texts) {
        if (texts.size() == 1) {
            return "CASE WHEN " + texts.get(0) + " > 0 THEN LOG10(" + texts.get(0) + ") END";
        }
        String base = texts.get(0);
        String number = texts.get(1);
        return "CASE WHEN " + base + " > 0 AND " + base + " <> 1 AND " + number + " > 0 THEN (LN(" + number + ") / LN("
                + base + ")) END";
    }

    private static String bucket(List<String> texts) {
        String x = "CAST(" + texts.get(0) + " AS DOUBLE)";
        String low = "CAST(" + texts.get(1) + " AS DOUBLE)";
        String high = "CAST(" + texts.get(2) + " AS DOUBLE)";
        String n = "CAST(" + texts.get(3) + " AS DOUBLE)";
        String inside =
                "(FLOOR((((" + x + " - " + low + ") / NULLIF((" + high + " - " + low + "), 0)) * " + n + ")) + 1)";
        return "TRY_CAST(CASE WHEN NOT (" + n + " > 0) OR " + low + " = " + high + " THEN NULL"
                + " WHEN (" + low + " < " + high + " AND " + x + " < " + low + ") OR (" + low + " > " + high + " AND "
                + x
                + " > " + low + ") THEN 0"
                + " WHEN (" + low + " < " + high + " AND " + x + " >= " + high + ") OR (" + low + " > " + high + " AND "
                + x + " <= " + high + ") THEN (" + n + " + 1) ELSE " + inside + " END AS BIGINT)";
    }
}
