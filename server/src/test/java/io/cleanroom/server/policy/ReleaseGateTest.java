package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.ColumnType.Kind;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One row below its minimum, wherever it stands in a batch, and nothing of the batch goes out. */
final class ReleaseGateTest {
    private static final int MINIMUM = 50;
    private static final int ROWS = 1000;

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
    }

    /** One batch, then the end. */
    private record Batch(VectorSchemaRoot root, AtomicBoolean given) implements GuardedResult {
        @Override
        public boolean loadNext() {
            return !given.getAndSet(true);
        }

        @Override
        public void close() {
            root.close();
        }
    }

    private ReleaseGate gate(FieldVector counters) {
        BigIntVector values = new BigIntVector("v", allocator);
        values.allocateNew(ROWS);
        for (int row = 0; row < ROWS; row++) {
            values.set(row, row);
        }
        values.setValueCount(ROWS);
        VectorSchemaRoot root =
                new VectorSchemaRoot(List.of(values.getField(), counters.getField()), List.of(values, counters), ROWS);
        ApprovedQuery query = ApprovedQueries.of(
                new SqlGenerator.GeneratedSql("", List.of()),
                List.of(),
                List.of(new OutputColumn("v", ColumnType.of(Kind.BIGINT))),
                List.of(new Guard(1, MINIMUM)),
                List.of());
        return new ReleaseGate(query, new Batch(root, new AtomicBoolean()));
    }

    /** Counters that reach the minimum, but for one row. */
    private BigIntVector counters(int exception, @Nullable Long counter) {
        BigIntVector counters = new BigIntVector("n", allocator);
        counters.allocateNew(ROWS);
        for (int row = 0; row < ROWS; row++) {
            counters.set(row, MINIMUM + row % 3);
        }
        if (counter == null) {
            counters.setNull(exception);
        } else {
            counters.set(exception, counter);
        }
        counters.setValueCount(ROWS);
        return counters;
    }

    @Test
    void rowsAtTheMinimumGoOutWithoutTheirCounters() {
        try (ReleaseGate gate = gate(counters(7, (long) MINIMUM))) {
            assertTrue(gate.next());
            assertEquals(ROWS, gate.rowCount());
            assertEquals(
                    List.of("v"),
                    gate.columns().stream().map(FieldVector::getName).toList());
            assertFalse(gate.next());
        }
    }

    @Test
    void oneRowBelowIsAFaultWhereverItIs() {
        for (int row : List.of(0, 1, 63, 64, 500, ROWS - 2, ROWS - 1)) {
            for (long counter : List.of(MINIMUM - 1L, 0L, -1L, Long.MIN_VALUE)) {
                fault(counters(row, counter));
            }
            fault(counters(row, null));
        }
    }

    @Test
    void countersOfAnotherTypeOrNumberAreAFault() {
        Float8Vector numbers = new Float8Vector("n", allocator);
        numbers.allocateNew(ROWS);
        for (int row = 0; row < ROWS; row++) {
            numbers.set(row, MINIMUM);
        }
        numbers.setValueCount(ROWS);
        fault(numbers);
        BigIntVector fewer = counters(0, (long) MINIMUM);
        fewer.setValueCount(ROWS - 1);
        fault(fewer);
    }

    private void fault(FieldVector counters) {
        try (ReleaseGate gate = gate(counters)) {
            assertEquals(
                    Code.NOT_COMPLETED, assertThrows(Problem.class, gate::next).code());
        }
    }
}
