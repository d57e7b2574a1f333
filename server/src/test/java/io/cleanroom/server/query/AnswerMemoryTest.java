package io.cleanroom.server.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Memory goes from one query to the next, and is never in two queries' hands. */
final class AnswerMemoryTest {
    private final AnswerMemory memory = new AnswerMemory();

    @Test
    void whatWasGivenBackIsTakenAgainFromTheStart() {
        ByteBuffer first = memory.take(100);
        first.putLong(1).putLong(2);
        memory.give(first);
        ByteBuffer again = memory.take(80);
        assertSame(first, again);
        assertEquals(0, again.position());
        assertEquals(100, again.limit());
    }

    @Test
    void theSmallestThatIsLargeEnoughIsTaken() {
        ByteBuffer large = memory.take(1000);
        ByteBuffer small = memory.take(100);
        memory.give(large);
        memory.give(small);
        assertSame(small, memory.take(50));
        assertSame(large, memory.take(50));
        assertNotSame(large, memory.take(50));
    }

    @Test
    void theLargestFourAreKept() {
        List<ByteBuffer> taken = new ArrayList<>();
        for (int size : new int[] {10, 20, 30, 40, 50}) {
            taken.add(memory.take(size));
        }
        taken.forEach(memory::give);
        for (int i = 1; i < taken.size(); i++) {
            assertSame(taken.get(i), memory.take(1));
        }
        assertEquals(1, memory.take(1).capacity());
    }

    @Test
    void moreThanEightMegabytesAreNotKept() {
        ByteBuffer huge = memory.take((8 << 20) + 1);
        memory.give(huge);
        assertNotSame(huge, memory.take(1));
    }

    @Test
    void nobodyWritesToWhatAnotherHolds() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> foreign = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int own = thread;
                foreign.add(threads.submit(() -> foreignBytes((byte) own)));
            }
            for (Future<Integer> each : foreign) {
                assertEquals(0, each.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private int foreignBytes(byte own) {
        Random random = new Random(own);
        int foreign = 0;
        for (int round = 0; round < 2000; round++) {
            ByteBuffer taken = memory.take(1 + random.nextInt(5000));
            while (taken.hasRemaining()) {
                taken.put(own);
            }
            taken.flip();
            while (taken.hasRemaining()) {
                foreign += taken.get() == own ? 0 : 1;
            }
            memory.give(taken);
        }
        return foreign;
    }
}
