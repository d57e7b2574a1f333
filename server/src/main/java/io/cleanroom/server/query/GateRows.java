package io.cleanroom.server.query;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.policy.ApprovedQuery;
import io.cleanroom.server.policy.ReleaseGate;
import io.cleanroom.server.results.ArrowRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;

/**
 * Released rows on their way to the client, as rows or as Arrow batches; tells once how the run ended.
 *
 * <p>Batches wait here as the engine made them, so that reading ahead copies nothing. They outlive the run: once the last
 * one is here the engine is let go and the outcome is on record, whether or not the client ever fetches it.
 */
final class GateRows implements RowStream {
    /** A result of up to so many rows is complete, and its outcome on record, before the first row goes out. */
    private static final int AHEAD = 10_000;

    /** But no more than so many bytes of it are read before: rows may have texts of megabytes. */
    private static final long AHEAD_BYTES = 16L << 20;

    /** A batch of so many bytes goes out whole. */
    private static final long WHOLE_BYTES = 4L << 20;

    /** A batch, of which the first rows are to go out; in memory it has so many bytes. */
    private record Waiting(VectorSchemaRoot batch, int rows, long bytes) {
        static Waiting of(VectorSchemaRoot batch, int rows) {
            long bytes = batch.getFieldVectors().stream()
                    .mapToLong(FieldVector::getBufferSize)
                    .sum();
            return new Waiting(batch, rows, bytes);
        }

        /** How many rows one answer may have of it: all, unless they are wide. */
        int rowsOfAnAnswer() {
            return bytes <= WHOLE_BYTES ? rows : (int) Math.max(1, rows * WHOLE_BYTES / bytes);
        }
    }

    private final ApprovedQuery query;
    private final ReleaseGate gate;
    private final long wanted;
    private final long allowed;
    private final Consumer<Ending> ending;
    private final Deque<Waiting> ready = new ArrayDeque<>();
    private final AnswerMemory memory;
    /** The next row of the first batch that is ready. */
    private int row;

    private long read;
    private boolean ended;
    /** Why there are no more rows, if the end was not reached. */
    private @Nullable Problem failure;

    /**
     * Wraps a gate.
     *
     * @param memory for Arrow answers
     * @param wanted rows after which the client wants no more; 0: all
     * @param allowed rows that a result may have
     */
    GateRows(
            ApprovedQuery query,
            ReleaseGate gate,
            AnswerMemory memory,
            long wanted,
            long allowed,
            Consumer<Ending> ending) {
        this.query = query;
        this.gate = gate;
        this.memory = memory;
        this.wanted = wanted == 0 ? Long.MAX_VALUE : wanted;
        this.allowed = allowed;
        this.ending = ending;
    }

    void readAhead() {
        while (read < AHEAD && waitingBytes() < AHEAD_BYTES && read()) {
            // Each round makes one more batch ready.
        }
    }

    /** Up to the batch after those that the next answer is made of, since an answer says whether it is the last. */
    @Override
    public void readAhead(int bytes) {
        try {
            while ((ready.isEmpty() || waitingBytes() - ready.getLast().bytes() < bytes) && read()) {
                // Each round makes one more batch ready.
            }
        } catch (Problem e) {
            fail(e);
        }
    }

    private long waitingBytes() {
        return ready.stream().mapToLong(Waiting::bytes).sum();
    }

    @Override
    public List<@Nullable Object[]> next(int maximum) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (rows.size() < maximum && isReady()) {
            VectorSchemaRoot batch = ready.getFirst().batch();
            rows.add(ArrowRows.row(query.columns(), batch.getFieldVectors(), row));
            advance(1);
        }
        return rows;
    }

    @Override
    public Optional<ArrowChunk> nextArrow(long maximum, int bytes) {
        if (!isReady()) {
            return Optional.empty();
        }
        ArrowWriter writer = new ArrowWriter(query.columns(), memory, expected(maximum));
        long rows = 0;
        do {
            Waiting next = ready.getFirst();
            int taken = (int) Math.min(maximum - rows, Math.min(next.rows() - row, next.rowsOfAnAnswer()));
            writer.add(next.batch(), row, taken);
            rows += taken;
            advance(taken);
        } while (rows < maximum && writer.size() < bytes && isReady());
        return Optional.of(new ArrowChunk(writer.finish(), rows, !isReady(), writer::release));
    }

    /** How many bytes an answer with all that waits here needs; 0 if the client wants fewer rows than that. */
    private int expected(long maximum) {
        long rows = ready.stream().mapToLong(Waiting::rows).sum();
        long bytes = waitingBytes() + (ready.size() + 1L) * ArrowWriter.MESSAGE_HEAD;
        return rows > maximum ? 0 : (int) Math.min(AnswerMemory.KEPT_BYTES, bytes);
    }

    private void advance(int rows) {
        row += rows;
        if (row >= ready.getFirst().rows()) {
            ready.removeFirst().batch().close();
            row = 0;
        }
    }

    /** Whether a row is left; reads on if none is here. */
    private boolean isReady() {
        if (failure != null) {
            throw failure;
        }
        try {
            return !ready.isEmpty() || read();
        } catch (Problem e) {
            fail(e);
            throw e;
        }
    }

    /** Makes one more batch ready that has rows; false at the end. */
    private boolean read() {
        while (!ended) {
            if (read >= wanted || !gate.next()) {
                end(Ending.success(read));
                return false;
            }
            int rows = (int) Math.min(gate.rowCount(), wanted - read);
            if (read + rows > allowed) {
                throw new Problem(
                        Code.LIMIT_REACHED,
                        "the result has more than " + allowed + " rows, which is the most this server gives out; group"
                                + " or filter more, or use LIMIT");
            }
            if (rows > 0) {
                ready.addLast(Waiting.of(gate.take(), rows));
                read += rows;
                return true;
            }
        }
        return false;
    }

    void fail(Problem problem) {
        failure = problem;
        drop();
        end(Ending.failure(problem));
    }

    /** A client that closes early has what it wanted. */
    @Override
    public void close() {
        drop();
        end(Ending.success(read));
    }

    private void drop() {
        while (!ready.isEmpty()) {
            ready.removeFirst().batch().close();
        }
        row = 0;
    }

    private void end(Ending how) {
        if (!ended) {
            ended = true;
            gate.close();
            ending.accept(how);
        }
    }
}
