package io.cleanroom.jdbc;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One flat column of some rows as the buffers of an Arrow record batch; {@link ArrowColumn} reads what this writes. */
final class ArrowValues {
    private static final int DECIMAL_BYTES = 16;

    private final ResultType type;
    private final ByteBuffer validity;
    private final ByteBuffer values;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private int missing;

    /** Writes the values of a column of that type, which is no array and no struct. */
    ArrowValues(ResultType type, List<? extends @Nullable Object> rows) throws SQLException {
        this.type = type;
        this.validity = memory((rows.size() + 7) / 8);
        buffers.add(validity);
        if (ArrowType.bits(type) == 0) {
            values = varying(rows);
        } else {
            values = memory((int) ((long) ArrowType.bits(type) * rows.size() + 7) / 8);
            for (int row = 0; row < rows.size(); row++) {
                Object value = rows.get(row);
                if (value == null) {
                    missing++;
                } else {
                    set(validity, row);
                    put(row, value);
                }
            }
        }
        buffers.add(values);
    }

    /** How many values are NULL. */
    int missing() {
        return missing;
    }

    /** Bits that say which values are there; for texts and bytes, where they begin and end; the values. */
    List<ByteBuffer> buffers() {
        return buffers;
    }

    static ByteBuffer memory(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static void set(ByteBuffer bits, int row) {
        bits.put(row >> 3, (byte) (bits.get(row >> 3) | 1 << (row & 7)));
    }

    private ByteBuffer varying(List<? extends @Nullable Object> rows) {
        ByteBuffer offsets = memory(Math.multiplyExact(Integer.BYTES, rows.size() + 1));
        buffers.add(offsets);
        List<byte[]> parts = new ArrayList<>();
        int end = 0;
        for (int row = 0; row < rows.size(); row++) {
            Object value = rows.get(row);
            if (value == null) {
                missing++;
            } else {
                set(validity, row);
                byte[] part = value instanceof byte[]
                        ? (byte[]) value
                        : Values.text(value).getBytes(StandardCharsets.UTF_8);
                parts.add(part);
                end = Math.addExact(end, part.length);
            }
            offsets.putInt(Integer.BYTES * (row + 1), end);
        }
        ByteBuffer all = memory(end);
        parts.forEach(all::put);
        return all.flip();
    }

    private void put(int row, Object value) throws SQLException {
        switch (type.jdbcType) {
            case Types.BOOLEAN:
                if (Values.bool(value)) {
                    set(values, row);
                }
                break;
            case Types.TINYINT:
                values.put(row, (byte) Values.integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE, "TINYINT"));
                break;
            case Types.SMALLINT:
                values.putShort(
                        Short.BYTES * row, (short) Values.integer(value, Short.MIN_VALUE, Short.MAX_VALUE, "SMALLINT"));
                break;
            case Types.INTEGER:
                values.putInt(Integer.BYTES * row, (int)
                        Values.integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, "INTEGER"));
                break;
            case Types.REAL:
                values.putFloat(Float.BYTES * row, (float) Values.floating(value));
                break;
            case Types.DOUBLE:
                values.putDouble(Double.BYTES * row, Values.floating(value));
                break;
            case Types.DECIMAL:
                putDecimal(row, Values.decimal(value).setScale(type.scale));
                break;
            case Types.DATE:
                values.putInt(
                        Integer.BYTES * row, Math.toIntExact(Values.date(value).toEpochDay()));
                break;
            case Types.TIME:
                values.putLong(Long.BYTES * row, Values.time(value).toNanoOfDay() / 1000);
                break;
            case Types.TIMESTAMP:
                values.putLong(Long.BYTES * row, micros(Values.dateTime(value)));
                break;
            default:
                values.putLong(Long.BYTES * row, Values.integer(value, Long.MIN_VALUE, Long.MAX_VALUE, "BIGINT"));
        }
    }

    private static long micros(LocalDateTime value) {
        return value.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + value.get(ChronoField.MICRO_OF_SECOND);
    }

    private void putDecimal(int row, BigDecimal value) {
        byte[] bigEndian = value.unscaledValue().toByteArray();
        byte[] littleEndian = new byte[DECIMAL_BYTES];
        Arrays.fill(littleEndian, (byte) (value.signum() < 0 ? -1 : 0));
        for (int i = 0; i < bigEndian.length; i++) {
            littleEndian[i] = bigEndian[bigEndian.length - 1 - i];
        }
        for (int i = 0; i < DECIMAL_BYTES; i++) {
            values.put(DECIMAL_BYTES * row + i, littleEndian[i]);
        }
    }
}
