package io.cleanroom.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Calendar;
import java.util.UUID;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * Turns parameter values into what the wire carries: text, numbers, truth values, bytes, day numbers and milliseconds.
 *
 * <p>Dates and times travel as the local value the caller wrote, whatever the zone of either side; moments
 * ({@code Instant}, {@code OffsetDateTime}, {@code ZonedDateTime}) travel as their UTC value. The wire's own
 * types carry whole milliseconds; microseconds travel as text, and what is finer is cut off.
 */
final class Parameters {
    /** Nanoseconds of a millisecond. */
    private static final long MILLI = 1_000_000L;

    private Parameters() {}

    static TypedValue nothing() {
        return TypedValue.EXPLICIT_NULL;
    }

    /** The value as its own class suggests; classes that nobody has thought of are refused (22023). */
    static TypedValue of(@Nullable Object value) throws SQLException {
        if (value == null) {
            return nothing();
        } else if (value instanceof String) {
            return serial(Rep.STRING, value);
        } else if (value instanceof Character || value instanceof UUID) {
            return serial(Rep.STRING, value.toString());
        } else if (value instanceof Boolean) {
            return serial(Rep.BOOLEAN, value);
        } else if (value instanceof byte[]) {
            return serial(Rep.BYTE_STRING, Base64.getEncoder().encodeToString((byte[]) value));
        } else if (value instanceof Number) {
            return number((Number) value);
        }
        return temporal(value);
    }

    private static TypedValue number(Number value) throws SQLException {
        if (value instanceof Byte) {
            return serial(Rep.BYTE, value);
        } else if (value instanceof Short) {
            return serial(Rep.SHORT, value);
        } else if (value instanceof Integer) {
            return serial(Rep.INTEGER, value);
        } else if (value instanceof Long) {
            return serial(Rep.LONG, value);
        } else if (value instanceof Float) {
            // The wire's float is a bit pattern that not every reader expects; the same number as a double is safe.
            return serial(Rep.DOUBLE, ((Float) value).doubleValue());
        } else if (value instanceof Double) {
            return serial(Rep.DOUBLE, value);
        } else if (value instanceof BigDecimal) {
            return serial(Rep.NUMBER, value);
        } else if (value instanceof BigInteger) {
            return serial(Rep.NUMBER, new BigDecimal((BigInteger) value));
        }
        throw unknown(value);
    }

    private static TypedValue temporal(Object value) throws SQLException {
        if (value instanceof LocalDate) {
            return date((LocalDate) value);
        } else if (value instanceof LocalTime) {
            return time((LocalTime) value);
        } else if (value instanceof OffsetTime) {
            throw Errors.unsupported("times with a zone as parameters");
        } else if (value instanceof Date) {
            return date(Values.localDate((Date) value, null));
        } else if (value instanceof Time) {
            return time(Values.localTime((Time) value, null));
        } else if (value instanceof ZonedDateTime) {
            return timestamp(Values.dateTime(((ZonedDateTime) value).toOffsetDateTime()));
        } else if (value instanceof Calendar) {
            Calendar calendar = (Calendar) value;
            return timestamp(Values.localDateTime(new Timestamp(calendar.getTimeInMillis()), calendar));
        } else if (value instanceof LocalDateTime
                || value instanceof OffsetDateTime
                || value instanceof Instant
                || value instanceof java.util.Date) {
            return timestamp(Values.dateTime(value));
        }
        throw unknown(value);
    }

    /** The value as a certain SQL type, converted on this side so that a bad value fails before anything is sent. */
    static TypedValue of(@Nullable Object value, int sqlType) throws SQLException {
        if (value == null || sqlType == Types.NULL) {
            return nothing();
        }
        if (value instanceof Array || value instanceof Struct) {
            throw unknown(value);
        }
        Object plain = value instanceof ZonedDateTime ? ((ZonedDateTime) value).toOffsetDateTime() : value;
        switch (sqlType) {
            case Types.TINYINT:
                return serial(Rep.BYTE, (byte) Values.integer(plain, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT"));
            case Types.SMALLINT:
                return serial(Rep.SHORT, (short) Values.integer(plain, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT"));
            case Types.INTEGER:
                return serial(
                        Rep.INTEGER, (int) Values.integer(plain, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER"));
            case Types.BIGINT:
                return serial(Rep.LONG, Values.integer(plain, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT"));
            case Types.REAL:
                return serial(Rep.DOUBLE, (double) Values.real(plain));
            case Types.FLOAT:
            case Types.DOUBLE:
                return serial(Rep.DOUBLE, Values.floating(plain));
            case Types.DECIMAL:
            case Types.NUMERIC:
                return serial(Rep.NUMBER, Values.decimal(plain));
            case Types.BIT:
            case Types.BOOLEAN:
                return serial(Rep.BOOLEAN, Values.bool(plain));
            case Types.DATE:
                return date(Values.date(plain));
            case Types.TIME:
                return time(Values.time(plain));
            case Types.TIMESTAMP:
            case Types.TIMESTAMP_WITH_TIMEZONE:
                return timestamp(Values.dateTime(plain));
            case Types.CHAR:
            case Types.VARCHAR:
            case Types.LONGVARCHAR:
            case Types.NCHAR:
            case Types.NVARCHAR:
            case Types.LONGNVARCHAR:
                return serial(Rep.STRING, Values.text(plain));
            case Types.BINARY:
            case Types.VARBINARY:
            case Types.LONGVARBINARY:
            case Types.OTHER:
            case Types.JAVA_OBJECT:
                return of(plain);
            default:
                throw Errors.unsupported("parameters of java.sql.Types " + sqlType);
        }
    }

    /** The same, with that many digits after the point where the type is exact; further ones are rounded, half up. */
    static TypedValue of(@Nullable Object value, int sqlType, int scale) throws SQLException {
        if (value == null || (sqlType != Types.DECIMAL && sqlType != Types.NUMERIC)) {
            return of(value, sqlType);
        }
        try {
            return serial(Rep.NUMBER, Values.decimal(value).setScale(scale, RoundingMode.HALF_UP));
        } catch (ArithmeticException e) {
            throw Errors.of("not a scale: " + scale, Errors.BAD_VALUE, e);
        }
    }

    static TypedValue date(LocalDate value) throws SQLException {
        return serial(Rep.JAVA_SQL_DATE, (int) withinSqlYears(value).toEpochDay());
    }

    private static LocalDate withinSqlYears(LocalDate date) throws SQLException {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw Values.outsideYears();
        }
        return date;
    }

    static TypedValue time(LocalTime value) {
        return value.truncatedTo(ChronoUnit.MILLIS).equals(value)
                ? serial(Rep.JAVA_SQL_TIME, (int) (value.toNanoOfDay() / MILLI))
                : serial(Rep.STRING, Values.text(value.truncatedTo(ChronoUnit.MICROS)));
    }

    static TypedValue timestamp(LocalDateTime value) throws SQLException {
        withinSqlYears(value.toLocalDate());
        return value.truncatedTo(ChronoUnit.MILLIS).equals(value)
                ? serial(Rep.JAVA_SQL_TIMESTAMP, Values.millis(value))
                : serial(Rep.STRING, Values.text(value.truncatedTo(ChronoUnit.MICROS)));
    }

    private static TypedValue serial(Rep rep, Object value) {
        return TypedValue.ofSerial(rep, value);
    }

    private static SQLException unknown(Object value) {
        return Errors.of(
                "a " + value.getClass().getName() + " cannot be a parameter; use text, numbers, boolean, byte[],"
                        + " java.time or java.sql dates, or UUID",
                Errors.BAD_VALUE);
    }
}
