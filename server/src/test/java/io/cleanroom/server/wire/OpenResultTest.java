package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.OutputColumn;
import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.ArrowChunk;
import io.cleanroom.server.query.RowStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.calcite.avatica.Meta;
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

    @Test
    void aFrameOfLongTextsEndsBeforeItHasAllTheRowsAskedFor() {
        String megabyte = "x".repeat(1 << 20);
        List<@Nullable Object[]> texts = Collections.nCopies(100, new @Nullable Object[] {megabyte});
        OutputColumn column = new OutputColumn("text", ColumnType.varchar(0));
        OpenResult result = new OpenResult(
                new Answer.Rows(List.of(column), RowStream.of(texts)), 0, Fraction.MICROS, new Cancellation());
        long position = 0;
        boolean done = false;
        while (!done) {
            Meta.Frame frame = result.frame(position, 5000);
            long rows = StreamSupport.stream(frame.rows.spliterator(), false).count();
            assertTrue(rows <= 16, "rows: " + rows);
            done = frame.done;
            position += rows;
        }
        assertEquals(100, position);
    }

    @Test
    void aFrameOfShortTextsHasAllTheRowsAskedFor() {
        List<@Nullable Object[]> texts = Collections.nCopies(6000, new @Nullable Object[] {"short"});
        OutputColumn column = new OutputColumn("text", ColumnType.varchar(0));
        OpenResult result = new OpenResult(
                new Answer.Rows(List.of(column), RowStream.of(texts)), 0, Fraction.MICROS, new Cancellation());
        Meta.Frame frame = result.frame(0, 5000);
        assertEquals(5000, StreamSupport.stream(frame.rows.spliterator(), false).count());
    }
}
