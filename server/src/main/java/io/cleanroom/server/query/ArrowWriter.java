package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.OutputColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes one Arrow IPC stream into memory. The fields have the runner's labels, and nothing of the engine's or owners'. */
final class ArrowWriter {
    private final Bytes bytes = new Bytes();
    private final WriteChannel channel = new WriteChannel(bytes);

    ArrowWriter(List<OutputColumn> columns, List<FieldVector> vectors) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.add(new Field(
                    columns.get(i).label(),
                    FieldType.nullable(vectors.get(i).getField().getType()),
                    null));
        }
        try {
            MessageSerializer.serialize(channel, new Schema(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds rows of a batch. */
    void add(VectorSchemaRoot batch, int from, int rows) {
        if (from == 0 && rows == batch.getRowCount()) {
            write(batch);
        } else {
            try (VectorSchemaRoot slice = batch.slice(from, rows)) {
                write(slice);
            }
        }
    }

    private void write(VectorSchemaRoot batch) {
        try (ArrowRecordBatch message = new VectorUnloader(batch).getRecordBatch()) {
            bytes.reserve(message.computeBodyLength());
            MessageSerializer.serialize(channel, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return bytes.size;
    }

    /** The whole stream. */
    ByteBuffer finish() {
        try {
            ArrowStreamWriter.writeEndOfStream(channel, org.apache.arrow.vector.ipc.message.IpcOption.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.buffer, 0, bytes.size);
    }

    /** Grows as needed. */
    private static final class Bytes implements WritableByteChannel {
        private static final int MESSAGE_HEAD = 4096;

        byte[] buffer = new byte[MESSAGE_HEAD];
        int size;

        void reserve(long more) {
            int needed = Math.addExact(size, Math.toIntExact(more + MESSAGE_HEAD));
            if (needed > buffer.length) {
                buffer = Arrays.copyOf(
                        buffer, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * buffer.length)));
            }
        }

        @Override
        public int write(ByteBuffer source) {
            int length = source.remaining();
            if (length > buffer.length - size) {
                reserve(length);
            }
            source.get(buffer, size, length);
            size += length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
