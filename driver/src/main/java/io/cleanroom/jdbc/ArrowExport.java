package io.cleanroom.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The stream of an {@link ArrowResult}: schema, then what the cursor gives, then the end; or an exception, again each time. */
final class ArrowExport extends InputStream {
    private final FrameCursor frames;
    private final ArrowEncoder encoder;
    private ByteBuffer part;
    private boolean ended;
    private boolean closed;
    private @Nullable SQLException failure;

    ArrowExport(FrameCursor frames, ArrowEncoder encoder) throws SQLException {
        this.frames = frames;
        this.encoder = encoder;
        this.part = encoder.schema();
    }

    @Override
    public int read() throws IOException {
        return isMore() ? part.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!isMore()) {
            return -1;
        }
        int taken = Math.min(length, part.remaining());
        part.get(target, offset, taken);
        return taken;
    }

    @Override
    public int available() {
        return closed ? 0 : part.remaining();
    }

    private boolean isMore() throws IOException {
        if (closed) {
            throw new IOException("the Arrow stream is closed");
        }
        while (!part.hasRemaining() && !ended) {
            ByteBuffer next = next();
            ended = next == null;
            part = next == null ? ArrowEncoder.end() : next;
        }
        return part.hasRemaining();
    }

    private @Nullable ByteBuffer next() throws IOException {
        if (failure == null) {
            try {
                return frames.nextMessages(encoder);
            } catch (SQLException e) {
                failure = e;
            } catch (RuntimeException e) {
                failure = Errors.visible(e);
            }
        }
        throw new IOException(failure.getMessage(), failure);
    }

    @Override
    public void close() {
        closed = true;
    }
}
