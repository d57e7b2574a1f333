package io.cleanroom.server.engine.duckdb;

import java.math.BigDecimal;
import java.util.Locale;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.avatica.util.DateTimeUtils;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Constants in standard spelling, with the type that they were declared with. */
final class LiteralWriter {
    private static final BigDecimal MILLIS_PER_DAY = BigDecimal.valueOf(DateTimeUtils.MILLIS_PER_DAY);

    /** An interval of DuckDB counts months and days in 32 bits each. */
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Integer.MAX_VALUE);

    /** As many digits as an interval has where the text is read back. */
    private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(9_999_999_999L);

    private LiteralWriter() {}

    static Sql write(RexLiteral literal) {
        RelDataType type = literal.getType();
        if (literal.isNull()) {
            return type.getSqlTypeName() == SqlTypeName.NULL ? Sql.loose("NULL") : Sql.exact(TypedNull.of(type));
        }
        return switch (literal.getTypeName()) {
            case BOOLEAN ->
                Sql.exact(String.valueOf(literal.getValueAs(Boolean.class)).toUpperCase(Locale.ROOT));
            case CHAR, VARCHAR -> Sql.exact(Sql.string(value(literal, String.class)));
            case BINARY -> Sql.exact("X'" + value(literal, ByteString.class).toString() + "'");
            case DATE ->
                Sql.exact("DATE " + Sql.string(value(literal, DateString.class).toString()));
            case TIME ->
                Sql.exact("TIME " + Sql.string(value(literal, TimeString.class).toString()));
            case TIMESTAMP ->
                Sql.exact("TIMESTAMP "
                        + Sql.string(value(literal, TimestampString.class).toString()));
            default -> {
                if (SqlTypeUtil.isInterval(type)) {
                    yield Sql.loose(interval(type, value(literal, BigDecimal.class)));
                }
                if (SqlTypeUtil.isApproximateNumeric(type)) {
                    yield approximate(value(literal, Double.class)).as(type.getSqlTypeName() != SqlTypeName.REAL);
                }
                if (SqlTypeUtil.isExactNumeric(type)) {
                    yield exact(type, value(literal, BigDecimal.class));
                }
                throw Unsupported.of(
                        "a constant of type " + type.getSqlTypeName().getName());
            }
        };
    }

    private static <T> T value(RexLiteral literal, Class<T> type) {
        T value = literal.getValueAs(type);
        if (value == null) {
            throw Unsupported.of("a constant without a value");
        }
        return value;
    }

    /** DuckDB takes a small whole number for an INTEGER, whatever it was declared as. */
    private static Sql exact(RelDataType type, BigDecimal value) {
        String text = negativeInParentheses(value.toPlainString());
        boolean same = type.getSqlTypeName() == SqlTypeName.INTEGER;
        return same ? Sql.exact(text) : Sql.loose(text);
    }

    private static Sql approximate(double value) {
        if (!Double.isFinite(value)) {
            return Sql.exact("CAST(NULL AS DOUBLE)");
        }
        String text = Double.toString(value);
        return Sql.exact(negativeInParentheses(text.indexOf('E') < 0 ? text + "E0" : text));
    }

    /** {@code a - -1} would start a comment. */
    private static String negativeInParentheses(String number) {
        return number.startsWith("-") ? "(" + number + ")" : number;
    }

    /** {@code value} counts months or milliseconds; DuckDB knows neither leading precision nor compound intervals. */
    private static String interval(RelDataType type, BigDecimal value) {
        boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(type.getSqlTypeName());
        if (months) {
            return interval(value, LONGEST, "MONTH");
        }
        BigDecimal[] days = value.divideAndRemainder(MILLIS_PER_DAY);
        return days[1].signum() == 0
                ? interval(days[0], LONGEST, "DAY")
                : interval(value.movePointLeft(3), MOST_SECONDS, "SECOND");
    }

    private static String interval(BigDecimal value, BigDecimal most, String unit) {
        if (value.abs().compareTo(most) > 0) {
            throw Unsupported.of("an INTERVAL of more than " + most + " " + unit.toLowerCase(Locale.ROOT) + "s");
        }
        return "INTERVAL '" + value.stripTrailingZeros().toPlainString() + "' " + unit;
    }
}
