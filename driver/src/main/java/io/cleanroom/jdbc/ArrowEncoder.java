package io.cleanroom.jdbc;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/** Writes the messages of an Arrow IPC stream for rows that did not come as Arrow: those of a frame. */
final class ArrowEncoder {
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int HEAD_BYTES = 8;

    private final List<ResultType> columns;

    /** Throws 0A000 if a type has no counterpart. */
    ArrowEncoder(List<ResultType> columns) throws SQLException {
        this.columns = columns;
        check(columns);
    }

    private static void check(List<ResultType> types) throws SQLException {
        for (ResultType type : types) {
            ArrowType.kind(type);
            check(type.inside);
        }
    }

    /** The message that a stream begins with. */
    ByteBuffer schema() throws SQLException {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int vector = Schema.createFieldsVector(builder, fields(builder, columns));
        int schema = Schema.createSchema(builder, Endianness.Little, vector, 0, 0);
        return message(builder, MessageHeader.Schema, schema, new ArrayList<>());
    }

    private static int[] fields(FlatBufferBuilder builder, List<ResultType> types) throws SQLException {
        int[] fields = new int[types.size()];
        for (int i = 0; i < fields.length; i++) {
            ResultType column = types.get(i);
            int name = builder.createString(column.name);
            int type = ArrowType.write(builder, column);
            int children = Field.createChildrenVector(builder, fields(builder, column.inside));
            fields[i] = Field.createField(builder, name, true, ArrowType.kind(column), type, 0, children, 0);
        }
        return fields;
    }

    /** The mark that a stream ends with. */
    static ByteBuffer end() {
        return ByteBuffer.allocate(HEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(CONTINUATION)
                .putInt(0)
                .flip();
    }

    /** A record batch; the values as {@link Values#fromWire} has them. */
    ByteBuffer batch(List<@Nullable Object[]> rows) throws SQLException {
        ArrowBuffers buffers = new ArrowBuffers();
        for (int i = 0; i < columns.size(); i++) {
            List<@Nullable Object> values = new ArrayList<>(rows.size());
            for (@Nullable Object[] row : rows) {
                values.add(row[i]);
            }
            buffers.add(columns.get(i), values);
        }
        return batch(rows.size(), buffers);
    }

    static ByteBuffer batch(int rows, ArrowBuffers columns) {
        List<ByteBuffer> body = columns.buffers();
        List<ArrowBuffers.Node> nodes = columns.nodes();
        FlatBufferBuilder builder = new FlatBufferBuilder();
        // FlatBuffers are written back to front.
        RecordBatch.startBuffersVector(builder, body.size());
        long position = size(body);
        for (int i = body.size() - 1; i >= 0; i--) {
            int length = body.get(i).remaining();
            position -= padded(length);
            Buffer.createBuffer(builder, position, length);
        }
        int buffers = builder.endVector();
        RecordBatch.startNodesVector(builder, nodes.size());
        for (int i = nodes.size() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, nodes.get(i).rows, nodes.get(i).missing);
        }
        int batch = RecordBatch.createRecordBatch(builder, rows, builder.endVector(), buffers, 0, 0);
        return message(builder, MessageHeader.RecordBatch, batch, body);
    }

    private static ByteBuffer message(FlatBufferBuilder builder, byte type, int header, List<ByteBuffer> body) {
        int bodyLength = size(body);
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, type, header, bodyLength, 0));
        ByteBuffer head = builder.dataBuffer();
        int headLength = padded(head.remaining());
        ByteBuffer message =
                ByteBuffer.allocate(HEAD_BYTES + headLength + bodyLength).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(CONTINUATION).putInt(headLength).put(head);
        int position = HEAD_BYTES + headLength;
        for (ByteBuffer part : body) {
            message.position(position);
            position += padded(part.remaining());
            message.put(part.duplicate());
        }
        return message.clear();
    }

    private static int size(List<ByteBuffer> body) {
        int size = 0;
        for (ByteBuffer part : body) {
            size = Math.addExact(size, padded(part.remaining()));
        }
        return size;
    }

    private static int padded(int length) {
        return Math.addExact(length, 7) & ~7;
    }
}
