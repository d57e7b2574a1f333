package io.cleanroom.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Arrow IPC stream of a server's answer. Of Arrow this knows the types that a result can have,
 * uncompressed; anything else is an error. The messages' heads are read with Arrow's own generated classes.
 */
final class ArrowStream {
    private static final int CONTINUATION = 0xFFFFFFFF;
    private static final int HEAD_BYTES = 8;

    private final byte[] bytes;
    private final int length;
    private final ByteBuffer buffer;
    private final List<ResultType> columns;
    /** Nodes of a record batch: of the columns, and of what is inside of them. */
    private final int nodes;

    private final List<ArrowBatch> batches = new ArrayList<>();
    /** Rows of all batches. */
    final long rows;
    /** Where the record batches begin: after the schema. */
    private final int afterSchema;
    /** Where the end-of-stream mark begins, when all is read. */
    private int position;

    /** Reads the schema and every batch's head; the schema must be that of the columns that the answer to the statement described. */
    ArrowStream(Received stream, List<ResultType> columns) throws IOException {
        this.columns = columns;
        this.bytes = stream.bytes;
        this.length = stream.length;
        this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Message message = message();
        if (message == null || message.headerType() != MessageHeader.Schema) {
            throw new IOException("an Arrow stream begins with its schema");
        }
        Schema schema = (Schema) message.header(new Schema());
        if (schema == null) {
            throw new IOException("an Arrow stream begins with its schema");
        }
        nodes = ArrowSchema.check(schema, columns);
        afterSchema = position;
        long all = 0;
        for (ArrowBatch batch = next(); batch != null; batch = next()) {
            if (batch.rows > 0) {
                batches.add(batch);
                all += batch.rows;
            }
        }
        rows = all;
    }

    /** The batches that have rows, in order. */
    List<ArrowBatch> batches() {
        return batches;
    }

    private @Nullable ArrowBatch next() throws IOException {
        Message message = message();
        if (message == null) {
            return null;
        }
        RecordBatch batch = message.headerType() == MessageHeader.RecordBatch
                ? (RecordBatch) message.header(new RecordBatch())
                : null;
        if (batch == null || batch.compression() != null || batch.nodesLength() != nodes) {
            throw new IOException("the Arrow stream holds something else than plain record batches");
        }
        int body = position;
        if (message.bodyLength() < 0 || message.bodyLength() > length - body) {
            throw new IOException("the Arrow stream is cut off");
        }
        position = body + (int) message.bodyLength();
        return new ArrowBody(bytes, body, position, batch).columns(columns);
    }

    /** The record batches as they came, without the schema before and the end-of-stream mark behind them. */
    ByteBuffer batchMessages() {
        return ByteBuffer.wrap(bytes, afterSchema, position - afterSchema);
    }

    /** The next message's head, with {@link #position} behind it; null at the end of the stream. */
    private @Nullable Message message() throws IOException {
        if (position + HEAD_BYTES > length || buffer.getInt(position) != CONTINUATION) {
            throw new IOException("the Arrow stream is cut off");
        }
        int headLength = buffer.getInt(position + 4);
        if (headLength == 0) {
            return null;
        }
        int head = position + HEAD_BYTES;
        if (headLength < 0 || headLength > length - head) {
            throw new IOException("the Arrow stream is cut off");
        }
        position = head + headLength;
        ByteBuffer message = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        message.position(head);
        return Message.getRootAsMessage(message);
    }
}
