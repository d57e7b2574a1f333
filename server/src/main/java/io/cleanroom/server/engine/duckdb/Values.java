package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.collaboration.Bytes;
import io.cleanroom.server.collaboration.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parameters and rows of system tables in the Java type that the driver takes for their declared type. */
final class Values {
    private Values() {}

    /** Throws {@code ArithmeticException} or {@code ClassCastException} for a value that is not of the type. */
    static @Nullable Object of(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case BOOLEAN -> (Boolean) value;
            case TINYINT -> number(value).byteValueExact();
            case SMALLINT -> number(value).shortValueExact();
            case INTEGER -> number(value).intValueExact();
            case BIGINT -> number(value).longValueExact();
            case REAL -> finite(((Number) value).doubleValue()) ? (Object) ((Number) value).floatValue() : null;
            case DOUBLE -> finite(((Number) value).doubleValue()) ? (Object) ((Number) value).doubleValue() : null;
            case DECIMAL -> decimal(type, number(value));
            case VARCHAR -> (String) value;
            case VARBINARY -> ((Bytes) value).toArray();
            case DATE -> (LocalDate) value;
            case TIME -> (java.time.LocalTime) value;
            case TIMESTAMP -> value instanceof LocalDate date ? date.atStartOfDay() : (java.time.LocalDateTime) value;
            case ARRAY -> array(type, (List<?>) value);
            case ROW -> row(type, (List<?>) value);
        };
    }

    private static List<@Nullable Object> array(ColumnType type, List<?> elements) {
        List<@Nullable Object> values = new ArrayList<>();
        elements.forEach(element -> values.add(of(type.element(), element)));
        return values;
    }

    /** The driver takes structs as maps. */
    private static Map<String, @Nullable Object> row(ColumnType type, List<?> parts) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            ColumnType.Field field = type.fields().get(i);
            values.put(field.name(), of(field.type(), parts.get(i)));
        }
        return values;
    }

    private static BigDecimal number(Object value) {
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    private static boolean finite(double value) {
        return Double.isFinite(value);
    }

    private static BigDecimal decimal(ColumnType type, BigDecimal value) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw new ArithmeticException("more digits than declared");
        }
        return scaled;
    }
}
