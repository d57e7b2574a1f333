package io.cleanroom.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An array of a result; it stays valid when the result moves on or is closed. After {@link #free} all else is HY010. */
final class ArrayValue implements Array {
    private final ResultType type;
    /** As {@link Values#fromWire} has them; null: freed. */
    private volatile @Nullable Object @Nullable [] values;

    /** An array that keeps {@code values}. */
    ArrayValue(ResultType type, @Nullable Object[] values) {
        this.type = type;
        this.values = values;
    }

    ResultType element() {
        return type.element();
    }

    /** The values as {@link Values#fromWire} has them, not to be changed. */
    @Nullable
    Object[] values() throws SQLException {
        @Nullable Object[] present = values;
        if (present == null) {
            throw Errors.of("the array was freed", "HY010");
        }
        return present;
    }

    private @Nullable Object[] values(long index, int count) throws SQLException {
        @Nullable Object[] all = values();
        if (index < 1 || count < 0 || index - 1 > all.length - count) {
            throw Errors.of(
                    "the array has " + all.length + " elements. Provided index and count: " + index + ", " + count,
                    Errors.BAD_VALUE);
        }
        int from = (int) index - 1;
        return Arrays.copyOfRange(all, from, from + count);
    }

    /** Another one with the same values, for a caller to free. */
    ArrayValue copy() throws SQLException {
        return new ArrayValue(type, values());
    }

    /** As SQL writes it: {@code DECIMAL(10, 2)}. */
    @Override
    public String getBaseTypeName() throws SQLException {
        values();
        return element().text;
    }

    @Override
    public int getBaseType() throws SQLException {
        values();
        return element().jdbcType;
    }

    /** An array of the class that {@code getObject} gives for a column of the element's type, with null for NULL. */
    @Override
    public Object getArray() throws SQLException {
        return NestedValues.javaArray(element(), values());
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        NestedValues.checkMap(map);
        return getArray();
    }

    /** The same for {@code count} elements from {@code index}, which counts from 1; 22023 where there are fewer. */
    @Override
    public Object getArray(long index, int count) throws SQLException {
        return NestedValues.javaArray(element(), values(index, count));
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        NestedValues.checkMap(map);
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(1, values());
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        NestedValues.checkMap(map);
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(index, values(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        NestedValues.checkMap(map);
        return getResultSet(index, count);
    }

    private ResultSet rows(long index, @Nullable Object[] shown) throws SQLException {
        LocalRows rows = new LocalRows("INDEX:int").column("VALUE", element());
        for (int i = 0; i < shown.length; i++) {
            rows.add((int) index + i, NestedValues.own(shown[i]));
        }
        return rows.open(type.connection);
    }

    @Override
    public void free() {
        values = null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayValue
                && type.text.equals(((ArrayValue) other).type.text)
                && Arrays.deepEquals(values, ((ArrayValue) other).values);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(values);
    }

    /** As {@code getString} gives it. */
    @Override
    public String toString() {
        @Nullable Object[] present = values;
        return present == null ? "a freed array" : NestedText.ofArray(present);
    }
}
