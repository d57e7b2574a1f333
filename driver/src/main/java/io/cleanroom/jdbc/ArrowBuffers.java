package io.cleanroom.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Columns of some rows as the nodes and buffers of an Arrow record batch, in its order: behind an array or struct comes what is
 * inside of it. {@link ArrowBody} reads what this writes.
 */
final class ArrowBuffers {
    /** What a record batch says of each column. */
    static final class Node {
        final int rows;
        /** How many of them are NULL. */
        int missing;

        Node(int rows) {
            this.rows = rows;
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();

    List<Node> nodes() {
        return nodes;
    }

    List<ByteBuffer> buffers() {
        return buffers;
    }

    /** Adds a column, whose values are as {@link Values#fromWire} has them. */
    void add(ResultType type, List<? extends @Nullable Object> values) throws SQLException {
        Node node = new Node(values.size());
        nodes.add(node);
        if (type.jdbcType == Types.ARRAY) {
            addArrays(node, type, values);
        } else if (type.jdbcType == Types.STRUCT) {
            addStructs(node, type, values);
        } else {
            ArrowValues flat = new ArrowValues(type, values);
            node.missing = flat.missing();
            buffers.addAll(flat.buffers());
        }
    }

    private void addArrays(Node node, ResultType type, List<? extends @Nullable Object> arrays) throws SQLException {
        ByteBuffer validity = addValidity(node);
        ByteBuffer offsets = ArrowValues.memory(Math.multiplyExact(Integer.BYTES, node.rows + 1));
        buffers.add(offsets);
        List<@Nullable Object> elements = new ArrayList<>();
        for (int row = 0; row < node.rows; row++) {
            Object array = arrays.get(row);
            if (array == null) {
                node.missing++;
            } else {
                ArrowValues.set(validity, row);
                Collections.addAll(elements, ((ArrayValue) array).values());
            }
            offsets.putInt(Integer.BYTES * (row + 1), elements.size());
        }
        add(type.element(), elements);
    }

    private void addStructs(Node node, ResultType type, List<? extends @Nullable Object> structs) throws SQLException {
        ByteBuffer validity = addValidity(node);
        List<List<@Nullable Object>> fields = new ArrayList<>();
        for (int i = 0; i < type.inside.size(); i++) {
            fields.add(new ArrayList<>(node.rows));
        }
        for (int row = 0; row < node.rows; row++) {
            Object struct = structs.get(row);
            if (struct == null) {
                node.missing++;
            } else {
                ArrowValues.set(validity, row);
            }
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).add(struct == null ? null : ((StructValue) struct).values()[i]);
            }
        }
        for (int i = 0; i < fields.size(); i++) {
            add(type.inside.get(i), fields.get(i));
        }
    }

    private ByteBuffer addValidity(Node node) {
        ByteBuffer validity = ArrowValues.memory((node.rows + 7) / 8);
        buffers.add(validity);
        return validity;
    }
}
