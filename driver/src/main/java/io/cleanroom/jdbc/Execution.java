package io.cleanroom.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.remote.Service;
import org.jspecify.annotations.Nullable;

/**
 * Runs the calls of one statement so that each of them ends: by its answer, by {@link #cancel}, by the query timeout, or
 * because the server has gone.
 *
 * <p>Avatica's protocol has no cancel. Closing the statement on the server is what ends it, and the server then answers
 * the blocked call with 57014; the statement gets a new handle before it is used again. If even that answer stays away,
 * the call is given up after a grace period.
 *
 * <p>A statement may run for hours, so silence alone proves nothing. While a call is unanswered the waiting thread asks
 * the server every now and then whether it is still there; after six times without a sign of life the call fails with
 * 08006. The server hears from that, too, that somebody waits: it was promised on opening, and a run is cancelled whose
 * client has vanished.
 */
final class Execution {
    private enum End {
        OPEN,
        CANCELLED,
        TIMED_OUT
    }

    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Of the wait between two questions; another one may pass until the answer to the first is given up. */
    static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final int MISSED_HEARTBEATS = 6;

    private final CleanroomService service;
    private final Duration heartbeat;
    private final Warnings warnings = new Warnings();
    private final Object lock = new Object();
    /** Written under {@link #lock}. Read for each row without it. */
    private volatile End end = End.OPEN;

    private boolean streaming;
    private boolean handleSpent;
    private HttpTransport.@Nullable Exchange inFlight;
    private @Nullable StatementHandle target;

    Execution(CleanroomService service) {
        this(service, HEARTBEAT);
    }

    Execution(CleanroomService service, Duration heartbeat) {
        this.service = service;
        this.heartbeat = heartbeat;
    }

    /** Forgets how the previous run ended; true if its handle is gone and a new one must be made. */
    boolean begin() {
        warnings.clear();
        synchronized (lock) {
            end = End.OPEN;
            streaming = false;
            boolean renew = handleSpent;
            handleSpent = false;
            return renew;
        }
    }

    /** Whether rows are left to fetch, which makes the statement worth cancelling between two calls. */
    void streaming(boolean more) {
        synchronized (lock) {
            streaming = more;
        }
    }

    /** Runs one call of the statement {@code handle}; {@code timeoutSeconds} 0 means no limit. */
    Service.Response run(StatementHandle handle, Service.Request request, int timeoutSeconds) throws SQLException {
        HttpTransport.Exchange exchange = start(handle, () -> service.start(request), timeoutSeconds);
        Service.Response response = finish(exchange, service::finish, timeoutSeconds);
        warnings.addFrom(exchange.answer.join());
        return response;
    }

    /** What the server warned of in the present run. */
    Warnings warnings() {
        return warnings;
    }

    /** For the fetches of one result. */
    FetchLine line() {
        return service.line();
    }

    /** Starts a fetch, whose answer {@link #finishFetch} waits for; it may be received into {@code memory}. */
    HttpTransport.Exchange startFetch(
            StatementHandle handle,
            Service.FetchRequest request,
            FetchLine line,
            byte @Nullable [] memory,
            int timeoutSeconds)
            throws SQLException {
        return start(handle, () -> service.startFetch(request, line, memory), timeoutSeconds);
    }

    Fetched finishFetch(HttpTransport.Exchange exchange, int timeoutSeconds) throws SQLException {
        return finish(exchange, service::finishFetch, timeoutSeconds);
    }

    /** Waits a moment for a fetch whose rows nobody wants any more, so that the statement is not busy with it. */
    void drop(HttpTransport.Exchange exchange) {
        exchange.answer
                .handle((answer, failure) -> true)
                .completeOnTimeout(false, CleanroomService.CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (!exchange.answer.isDone()) {
            exchange.abandon();
            forget();
        }
        synchronized (lock) {
            inFlight = null;
        }
    }

    /** Sends a request. */
    private interface Sender {
        HttpTransport.Exchange send() throws SQLException;
    }

    /** Reads the answer of an exchange that has ended. */
    private interface Answer<T> {
        T read(HttpTransport.Exchange exchange) throws SQLException;
    }

    private HttpTransport.Exchange start(StatementHandle handle, Sender sender, int timeoutSeconds)
            throws SQLException {
        synchronized (lock) {
            throwIfEnded(null, timeoutSeconds);
            HttpTransport.Exchange exchange = sender.send();
            inFlight = exchange;
            target = handle;
            return exchange;
        }
    }

    private <T> T finish(HttpTransport.Exchange exchange, Answer<T> answer, int timeoutSeconds) throws SQLException {
        try {
            await(exchange, timeoutSeconds);
            return answer.read(exchange);
        } catch (SQLException e) {
            synchronized (lock) {
                throwIfEnded(e, timeoutSeconds);
            }
            if (Errors.CONNECTION_LOST.equals(e.getSQLState())) {
                forget();
            }
            throw e;
        } finally {
            synchronized (lock) {
                inFlight = null;
            }
        }
    }

    /** The answer is lost, so that its run, if there is one, is for nobody; the statement goes on under a new handle. */
    private void forget() {
        StatementHandle lost;
        synchronized (lock) {
            handleSpent = true;
            streaming = false;
            lost = target;
        }
        if (lost != null) {
            service.tell(new Service.CloseStatementRequest(lost.connectionId, lost.id));
        }
    }

    /** Ends the running statement, if there is one; callable from any thread and returns without waiting for it. */
    void cancel() throws SQLException {
        end(End.CANCELLED);
    }

    /** Notes that the statement is being closed, so that a run on another thread ends as cancelled. */
    void closing() {
        synchronized (lock) {
            if (inFlight != null && end == End.OPEN) {
                end = End.CANCELLED;
            }
        }
    }

    /** Throws 57014 if the run was cancelled, so that rows already here are not handed out as if nothing happened. */
    void throwIfCancelled(int timeoutSeconds) throws SQLException {
        if (end == End.OPEN) {
            return;
        }
        synchronized (lock) {
            throwIfEnded(null, timeoutSeconds);
        }
    }

    private void end(End how) throws SQLException {
        StatementHandle handle;
        HttpTransport.Exchange exchange;
        synchronized (lock) {
            exchange = inFlight;
            handle = target;
            if (end != End.OPEN || handle == null || (exchange == null && !streaming)) {
                return;
            }
            end = how;
            streaming = false;
            handleSpent = true;
        }
        try {
            service.call(new Service.CloseStatementRequest(handle.connectionId, handle.id), GRACE);
        } finally {
            if (exchange != null) {
                exchange.answer.orTimeout(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Holds {@link #lock}. The server's own 57014 keeps its words; any other failure of an ended run is its end. */
    private void throwIfEnded(@Nullable SQLException answer, int timeoutSeconds) throws SQLException {
        if (end == End.OPEN) {
            return;
        }
        if (end == End.TIMED_OUT) {
            throw Errors.of(
                    "the statement ran longer than its query timeout of " + timeoutSeconds + " s and was cancelled",
                    Errors.CANCELLED,
                    VendorCodes.TIMED_OUT,
                    answer);
        }
        if (answer != null && Errors.CANCELLED.equals(answer.getSQLState())) {
            throw answer;
        }
        throw Errors.of("the statement was cancelled", Errors.CANCELLED, answer);
    }

    private void await(HttpTransport.Exchange exchange, int timeoutSeconds) throws SQLException {
        long start = System.nanoTime();
        Duration network = service.networkTimeout();
        int missed = 0;
        boolean timedOut = false;
        while (true) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            Duration slice = heartbeat;
            if (timeoutSeconds > 0 && !timedOut) {
                slice = shorter(slice, Duration.ofSeconds(timeoutSeconds).minus(waited));
            }
            if (!network.isZero()) {
                slice = shorter(slice, network.minus(waited));
            }
            try {
                exchange.answer.get(Math.max(1, slice.toMillis()), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                throw service.lost(e);
            } catch (InterruptedException e) {
                throw interrupted(exchange, e);
            } catch (TimeoutException e) {
                waited = Duration.ofNanos(System.nanoTime() - start);
                if (!network.isZero() && waited.compareTo(network) >= 0) {
                    exchange.abandon();
                    service.networkTimedOut();
                    throw service.lost(new TimeoutException("no answer within the network timeout"));
                }
                if (timeoutSeconds > 0 && !timedOut && waited.toSeconds() >= timeoutSeconds) {
                    timedOut = true;
                    end(End.TIMED_OUT);
                } else if (slice.equals(heartbeat)) {
                    missed = serverAnswers(exchange) ? 0 : missed + 1;
                    if (missed >= MISSED_HEARTBEATS) {
                        exchange.abandon();
                        throw service.lost(new TimeoutException("the server gives no sign of life"));
                    }
                }
            }
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private SQLException interrupted(HttpTransport.Exchange exchange, InterruptedException cause) {
        try {
            end(End.CANCELLED);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
        exchange.abandon();
        Thread.currentThread().interrupt();
        return Errors.of("interrupted while the statement was running", Errors.CANCELLED, cause);
    }

    /** Any answer will do, an error too; also true as soon as the call itself is answered. */
    private boolean serverAnswers(HttpTransport.Exchange exchange) throws SQLException {
        StatementHandle handle = target;
        if (handle == null) {
            return true;
        }
        HttpTransport.Exchange ping =
                service.start(new Service.ConnectionSyncRequest(handle.connectionId, new ConnectionPropertiesImpl()));
        try {
            CompletableFuture.anyOf(exchange.answer, ping.answer)
                    .orTimeout(heartbeat.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return true;
        } catch (CompletionException e) {
            return false;
        } finally {
            if (!ping.answer.isDone()) {
                ping.abandon();
            }
        }
    }
}
