package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.ArrowFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.jspecify.annotations.Nullable;

/** Writes one Arrow IPC stream into memory. The fields have the runner's labels, and nothing of the engine's or owners'. */
final class ArrowWriter {
    /** No message needs more beside its body. */
    static final int MESSAGE_HEAD = 4096;

    private final Bytes bytes;
    private final WriteChannel channel;

    /**
     * Begins a stream.
     *
     * @param memory what an earlier writer {@linkplain #memory wrote to}, which nobody reads any more; null: none
     * @param expected how many bytes the stream will have, if that is known: memory that grows is cleared and copied
     */
    ArrowWriter(List<OutputColumn> columns, @Nullable ByteBuffer memory, int expected) {
        int needed = Math.max(MESSAGE_HEAD, expected);
        bytes = new Bytes(
                memory == null || memory.capacity() < needed ? ByteBuffer.allocateDirect(needed) : memory.clear());
        channel = new WriteChannel(bytes);
        try {
            MessageSerializer.serialize(channel, ArrowFields.schema(columns));
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
        return bytes.buffer.position();
    }

    /** The whole stream. */
    ByteBuffer finish() {
        try {
            ArrowStreamWriter.writeEndOfStream(channel, org.apache.arrow.vector.ipc.message.IpcOption.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.buffer.duplicate().flip();
    }

    /** What holds the stream. */
    ByteBuffer memory() {
        return bytes.buffer;
    }

    /** Grows as needed. Outside of the heap, so that sending copies nothing. */
    private static final class Bytes implements WritableByteChannel {
        ByteBuffer buffer;

        Bytes(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        void reserve(long more) {
            int needed = Math.addExact(buffer.position(), Math.toIntExact(more + MESSAGE_HEAD));
            if (needed > buffer.capacity()) {
                int larger = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * buffer.capacity()));
                buffer = ByteBuffer.allocateDirect(larger).put(buffer.flip());
            }
        }

        @Override
        public int write(ByteBuffer source) {
            int length = source.remaining();
            if (length > buffer.remaining()) {
                reserve(length);
            }
            buffer.put(source);
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
