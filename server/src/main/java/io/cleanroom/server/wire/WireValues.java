package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Released values in the form that travels, as the declared types of their columns say. */
final class WireValues {
    private WireValues() {}

    static List<@Nullable Object> row(List<OutputColumn> columns, @Nullable Object[] values, Fraction fraction) {
        if (values.length != columns.size()) {
            throw new IllegalStateException(values.length + " values in " + columns.size() + " columns");
        }
        List<@Nullable Object> row = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            row.add(value(columns.get(i).type(), values[i], fraction));
        }
        return row;
    }

    /**
     * NaN and the infinities, which Avatica's clients cannot read from JSON, are NULL.
     */
    private static @Nullable Object value(ColumnType type, @Nullable Object value, Fraction fraction) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> (Boolean) value;
            case TINYINT -> (Byte) value;
            case SMALLINT -> (Short) value;
            case INTEGER -> (Integer) value;
            case BIGINT -> (Long) value;
            case REAL -> Float.isFinite((Float) value) ? value : null;
            case DOUBLE -> Double.isFinite((Double) value) ? value : null;
            case DECIMAL -> (BigDecimal) value;
            case VARCHAR -> (String) value;
            case VARBINARY -> ((Bytes) value).toArray();
            case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
            case TIME -> time(fraction.of((LocalTime) value), fraction);
            case TIMESTAMP -> fraction.of((LocalDateTime) value);
            case ARRAY -> parts((List<?>) value, part -> type.element(), fraction);
            case ROW -> parts((List<?>) value, part -> type.fields().get(part).type(), fraction);
        };
    }

    private static List<@Nullable Object> parts(List<?> values, IntFunction<ColumnType> types, Fraction fraction) {
        List<@Nullable Object> parts = new ArrayList<>(values.size());
        for (Object value : values) {
            parts.add(value(types.apply(parts.size()), value, fraction));
        }
        return parts;
    }

    /** About how many bytes such values have; only those of texts and bytes add up to much. */
    static long size(List<?> values) {
        long size = 0;
        for (Object value : values) {
            if (value instanceof String text) {
                size += text.length();
            } else if (value instanceof byte[] bytes) {
                size += bytes.length;
            } else if (value instanceof List<?> parts) {
                size += size(parts);
            } else {
                size += Long.BYTES;
            }
        }
        return size;
    }

    private static Object time(long value, Fraction fraction) {
        if (fraction == Fraction.MILLIS) {
            return Math.toIntExact(value);
        }
        return value;
    }
}
