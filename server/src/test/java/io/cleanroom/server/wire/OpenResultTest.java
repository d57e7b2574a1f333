package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.ArrowChunk;
import io.cleanroom.server.query.RowStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much of a result goes out at a time. */
final class OpenResultTest {
    private static final int HALF_A_MEGABYTE = 512 << 10;

    private final List<Integer> asked = new ArrayList<>();

    /** Never at an end; each answer has one row. */
    private final class Rows implements RowStream {
        @Override
        public List<@Nullable Object[]> next(int maximum) {
            return List.<@Nullable Object[]>of(new @Nullable Object[0]);
        }

        @Override
        public Optional<ArrowChunk> nextArrow(long maximum, int bytes) {
            asked.add(bytes);
            return Optional.of(new ArrowChunk(ByteBuffer.allocate(0), 1, false, () -> {}));
        }

        @Override
        public void readAhead(int bytes) {
            asked.add(bytes);
        }

        @Override
        public void close() {}
    }

    @Test
    void arrowAnswersGrowToTheLargestAndWhatIsReadAheadIsTheNextOne() {
        OpenResult result =
                new OpenResult(new Answer.Rows(List.of(), new Rows()), 0, Fraction.MICROS, new Cancellation());
        for (int row = 0; row < 5; row++) {
            result.arrow(row, 0);
            result.readAhead();
        }
        List<Integer> expected = new ArrayList<>();
        for (int size : new int[] {1, 2, 4, 8, 8}) {
            expected.add(size * HALF_A_MEGABYTE);
            expected.add(Math.min(8, 2 * size) * HALF_A_MEGABYTE);
        }
        assertEquals(expected, asked);
    }
}
