package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A client's values of {@code ?} markers as the kinds that {@code Statements.run} takes; no time zone is involved. */
final class ParameterValues {
    private static final int MOST_DIGITS = 38;

    private ParameterValues() {}

    /** Refuses with 22023, by position, a value that is missing or of a kind that no type of ours has. */
    static List<@Nullable Object> of(@Nullable List<@Nullable TypedValue> values, int expected) {
        List<@Nullable TypedValue> given = values == null ? List.of() : values;
        if (given.size() > expected) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "the statement has " + expected + " parameters. Provided: " + given.size() + " values");
        }
        List<@Nullable Object> parameters = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            TypedValue value = i < given.size() ? given.get(i) : null;
            if (value == null) {
                throw new Problem(Code.INVALID_PARAMETER, "parameter " + (i + 1) + " has no value");
            }
            parameters.add(value(value, i + 1));
        }
        return parameters;
    }

    private static @Nullable Object value(TypedValue typed, int position) {
        Object value;
        try {
            value = typed.toLocal();
        } catch (RuntimeException e) {
            throw unreadable(position);
        }
        if (value == null) {
            return null;
        }
        return switch (typed.type) {
            case PRIMITIVE_BOOLEAN, BOOLEAN -> (Boolean) value;
            case PRIMITIVE_BYTE, PRIMITIVE_SHORT, PRIMITIVE_INT, PRIMITIVE_LONG, BYTE, SHORT, INTEGER, LONG ->
                ((Number) value).longValue();
            case PRIMITIVE_FLOAT, PRIMITIVE_DOUBLE, FLOAT, DOUBLE -> finite((Number) value, position);
            case NUMBER -> decimal(value, position);
            case PRIMITIVE_CHAR, CHARACTER, STRING -> value.toString();
            case BYTE_STRING -> Bytes.of(((ByteString) value).getBytes());
            case JAVA_SQL_DATE -> LocalDate.ofEpochDay(((Number) value).longValue());
            case JAVA_SQL_TIME -> time((Number) value, position);
            case JAVA_SQL_TIMESTAMP, JAVA_UTIL_DATE -> timestamp((Number) value);
            default -> throw unreadable(position);
        };
    }

    private static Double finite(Number value, int position) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new Problem(Code.INVALID_PARAMETER, "parameter " + position + " is not a finite number");
        }
        return value.doubleValue();
    }

    private static BigDecimal decimal(Object value, int position) {
        BigDecimal number = value instanceof BigDecimal exact ? exact : new BigDecimal(value.toString());
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new Problem(
                    Code.INVALID_PARAMETER, "parameter " + position + " has more than " + MOST_DIGITS + " digits");
        }
        return number;
    }

    private static LocalTime time(Number millis, int position) {
        if (millis.longValue() < 0 || millis.longValue() >= TimeUnit.DAYS.toMillis(1)) {
            throw new Problem(Code.INVALID_PARAMETER, "parameter " + position + " is not a time of day");
        }
        return LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(millis.longValue()));
    }

    private static LocalDateTime timestamp(Number millis) {
        long value = millis.longValue();
        int nanos = (int) TimeUnit.MILLISECONDS.toNanos(Math.floorMod(value, 1000L));
        return LocalDateTime.ofEpochSecond(Math.floorDiv(value, 1000L), nanos, ZoneOffset.UTC);
    }

    private static Problem unreadable(int position) {
        return new Problem(
                Code.INVALID_PARAMETER,
                "parameter " + position + " is of a kind that no column has; a boolean, number, string, date, time or"
                        + " timestamp is accepted");
    }
}
