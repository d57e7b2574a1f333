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
import org.apache.calcite.avatica.ColumnMetaData;
import org.jspecify.annotations.Nullable;

/** Writes the messages of an Arrow IPC stream for rows that did not come as Arrow: those of a frame. */
final class ArrowEncoder {
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int HEAD_BYTES = 8;

    private final List<ColumnMetaData> columns;

    /** Throws 0A000 if a column's type has no counterpart. */
    ArrowEncoder(List<ColumnMetaData> columns) throws SQLException {
        this.columns = columns;
        for (ColumnMetaData column : columns) {
            ArrowType.kind(column);
        }
    }

    /** The message that a stream begins with. */
    ByteBuffer schema() throws SQLException {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int[] fields = new int[columns.size()];
        for (int i = 0; i < fields.length; i++) {
            ColumnMetaData column = columns.get(i);
            int name = builder.createString(column.label);
            int type = ArrowType.write(builder, column);
            int children = Field.createChildrenVector(builder, new int[0]);
            fields[i] = Field.createField(builder, name, true, ArrowType.kind(column), type, 0, children, 0);
        }
        int vector = Schema.createFieldsVector(builder, fields);
        int schema = Schema.createSchema(builder, Endianness.Little, vector, 0, 0);
        return message(builder, MessageHeader.Schema, schema, new ArrayList<>());
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
        List<ByteBuffer> body = new ArrayList<>();
        long[] missing = new long[columns.size()];
        for (int i = 0; i < missing.length; i++) {
            ArrowValues values = new ArrowValues(columns.get(i), i, rows);
            missing[i] = values.missing();
            body.addAll(values.buffers());
        }
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
        RecordBatch.startNodesVector(builder, missing.length);
        for (int i = missing.length - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, rows.size(), missing[i]);
        }
        int nodes = builder.endVector();
        int batch = RecordBatch.createRecordBatch(builder, rows.size(), nodes, buffers, 0, 0);
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
