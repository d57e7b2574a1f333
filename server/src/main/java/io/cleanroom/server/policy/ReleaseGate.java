package io.cleanroom.server.policy;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last lock, in Java: checks every counter of every row once more, whatever the plan and the engine did, and hands on
 * the runner's columns alone. A row below a minimum means that enforcement failed somewhere: the operator is told, and
 * nothing of the answer is trusted any further.
 */
public final class ReleaseGate implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseGate.class);

    private final ApprovedQuery query;
    private final GuardedResult result;

    public ReleaseGate(ApprovedQuery query, GuardedResult result) {
        this.query = query;
        this.result = result;
    }

    /** The next batch of released rows; false at the end. Throws {@code Problem} XX000 on an enforcement fault. */
    public boolean next() {
        if (!result.loadNext()) {
            return false;
        }
        VectorSchemaRoot root = result.root();
        for (Guard guard : query.guards()) {
            if (!(root.getVector(guard.index()) instanceof BigIntVector counter)) {
                throw fault("a counter is not a BIGINT");
            }
            if (isBelow(counter, root.getRowCount(), guard.minimum())) {
                throw fault("a row came back below its minimum");
            }
        }
        return true;
    }

    /** Whether any of the rows has a counter below the minimum, or none. Every row is looked at, in one pass over the column. */
    private static boolean isBelow(BigIntVector counter, int rows, long minimum) {
        if (counter.getValueCount() != rows || counter.getNullCount() > 0) {
            return true;
        }
        LongBuffer counts = counter.getDataBuffer()
                .nioBuffer(0, Math.multiplyExact(rows, Long.BYTES))
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
        long least = Long.MAX_VALUE;
        for (int row = 0; row < rows; row++) {
            least = Math.min(least, counts.get(row));
        }
        return least < minimum;
    }

    private static Problem fault(String what) {
        LOG.error("enforcement fault: {}; the result is refused", what);
        return new Problem(Code.NOT_COMPLETED, "the query could not be completed");
    }

    /** Rows in the current batch. */
    public int rowCount() {
        return result.root().getRowCount();
    }

    /** The runner's columns of the current batch, in order; valid until the next one is asked for. */
    public List<FieldVector> columns() {
        return new ArrayList<>(
                result.root().getFieldVectors().subList(0, query.columns().size()));
    }

    /**
     * The current batch, the runner's columns alone, which the caller has to close. The memory is handed over, not copied,
     * and stays valid when this result is closed.
     */
    public VectorSchemaRoot take() {
        int rows = rowCount();
        List<FieldVector> released = new ArrayList<>();
        for (FieldVector vector : columns()) {
            TransferPair handOver = vector.getTransferPair(vector.getAllocator());
            handOver.transfer();
            released.add((FieldVector) handOver.getTo());
        }
        return new VectorSchemaRoot(released.stream().map(FieldVector::getField).toList(), released, rows);
    }

    @Override
    public void close() {
        result.close();
    }
}
