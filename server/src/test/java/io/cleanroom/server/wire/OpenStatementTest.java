package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.RowStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reading ahead, and what comes while it does. */
@Timeout(60)
final class OpenStatementTest {
    private final Rows rows = new Rows();
    private final OpenStatement statement = new OpenStatement(1, Optional.empty(), Fraction.MICROS);

    /** Never at an end; reads ahead until it is let go. */
    private static final class Rows implements RowStream {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch mayEnd = new CountDownLatch(1);
        volatile boolean fails;
        volatile boolean closed;
        volatile boolean readMeanwhile;

        @Override
        public List<@Nullable Object[]> next(int maximum) {
            readMeanwhile |= begun.getCount() == 0 && mayEnd.getCount() > 0;
            return List.<@Nullable Object[]>of(new @Nullable Object[0]);
        }

        @Override
        public void readAhead(int bytes) {
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (fails) {
                throw new IllegalStateException("as asked");
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private CompletableFuture<Void> readingAhead() throws InterruptedException {
        statement.run(0, 1, cancellation -> new Answer.Rows(List.of(), rows));
        CompletableFuture<Void> ahead = CompletableFuture.runAsync(statement::readAhead);
        assertTrue(rows.begun.await(30, TimeUnit.SECONDS));
        return ahead;
    }

    @Test
    void aFetchWaitsForIt() throws InterruptedException {
        CompletableFuture<Void> ahead = readingAhead();
        CompletableFuture<Boolean> fetched = CompletableFuture.supplyAsync(() -> statement.fetch(1, 1).done);
        rows.mayEnd.countDown();
        assertFalse(fetched.join());
        ahead.join();
        assertFalse(rows.readMeanwhile);
        assertFalse(rows.closed);
    }

    @Test
    void closingLetsItEndAndFreesTheRowsThen() throws InterruptedException {
        CompletableFuture<Void> ahead = readingAhead();
        statement.close();
        assertFalse(rows.closed);
        rows.mayEnd.countDown();
        ahead.join();
        assertTrue(rows.closed);
        assertEquals(
                Code.NO_SUCH_CONNECTION,
                assertThrows(Problem.class, () -> statement.fetch(1, 1)).code());
    }

    @Test
    void afterAFaultInItNothingIsGivenOut() throws InterruptedException {
        rows.fails = true;
        CompletableFuture<Void> ahead = readingAhead();
        rows.mayEnd.countDown();
        assertThrows(RuntimeException.class, ahead::join);
        assertTrue(rows.closed);
        assertEquals(
                Code.NO_SUCH_CONNECTION,
                assertThrows(Problem.class, () -> statement.fetch(1, 1)).code());
    }
}
