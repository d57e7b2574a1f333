package io.cleanroom.server.engine.duckdb;

import io.cleanroom.server.engine.Cancellation;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stops one statement when it is cancelled or has run too long. DuckDB forgets an interrupt that comes just before a query
 * starts, so it is repeated until the run is closed.
 */
final class Stopwatch implements AutoCloseable {
    enum Outcome {
        NONE,
        CANCELLED,
        TIMED_OUT
    }

    private static final long REPEAT_MILLIS = 100;

    private final Cancellation cancellation;
    private final ScheduledExecutorService scheduler;
    private final Duration limit;
    private @Nullable Statement statement;
    private @Nullable Future<?> timer;
    private @Nullable Future<?> repeater;
    private boolean closed;
    private boolean timedOut;

    Stopwatch(Cancellation cancellation, ScheduledExecutorService scheduler, Duration limit) {
        this.cancellation = cancellation;
        this.scheduler = scheduler;
        this.limit = limit;
    }

    void start(Statement newStatement) {
        synchronized (this) {
            statement = newStatement;
            timer = scheduler.schedule(this::timeOut, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        cancellation.onCancel(this::stop);
    }

    private synchronized void timeOut() {
        if (!closed) {
            timedOut = true;
            stop();
        }
    }

    private synchronized void stop() {
        if (!closed && repeater == null) {
            repeater = scheduler.scheduleWithFixedDelay(this::interrupt, 0, REPEAT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void interrupt() {
        try {
            if (!closed && statement != null) {
                statement.cancel();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized Outcome outcome() {
        return cancellation.isCancelled() ? Outcome.CANCELLED : timedOut ? Outcome.TIMED_OUT : Outcome.NONE;
    }

    @Override
    public void close() {
        cancellation.onCancel(() -> {});
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.cancel(false);
            }
            if (repeater != null) {
                repeater.cancel(false);
            }
        }
    }
}
