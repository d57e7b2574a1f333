package io.cleanroom.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One column of an Arrow record batch, read in place from the bytes of the answer: no copy, and no access to memory that
 * would need a flag on any Java. Every kind of column has the same layout everywhere: bits that say which values are there,
 * then the values; texts and bytes have offsets between the two.
 */
final class ArrowColumn {
    private static final VarHandle INTS = view(int[].class);
    private static final VarHandle LONGS = view(long[].class);
    private static final VarHandle SHORTS = view(short[].class);
    private static final VarHandle FLOATS = view(float[].class);
    private static final VarHandle DOUBLES = view(double[].class);
    private static final int DECIMAL_BYTES = 16;

    private final byte[] bytes;
    private final int sqlType;
    private final int scale;
    /** Where the bits begin, or -1 if no value is missing. */
    private final int validity;

    private final int values;
    private final int offsets;
    /** Of arrays and structs, which have no values of their own. */
    private final @Nullable ArrowNested nested;

    /**
     * A column.
     *
     * @param values where its values begin, as positions in {@code bytes} like the other two
     * @param offsets where the offsets of texts and bytes begin
     */
    ArrowColumn(byte[] bytes, ResultType type, int validity, int values, int offsets, @Nullable ArrowNested nested) {
        this.bytes = bytes;
        this.sqlType = type.jdbcType;
        this.scale = type.scale;
        this.validity = validity;
        this.values = values;
        this.offsets = offsets;
        this.nested = nested;
    }

    private static VarHandle view(Class<?> array) {
        return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
    }

    boolean isNull(int row) {
        return validity >= 0 && (bytes[validity + (row >> 3)] >> (row & 7) & 1) == 0;
    }

    /** Whether {@link #whole} has the exact value. */
    boolean isWhole() {
        return sqlType == Types.BIGINT
                || sqlType == Types.INTEGER
                || sqlType == Types.SMALLINT
                || sqlType == Types.TINYINT;
    }

    long whole(int row) {
        switch (sqlType) {
            case Types.BIGINT:
                return (long) LONGS.get(bytes, values + 8 * row);
            case Types.INTEGER:
                return (int) INTS.get(bytes, values + 4 * row);
            case Types.SMALLINT:
                return (short) SHORTS.get(bytes, values + 2 * row);
            default:
                return bytes[values + row];
        }
    }

    boolean isFloating() {
        return sqlType == Types.DOUBLE || sqlType == Types.REAL;
    }

    double floating(int row) {
        return sqlType == Types.DOUBLE
                ? (double) DOUBLES.get(bytes, values + 8 * row)
                : (float) FLOATS.get(bytes, values + 4 * row);
    }

    boolean isText() {
        return sqlType == Types.VARCHAR;
    }

    String text(int row, RecentTexts recent) {
        int from = offset(row);
        int to = offset(row + 1);
        return recent.text(bytes, values + from, to - from);
    }

    private String text(int row) {
        int from = offset(row);
        int to = offset(row + 1);
        return new String(bytes, values + from, to - from, StandardCharsets.UTF_8);
    }

    private int offset(int row) {
        return intAt(bytes, offsets + 4 * row);
    }

    static int intAt(byte[] bytes, int position) {
        return (int) INTS.get(bytes, position);
    }

    boolean isDate() {
        return sqlType == Types.DATE;
    }

    /** Days since 1970. */
    int day(int row) {
        return (int) INTS.get(bytes, values + 4 * row);
    }

    boolean isTimestamp() {
        return sqlType == Types.TIMESTAMP;
    }

    /** Microseconds since 1970, or since midnight. */
    long micros(int row) {
        return (long) LONGS.get(bytes, values + 8 * row);
    }

    /** The value that is there, as {@link Values#fromWire} would have it. */
    Object value(int row) {
        switch (sqlType) {
            case Types.BOOLEAN:
                return (bytes[values + (row >> 3)] >> (row & 7) & 1) != 0;
            case Types.REAL:
                return (float) FLOATS.get(bytes, values + 4 * row);
            case Types.DOUBLE:
                return floating(row);
            case Types.DECIMAL:
                return decimal(row);
            case Types.VARCHAR:
                return text(row);
            case Types.VARBINARY:
                return Arrays.copyOfRange(bytes, values + offset(row), values + offset(row + 1));
            case Types.DATE:
                return LocalDate.ofEpochDay(day(row));
            case Types.TIME:
                return LocalTime.ofNanoOfDay(micros(row) * 1000);
            case Types.TIMESTAMP:
                return WallClock.dateTime(micros(row));
            case Types.BIGINT:
                return whole(row);
            case Types.INTEGER:
                return (int) whole(row);
            case Types.SMALLINT:
                return (short) whole(row);
            default:
                return nested == null ? (Object) (byte) whole(row) : nested.value(row);
        }
    }

    private BigDecimal decimal(int row) {
        int at = values + DECIMAL_BYTES * row;
        long low = (long) LONGS.get(bytes, at);
        long high = (long) LONGS.get(bytes, at + 8);
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, scale);
        }
        byte[] bigEndian = new byte[DECIMAL_BYTES];
        for (int i = 0; i < DECIMAL_BYTES; i++) {
            bigEndian[i] = bytes[at + DECIMAL_BYTES - 1 - i];
        }
        return new BigDecimal(new BigInteger(bigEndian), scale);
    }
}
