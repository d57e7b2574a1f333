package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.ArrowChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Rows on their way to the client, frame by frame in order. Closes its stream at the last row. Not safe for threads. */
final class OpenResult {
    static final int USUAL_FRAME = 1000;
    private static final int LARGEST_FRAME = 10_000;

    /** As many rows are taken at a time, of which any may be the one with long texts. */
    private static final int STEP = 16;

    /** The first Arrow answer is small: the client reads it while the engine goes on. Each further one has twice the size. */
    private static final int FIRST_ARROW_BYTES = 512 << 10;

    /**
     * A frame ends with the rows that take it beyond this, an Arrow answer with the batch: what server and client hold of a result
     * at a time. Few rows of long texts would fill the heap.
     */
    private static final int LARGEST_BYTES = 4 << 20;

    final Cancellation cancellation;
    private final Answer.Rows rows;
    private final Fraction fraction;
    private long position;
    private long left;
    private int arrowBytes = FIRST_ARROW_BYTES;
    private boolean closed;

    /** @param maximumRows 0: no limit */
    OpenResult(Answer.Rows rows, long maximumRows, Fraction fraction, Cancellation cancellation) {
        this.rows = rows;
        this.fraction = fraction;
        this.left = maximumRows == 0 ? Long.MAX_VALUE : maximumRows;
        this.cancellation = cancellation;
    }

    List<OutputColumn> columns() {
        return rows.columns();
    }

    /** The frame that starts at {@code offset}, which must be where the previous one ended. It may have fewer rows than asked for. */
    Meta.Frame frame(long offset, int asked) {
        checkOffset(offset);
        int size = (int) Math.min(left, asked <= 0 ? USUAL_FRAME : Math.min(asked, LARGEST_FRAME));
        List<Object> frame = new ArrayList<>();
        long bytes = 0;
        boolean more = size > 0 && !closed;
        while (more && frame.size() < size && bytes < LARGEST_BYTES) {
            List<@Nullable Object[]> batch = rows.stream().next(Math.min(STEP, size - frame.size()));
            for (@Nullable Object[] row : batch) {
                List<@Nullable Object> values = WireValues.row(columns(), row, fraction);
                bytes += WireValues.size(values);
                frame.add(values);
            }
            more = !batch.isEmpty();
        }
        position += frame.size();
        left -= frame.size();
        boolean done = !more || left == 0;
        if (done) {
            close();
        }
        return new Meta.Frame(offset, done, frame);
    }

    /** The rows from {@code offset} on as Arrow, up to {@code asked} of them if that is above 0; empty if they have to be asked for as a frame. */
    Optional<ArrowChunk> arrow(long offset, int asked) {
        checkOffset(offset);
        long most = asked <= 0 ? left : Math.min(left, asked);
        if (closed || most == 0) {
            return Optional.empty();
        }
        return rows.stream().nextArrow(most, arrowBytes).map(chunk -> {
            arrowBytes = Math.min(LARGEST_BYTES, 2 * arrowBytes);
            position += chunk.rows();
            left -= chunk.rows();
            boolean done = chunk.last() || left == 0;
            if (done) {
                close();
            }
            return new ArrowChunk(chunk.stream(), chunk.rows(), done, chunk.sent());
        });
    }

    /** Makes the rows of another Arrow answer ready. */
    void readAhead() {
        if (!closed) {
            rows.stream().readAhead(arrowBytes);
        }
    }

    private void checkOffset(long offset) {
        if (offset != position) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "rows are read in order: the next one is row " + position + ". Provided offset: " + offset);
        }
    }

    void close() {
        if (!closed) {
            closed = true;
            rows.stream().close();
        }
    }
}
