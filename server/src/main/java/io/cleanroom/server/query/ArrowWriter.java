package io.cleanroom.server.query;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.ArrowFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** Writes one Arrow IPC stream into memory. The fields have the runner's labels, and nothing of the engine's or owners'. */
final class ArrowWriter {
    /** As a rule no message needs more beside its body; one with hundreds of nested fields does. */
    static final int MESSAGE_HEAD = 4096;

    private final Bytes bytes;
    private final WriteChannel channel;
    private final AtomicBoolean released = new AtomicBoolean();

    /**
     * Begins a stream.
     *
     * @param memory where to take the stream's memory from
     * @param expected how many bytes the stream will have, if that is known: memory that grows is copied
     */
    ArrowWriter(List<OutputColumn> columns, AnswerMemory memory, int expected) {
        bytes = new Bytes(memory, Math.max(MESSAGE_HEAD, expected));
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

    /** Gives the stream's memory back, once: the next to have it may be another member's query. Nobody may read the stream then. */
    void release() {
        if (!released.getAndSet(true)) {
            bytes.memory.give(bytes.buffer);
        }
    }

    /** Grows as needed. */
    private static final class Bytes implements WritableByteChannel {
        final AnswerMemory memory;
        ByteBuffer buffer;

        Bytes(AnswerMemory memory, int first) {
            this.memory = memory;
            buffer = memory.take(first);
        }

        void reserve(long more) {
            int needed = Math.addExact(buffer.position(), Math.toIntExact(more + MESSAGE_HEAD));
            if (needed > buffer.capacity()) {
                ByteBuffer outgrown = buffer;
                buffer = memory.take((int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * outgrown.capacity())))
                        .put(outgrown.flip());
                memory.give(outgrown);
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
