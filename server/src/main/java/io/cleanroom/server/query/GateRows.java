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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Released rows on their way to the client; tells once how the run ended. */
final class GateRows implements RowStream {
    /** A result of up to so many rows is complete, and its outcome on record, before the first row goes out. */
    private static final int AHEAD = 10_000;

    private final ApprovedQuery query;
    private final ReleaseGate gate;
    private final long wanted;
    private final long allowed;
    private final Consumer<Ending> ending;
    private final Deque<@Nullable Object[]> ready = new ArrayDeque<>();
    private int row;
    private int batchRows;
    private long read;
    private boolean ended;

    /**
     * Wraps a gate.
     *
     * @param wanted rows after which the client wants no more; 0: all
     * @param allowed rows that a result may have
     */
    GateRows(ApprovedQuery query, ReleaseGate gate, long wanted, long allowed, Consumer<Ending> ending) {
        this.query = query;
        this.gate = gate;
        this.wanted = wanted == 0 ? Long.MAX_VALUE : wanted;
        this.allowed = allowed;
        this.ending = ending;
    }

    void readAhead() {
        while (ready.size() < AHEAD && read()) {
            // Each round makes one more row ready.
        }
    }

    @Override
    public List<@Nullable Object[]> next(int maximum) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        try {
            while (rows.size() < maximum && (!ready.isEmpty() || read())) {
                rows.add(ready.removeFirst());
            }
        } catch (Problem e) {
            fail(e);
            throw e;
        }
        return rows;
    }

    private boolean read() {
        if (ended) {
            return false;
        }
        if (read >= wanted) {
            end(Ending.success(read));
            return false;
        }
        while (row >= batchRows) {
            if (!gate.next()) {
                end(Ending.success(read));
                return false;
            }
            row = 0;
            batchRows = gate.rowCount();
        }
        if (read >= allowed) {
            throw new Problem(
                    Code.LIMIT_REACHED,
                    "the result has more than " + allowed + " rows, which is the most this server gives out; group or"
                            + " filter more, or use LIMIT");
        }
        ready.addLast(ArrowRows.row(query.columns(), gate.columns(), row++));
        read++;
        return true;
    }

    void fail(Problem problem) {
        ready.clear();
        end(Ending.failure(problem));
    }

    /** A client that closes early has what it wanted. */
    @Override
    public void close() {
        ready.clear();
        end(Ending.success(read));
    }

    private void end(Ending how) {
        if (!ended) {
            ended = true;
            gate.close();
            ending.accept(how);
        }
    }
}
