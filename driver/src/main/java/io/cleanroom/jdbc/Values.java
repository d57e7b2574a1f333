package io.cleanroom.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between what the wire carries, what SQL means and what Java callers ask for.
 *
 * <p>On the wire a DATE is a day number, a TIME the milliseconds of a day and a TIMESTAMP milliseconds since 1970, all
 * three without a time zone. They become {@code java.time} local values first, so that no zone of client or server can
 * move them; the old {@code java.sql} classes are made from those at the very end.
 */
@SuppressWarnings("JavaUtilDate") // JDBC's own types
final class Values {
    /** The scale of times that travel as microseconds; any other scale means milliseconds. */
    private static final int MICROS = 6;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final DateTimeFormatter TIME_TEXT = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIMESTAMP_TEXT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(TIME_TEXT)
            .toFormatter(Locale.ROOT);

    private Values() {}

    /** The SQL value of what the wire carries for a column of that type; its scale says in which unit times are counted. */
    static @Nullable Object fromWire(@Nullable Object wire, ResultType type) throws SQLException {
        if (wire instanceof String) {
            return text((String) wire, type.jdbcType);
        }
        if (!(wire instanceof Number)) {
            return wire instanceof List ? NestedValues.fromWire((List<?>) wire, type) : wire;
        }
        long number = ((Number) wire).longValue();
        int scale = type.scale;
        switch (type.jdbcType) {
            case Types.DATE:
                return LocalDate.ofEpochDay(number);
            case Types.TIME:
                return scale == MICROS
                        ? LocalTime.ofNanoOfDay(Math.floorMod(number, DAY_MILLIS * 1000) * 1000L)
                        : LocalTime.ofNanoOfDay(Math.floorMod(number, DAY_MILLIS) * 1_000_000L);
            case Types.TIMESTAMP:
                return localDateTime(number, scale);
            case Types.TIMESTAMP_WITH_TIMEZONE:
                return localDateTime(number, scale).atOffset(ZoneOffset.UTC);
            default:
                return wire;
        }
    }

    private static Object text(String text, int sqlType) throws SQLException {
        switch (sqlType) {
            case Types.VARBINARY:
                return Base64.getDecoder().decode(text);
            case Types.DATE:
                return date(text);
            case Types.TIME:
                return time(text);
            case Types.TIMESTAMP:
                return dateTime(text);
            default:
                return text;
        }
    }

    private static LocalDateTime localDateTime(long number, int scale) {
        long perSecond = scale == MICROS ? 1_000_000L : 1000L;
        int nanos = (int) (Math.floorMod(number, perSecond) * (1_000_000_000L / perSecond));
        return LocalDateTime.ofEpochSecond(Math.floorDiv(number, perSecond), nanos, ZoneOffset.UTC);
    }

    /** Milliseconds since 1970 of a date and time without zone; what is finer is cut off. */
    static long millis(LocalDateTime value) {
        return value.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** The object that {@code getObject} gives for a value of that type, as JDBC's table of types has it. */
    static @Nullable Object natural(@Nullable Object value, int sqlType) throws SQLException {
        if (value == null) {
            return null;
        }
        switch (sqlType) {
            case Types.TINYINT:
            case Types.SMALLINT:
            case Types.INTEGER:
                return (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER");
            case Types.BIGINT:
                return integer(value, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT");
            case Types.REAL:
                return real(value);
            case Types.FLOAT:
            case Types.DOUBLE:
                return floating(value);
            case Types.DECIMAL:
            case Types.NUMERIC:
                return decimal(value);
            case Types.BIT:
            case Types.BOOLEAN:
                return bool(value);
            case Types.DATE:
                return sqlDate(date(value), null);
            case Types.TIME:
                return sqlTime(time(value), null);
            case Types.TIMESTAMP:
                return sqlTimestamp(dateTime(value), null);
            case Types.CHAR:
            case Types.VARCHAR:
            case Types.LONGVARCHAR:
            case Types.NCHAR:
            case Types.NVARCHAR:
            case Types.LONGNVARCHAR:
                return text(value);
            default:
                return value;
        }
    }

    static String text(Object value) {
        if (value instanceof BigDecimal) {
            return ((BigDecimal) value).toPlainString();
        }
        if (value instanceof LocalDateTime) {
            return TIMESTAMP_TEXT.format((LocalDateTime) value);
        }
        if (value instanceof LocalTime) {
            return TIME_TEXT.format((LocalTime) value);
        }
        if (value instanceof OffsetDateTime) {
            OffsetDateTime moment = (OffsetDateTime) value;
            return TIMESTAMP_TEXT.format(moment.toLocalDateTime()) + moment.getOffset();
        }
        if (value instanceof byte[]) {
            StringBuilder hex = new StringBuilder();
            for (byte b : (byte[]) value) {
                hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
            return hex.toString();
        }
        return value.toString();
    }

    static boolean bool(Object value) throws SQLException {
        if (value instanceof Boolean) {
            return (Boolean) value;
        }
        if (value instanceof Number) {
            return ((Number) value).doubleValue() != 0;
        }
        if (value instanceof String) {
            switch (((String) value).strip().toLowerCase(Locale.ROOT)) {
                case "true":
                case "t":
                case "yes":
                case "1":
                    return true;
                case "false":
                case "f":
                case "no":
                case "0":
                    return false;
                default:
                    break;
            }
        }
        throw cannot(value, "BOOLEAN");
    }

    /** A whole number within bounds; fractions are cut off, as JDBC drivers do, and overflow is an error. */
    static long integer(Object value, long least, long most, String type) throws SQLException {
        long number;
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            number = ((Number) value).longValue();
        } else if (value instanceof Boolean) {
            number = (Boolean) value ? 1 : 0;
        } else {
            BigInteger whole =
                    decimal(value, type).setScale(0, RoundingMode.DOWN).toBigInteger();
            if (whole.bitLength() > 63) {
                throw outside(type);
            }
            number = whole.longValue();
        }
        if (number < least || number > most) {
            throw outside(type);
        }
        return number;
    }

    static double floating(Object value) throws SQLException {
        if (value instanceof Number) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof String) {
            try {
                return Double.parseDouble(((String) value).strip());
            } catch (NumberFormatException e) {
                throw cannot(value, "DOUBLE");
            }
        }
        return decimal(value, "DOUBLE").doubleValue();
    }

    /** A finite number that only DOUBLE holds is an error (22003). */
    static float real(Object value) throws SQLException {
        double number = floating(value);
        float near = (float) number;
        if (Float.isInfinite(near) && !Double.isInfinite(number)) {
            throw outside("REAL");
        }
        return near;
    }

    static BigDecimal decimal(Object value) throws SQLException {
        return decimal(value, "DECIMAL");
    }

    private static BigDecimal decimal(Object value, String type) throws SQLException {
        try {
            if (value instanceof BigDecimal) {
                return (BigDecimal) value;
            }
            if (value instanceof BigInteger) {
                return new BigDecimal((BigInteger) value);
            }
            if (value instanceof Double || value instanceof Float || value instanceof String) {
                return new BigDecimal(value.toString().strip());
            }
            if (value instanceof Number) {
                return BigDecimal.valueOf(((Number) value).longValue());
            }
            if (value instanceof Boolean) {
                return (Boolean) value ? BigDecimal.ONE : BigDecimal.ZERO;
            }
        } catch (NumberFormatException e) {
            throw cannot(value, type);
        }
        throw cannot(value, type);
    }

    static LocalDate date(Object value) throws SQLException {
        if (value instanceof LocalDate) {
            return (LocalDate) value;
        }
        if (value instanceof Date) {
            return ((Date) value).toLocalDate();
        }
        if (value instanceof String && ((String) value).strip().length() == 10) {
            try {
                return LocalDate.parse(((String) value).strip());
            } catch (DateTimeException e) {
                throw cannot(value, "DATE");
            }
        }
        if (value instanceof LocalTime || value instanceof Time) {
            throw cannot(value, "DATE");
        }
        return dateTime(value, "DATE").toLocalDate();
    }

    static LocalTime time(Object value) throws SQLException {
        if (value instanceof LocalTime) {
            return (LocalTime) value;
        }
        if (value instanceof Time) {
            return localTime((Time) value, null);
        }
        if (value instanceof String && ((String) value).indexOf('-') < 0) {
            try {
                return LocalTime.parse(((String) value).strip());
            } catch (DateTimeException e) {
                throw cannot(value, "TIME");
            }
        }
        if (value instanceof LocalDate || value instanceof Date) {
            throw cannot(value, "TIME");
        }
        return dateTime(value, "TIME").toLocalTime();
    }

    static LocalDateTime dateTime(Object value) throws SQLException {
        return dateTime(value, "TIMESTAMP");
    }

    private static LocalDateTime dateTime(Object value, String type) throws SQLException {
        if (value instanceof LocalDateTime) {
            return (LocalDateTime) value;
        }
        if (value instanceof LocalDate) {
            return ((LocalDate) value).atStartOfDay();
        }
        if (value instanceof OffsetDateTime) {
            return utc(((OffsetDateTime) value).toInstant());
        }
        if (value instanceof Instant) {
            return utc((Instant) value);
        }
        if (value instanceof Timestamp) {
            return ((Timestamp) value).toLocalDateTime();
        }
        if (value instanceof Date) {
            return ((Date) value).toLocalDate().atStartOfDay();
        }
        if (value instanceof java.util.Date && !(value instanceof Time)) {
            return new Timestamp(((java.util.Date) value).getTime()).toLocalDateTime();
        }
        if (value instanceof String) {
            String text = ((String) value).strip();
            try {
                return text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay()
                        : LocalDateTime.parse(text.replace(' ', 'T'));
            } catch (DateTimeException e) {
                throw cannot(value, type);
            }
        }
        throw cannot(value, type);
    }

    private static LocalDateTime utc(Instant moment) throws SQLException {
        try {
            return LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw outsideYears();
        }
    }

    static UUID uuid(Object value) throws SQLException {
        try {
            return UUID.fromString(text(value).strip());
        } catch (IllegalArgumentException e) {
            throw cannot(value, "UUID");
        }
    }

    /** Midnight of that day in the calendar's zone, or in the JVM's if there is no calendar. */
    static Date sqlDate(LocalDate value, @Nullable Calendar calendar) {
        return foreign(calendar)
                ? new Date(instant(value.atStartOfDay(), calendar).toEpochMilli())
                : Date.valueOf(value);
    }

    static Time sqlTime(LocalTime value, @Nullable Calendar calendar) {
        LocalDateTime onFirstDay = LocalDate.EPOCH.atTime(value);
        return new Time(instant(onFirstDay, calendar).toEpochMilli());
    }

    static Timestamp sqlTimestamp(LocalDateTime value, @Nullable Calendar calendar) {
        return foreign(calendar) ? Timestamp.from(instant(value, calendar)) : Timestamp.valueOf(value);
    }

    /** The reverse of {@link #sqlDate}. */
    static LocalDate localDate(Date value, @Nullable Calendar calendar) {
        return foreign(calendar) ? local(value.getTime(), calendar).toLocalDate() : value.toLocalDate();
    }

    /** The reverse of {@link #sqlTime}, with its milliseconds. */
    static LocalTime localTime(Time value, @Nullable Calendar calendar) {
        return local(value.getTime(), calendar).toLocalTime();
    }

    /** The reverse of {@link #sqlTimestamp}. */
    static LocalDateTime localDateTime(Timestamp value, @Nullable Calendar calendar) {
        return foreign(calendar)
                ? local(value.getTime(), calendar).withNano(value.getNanos())
                : value.toLocalDateTime();
    }

    private static boolean foreign(@Nullable Calendar calendar) {
        return calendar != null && !calendar.getTimeZone().equals(TimeZone.getDefault());
    }

    private static TimeZone zone(@Nullable Calendar calendar) {
        return calendar == null ? TimeZone.getDefault() : calendar.getTimeZone();
    }

    private static Instant instant(LocalDateTime value, @Nullable Calendar calendar) {
        return value.atZone(zone(calendar).toZoneId()).toInstant();
    }

    private static LocalDateTime local(long millis, @Nullable Calendar calendar) {
        return LocalDateTime.ofInstant(
                Instant.ofEpochMilli(millis), zone(calendar).toZoneId());
    }

    /** The value itself stays out of the message: messages end up in logs. */
    static SQLException cannot(Object value, String type) {
        return Errors.of("a value of type " + value.getClass().getSimpleName() + " cannot be read as " + type, "22018");
    }

    private static SQLException outside(String type) {
        return Errors.of("the value is outside the range of " + type, "22003");
    }

    /** Java's dates reach further than SQL's. */
    static SQLException outsideYears() {
        return Errors.of("the value is outside the years 1 to 9999", "22008");
    }
}
