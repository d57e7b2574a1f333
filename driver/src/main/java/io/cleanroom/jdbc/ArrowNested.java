package io.cleanroom.jdbc;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** The values of a column of arrays or structs, which are made of those of the columns inside of it. */
final class ArrowNested {
    private final ResultType type;
    private final byte[] bytes;
    private final int offsets;
    private final ArrowColumn[] inside;

    /**
     * A column's values.
     *
     * @param offsets where it says where arrays begin and end in the column of the elements
     */
    ArrowNested(ResultType type, byte[] bytes, int offsets, ArrowColumn... inside) {
        this.type = type;
        this.bytes = bytes;
        this.offsets = offsets;
        this.inside = inside;
    }

    /** The value that is there, as {@link Values#fromWire} would have it. */
    Object value(int row) {
        return NestedValues.of(type, type.jdbcType == Types.ARRAY ? elements(row) : fields(row));
    }

    private @Nullable Object[] elements(int row) {
        int from = ArrowColumn.intAt(bytes, offsets + Integer.BYTES * row);
        int to = ArrowColumn.intAt(bytes, offsets + Integer.BYTES * (row + 1));
        @Nullable Object[] values = new Object[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = value(inside[0], i);
        }
        return values;
    }

    private @Nullable Object[] fields(int row) {
        @Nullable Object[] values = new Object[inside.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(inside[i], row);
        }
        return values;
    }

    private static @Nullable Object value(ArrowColumn column, int row) {
        return column.isNull(row) ? null : column.value(row);
    }
}
