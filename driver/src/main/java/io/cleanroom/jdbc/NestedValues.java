package io.cleanroom.jdbc;

import java.lang.reflect.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays and structs between the wire, on which both are lists, and the objects that callers get. */
final class NestedValues {
    private NestedValues() {}

    /** The array or struct that came as a list; each value inside as {@link Values#fromWire} has it. */
    static Object fromWire(List<?> wire, ResultType type) throws SQLException {
        boolean array = type.jdbcType == Types.ARRAY;
        if (!array && (type.jdbcType != Types.STRUCT || wire.size() != type.inside.size())) {
            throw another(type);
        }
        @Nullable Object[] values = new Object[wire.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = inside(wire.get(i), type.inside.get(array ? 0 : i));
        }
        return of(type, values);
    }

    private static @Nullable Object inside(@Nullable Object wire, ResultType type) throws SQLException {
        if (wire != null && type.isNested() && !(wire instanceof List)) {
            throw another(type);
        }
        return Values.fromWire(wire, type);
    }

    private static SQLException another(ResultType type) {
        return Errors.of("the server sent another value than one of type " + type.text, Errors.INTERNAL);
    }

    static Object of(ResultType type, @Nullable Object[] values) {
        return type.jdbcType == Types.ARRAY ? new ArrayValue(type, values) : new StructValue(type, values);
    }

    /** Some values of one type as the array of Java's that has what {@code getObject} gives for each. */
    static Object javaArray(ResultType type, @Nullable Object[] values) throws SQLException {
        Object array = Array.newInstance(JdbcTypes.classOf(type.jdbcType), values.length);
        for (int i = 0; i < values.length; i++) {
            Array.set(array, i, natural(values[i], type));
        }
        return array;
    }

    /** What {@code getObject} gives for a value inside. */
    static @Nullable Object natural(@Nullable Object value, ResultType type) throws SQLException {
        return Values.natural(own(value), type.jdbcType);
    }

    /** A value inside, for a caller who may write to it or free it. */
    static @Nullable Object own(@Nullable Object value) throws SQLException {
        if (value instanceof ArrayValue) {
            return ((ArrayValue) value).copy();
        }
        return value instanceof byte[] ? ((byte[]) value).clone() : value;
    }

    /** The array as itself, as a list, or as an array of Java's. */
    static Object as(ArrayValue array, Class<?> type) throws SQLException {
        if (type == List.class) {
            return Collections.unmodifiableList(Arrays.asList((@Nullable Object[]) array.getArray()));
        }
        return type.isArray() ? array.getArray() : array;
    }

    static void checkMap(@Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw Errors.unsupported("type maps");
        }
    }
}
