package io.cleanroom.server.wire;

import io.cleanroom.server.engine.Cancellation;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.Answer;
import io.cleanroom.server.query.ArrowChunk;
import io.cleanroom.server.query.Statements;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a connection: at most one call at a time, and the rows of its latest run. {@link #close} may come from
 * any thread; it cancels the call under way, which then ends with 57014 and cleans up after itself.
 */
final class OpenStatement {
    /** What a prepared statement remembers. */
    record Prepared(String sql, long maximumRows, Statements.Shape shape) {}

    /** What a run answered: a result with its first frame, or neither for a definition; and what it warns of. */
    record Ran(@Nullable OpenResult result, Meta.@Nullable Frame firstFrame, List<String> warnings) {}

    final int id;
    final Optional<Prepared> prepared;
    private final Object lock = new Object();
    private boolean closed;
    private @Nullable Cancellation running;
    /** Whether what runs is {@link #readAhead}, which the next call waits for. */
    private boolean ahead;

    private final Fraction fraction;
    private @Nullable OpenResult result;
    private long lastUsed = System.nanoTime();

    OpenStatement(int id, Optional<Prepared> prepared, Fraction fraction) {
        this.id = id;
        this.fraction = fraction;
        this.prepared = prepared;
    }

    /** Runs, after dropping what an earlier run left, and reads the first frame. */
    Ran run(long maximumRows, int firstFrame, Function<Cancellation, Answer> statement) {
        Cancellation cancellation = new Cancellation();
        return exclusively(cancellation, () -> {
            dropResult();
            Answer answer = statement.apply(cancellation);
            if (!(answer instanceof Answer.Rows rows)) {
                return new Ran(null, null, answer.warnings());
            }
            OpenResult opened = new OpenResult(rows, maximumRows, fraction, cancellation);
            result = opened;
            Ran ran = new Ran(opened, opened.frame(0, firstFrame), answer.warnings());
            throwIfCancelled(cancellation, null);
            return ran;
        });
    }

    /** The next rows of the latest run. */
    Meta.Frame fetch(long offset, int rows) {
        return next(open -> open.frame(offset, rows));
    }

    /** The same as Arrow; empty, and nothing read, where the rows are not to be had in that form. */
    Optional<ArrowChunk> fetchArrow(long offset, int rows) {
        return next(open -> open.arrow(offset, rows));
    }

    /**
     * Makes some of the next rows ready while the latest ones are on their way. It takes what the engine already has, a matter
     * of milliseconds: {@link #close} lets it end and does not cancel it, since a client that stops reading has what it wanted.
     */
    void readAhead() {
        OpenResult open;
        synchronized (lock) {
            open = result;
            if (closed || running != null || open == null) {
                return;
            }
            running = open.cancellation;
            ahead = true;
        }
        boolean completed = false;
        try {
            open.readAhead();
            completed = true;
        } finally {
            synchronized (lock) {
                running = null;
                ahead = false;
                lastUsed = System.nanoTime();
                if (closed || !completed) {
                    dropResult();
                }
                lock.notifyAll();
            }
        }
    }

    private <T> T next(Function<OpenResult, T> read) {
        OpenResult open;
        synchronized (lock) {
            open = result;
        }
        Cancellation cancellation = open == null ? new Cancellation() : open.cancellation;
        return exclusively(cancellation, () -> {
            if (open == null || open != result) {
                throw new Problem(Code.NO_SUCH_CONNECTION, Sessions.NO_SUCH);
            }
            T rows = read.apply(open);
            throwIfCancelled(cancellation, null);
            return rows;
        });
    }

    private <T> T exclusively(Cancellation cancellation, Supplier<T> work) {
        synchronized (lock) {
            awaitReadAhead();
            if (closed) {
                throw new Problem(Code.NO_SUCH_CONNECTION, Sessions.NO_SUCH);
            }
            if (running != null) {
                throw new Problem(
                        Code.IN_USE, "the statement is running already; one connection takes many statements");
            }
            running = cancellation;
        }
        boolean completed = false;
        try {
            T answer = work.get();
            completed = true;
            return answer;
        } catch (RuntimeException e) {
            throwIfCancelled(cancellation, e);
            throw e;
        } finally {
            synchronized (lock) {
                running = null;
                lastUsed = System.nanoTime();
                if (closed || !completed) {
                    dropResult();
                }
            }
        }
    }

    /** Holds {@link #lock}. */
    private void awaitReadAhead() {
        while (ahead) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Problem(Code.CANCELLED, "the statement was cancelled", e);
            }
        }
    }

    /** An engine that is stopped answers in words of its own; a {@link Problem} that already says so is kept. */
    private static void throwIfCancelled(Cancellation cancellation, @Nullable RuntimeException failure) {
        boolean saysSo = failure instanceof Problem problem
                && (problem.code() == Code.CANCELLED || problem.code() == Code.TIMED_OUT);
        if (cancellation.isCancelled() && !saysSo) {
            throw new Problem(Code.CANCELLED, "the statement was cancelled");
        }
    }

    /** Held rows are dropped if nobody asked for them for so long. */
    void expireResult(long now, long idleNanos) {
        synchronized (lock) {
            if (running == null && now - lastUsed > idleNanos) {
                dropResult();
            }
        }
    }

    boolean isRunning() {
        synchronized (lock) {
            return running != null;
        }
    }

    /** Whether a client waits for what runs. */
    boolean isAwaited() {
        synchronized (lock) {
            return running != null && !ahead;
        }
    }

    void close() {
        Cancellation toCancel;
        synchronized (lock) {
            closed = true;
            toCancel = ahead ? null : running;
            if (running == null) {
                dropResult();
            }
        }
        if (toCancel != null) {
            toCancel.cancel();
        }
    }

    private void dropResult() {
        OpenResult old = result;
        result = null;
        if (old != null) {
            old.close();
        }
    }
}
