package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.Answer;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/** Rows on their way to the client, frame by frame in order. Closes its stream at the last row. Not safe for threads. */
final class OpenResult {
    static final int USUAL_FRAME = 1000;
    private static final int LARGEST_FRAME = 10_000;

    final Cancellation cancellation;
    private final Answer.Rows rows;
    private long position;
    private long left;
    private boolean closed;

    /** @param maximumRows 0: no limit */
    OpenResult(Answer.Rows rows, long maximumRows, Cancellation cancellation) {
        this.rows = rows;
        this.left = maximumRows == 0 ? Long.MAX_VALUE : maximumRows;
        this.cancellation = cancellation;
    }

    List<OutputColumn> columns() {
        return rows.columns();
    }

    /** The frame that starts at {@code offset}, which must be where the previous one ended. */
    Meta.Frame frame(long offset, int asked) {
        if (offset != position) {
            throw new Problem(
                    Code.INVALID_PARAMETER,
                    "rows are read in order: the next one is row " + position + ". Provided offset: " + offset);
        }
        int size = (int) Math.min(left, asked <= 0 ? USUAL_FRAME : Math.min(asked, LARGEST_FRAME));
        List<Object> frame = new ArrayList<>();
        boolean more = size > 0 && !closed;
        while (more && frame.size() < size) {
            List<@Nullable Object[]> batch = rows.stream().next(size - frame.size());
            for (@Nullable Object[] row : batch) {
                frame.add(WireValues.row(columns(), row));
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

    void close() {
        if (!closed) {
            closed = true;
            rows.stream().close();
        }
    }
}
