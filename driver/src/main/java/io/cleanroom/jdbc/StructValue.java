package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.sql.Struct;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A struct of a result; it stays valid when the result moves on or is closed. */
final class StructValue implements Struct {
    private final ResultType type;
    /** As {@link Values#fromWire} has them. */
    private final @Nullable Object[] values;

    /** A struct that keeps {@code values}, which are of its fields in their order. */
    StructValue(ResultType type, @Nullable Object[] values) {
        this.type = type;
        this.values = values;
    }

    /** The values as {@link Values#fromWire} has them, not to be changed. */
    @Nullable
    Object[] values() {
        return values;
    }

    /** As SQL writes it: {@code ROW(a INTEGER, b VARCHAR)}; the fields' names are there alone. */
    @Override
    public String getSQLTypeName() {
        return type.text;
    }

    /** What {@code getObject} gives for a column of each field's type, in the fields' order. */
    @Override
    public @Nullable Object[] getAttributes() throws SQLException {
        @Nullable Object[] attributes = new Object[values.length];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = NestedValues.natural(values[i], type.inside.get(i));
        }
        return attributes;
    }

    @Override
    public @Nullable Object[] getAttributes(@Nullable Map<String, Class<?>> map) throws SQLException {
        NestedValues.checkMap(map);
        return getAttributes();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StructValue
                && type.text.equals(((StructValue) other).type.text)
                && Arrays.deepEquals(values, ((StructValue) other).values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /** As {@code getString} gives it. */
    @Override
    public String toString() {
        return NestedText.ofStruct(type.inside, values);
    }
}
