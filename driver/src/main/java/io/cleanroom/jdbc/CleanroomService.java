package io.cleanroom.jdbc;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.calcite.avatica.remote.ProtobufService;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.jspecify.annotations.Nullable;

/**
 * The server's calls, each with a limit in time; a failure is a {@link RemoteFailure} or, from {@link #call}, an
 * {@link SQLException}.
 */
final class CleanroomService extends ProtobufService {
    /** Limit of calls that run no statement: opening apart, they answer in milliseconds. */
    static final Duration CALL_LIMIT = Duration.ofSeconds(60);

    /**
     * Limit of closing something: nobody wants the answer, and a server that was not told lets it expire. A pool closes what
     * it found lost, and a {@code try} block its statement and its connection one after the other.
     */
    static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final HttpTransport transport;
    private final ProtobufTranslation translation = new ProtobufTranslationImpl();
    private final Duration loginTimeout;
    private volatile Duration networkTimeout = Duration.ZERO;
    private volatile Runnable onNetworkTimeout = () -> {};
    private volatile boolean over;

    CleanroomService(HttpTransport transport, Duration loginTimeout) {
        this.transport = transport;
        this.loginTimeout = loginTimeout;
    }

    /** Zero means the driver's own limits. */
    void networkTimeout(Duration timeout) {
        networkTimeout = timeout;
    }

    Duration networkTimeout() {
        return networkTimeout;
    }

    /** The connection is closed, and with it all that it had on the server. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** What is to be done when a call was not answered within the network timeout. */
    void onNetworkTimeout(Runnable action) {
        onNetworkTimeout = action;
    }

    void networkTimedOut() {
        onNetworkTimeout.run();
    }

    /** Told to the server with every further request; null: none any more. */
    void applicationName(@Nullable String name) {
        transport.applicationName(name);
    }

    /** Who the server says its caller is, or null if it never did. */
    @Nullable
    String user() {
        return transport.user();
    }

    @Nullable
    String serverVersion() {
        return transport.serverVersion();
    }

    @Override
    public Response _apply(Request request) {
        try {
            return call(request, limit(request));
        } catch (SQLException e) {
            throw new RemoteFailure(e);
        }
    }

    private Duration limit(Request request) {
        Duration network = networkTimeout;
        if (request instanceof CloseConnectionRequest || request instanceof CloseStatementRequest) {
            return network.isZero() || network.compareTo(CLOSE_LIMIT) > 0 ? CLOSE_LIMIT : network;
        }
        if (!network.isZero()) {
            return network;
        }
        return request instanceof OpenConnectionRequest ? loginTimeout : CALL_LIMIT;
    }

    /** Runs one call to its end, or gives it up at the limit. */
    Response call(Request request, Duration limit) throws SQLException {
        boolean opening = request instanceof OpenConnectionRequest;
        HttpTransport.Exchange exchange = start(request);
        try {
            exchange.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw transport.unreachable(e, opening);
        } catch (TimeoutException e) {
            exchange.abandon();
            if (limit.equals(networkTimeout)) {
                networkTimedOut();
            }
            throw transport.unreachable(
                    new TimeoutException("no answer within " + limit.toMillis() / 1000.0 + " s"), opening);
        } catch (InterruptedException e) {
            exchange.abandon();
            Thread.currentThread().interrupt();
            throw Errors.of("interrupted while waiting for the server", Errors.CANCELLED, e);
        }
        return finish(exchange, opening);
    }

    /** Sends a request whose answer, or absence, makes no difference. */
    void tell(Request request) {
        try {
            start(request).abandonAfter(CLOSE_LIMIT);
        } catch (SQLException e) {
            // The server lets expire what it was not told of.
            return;
        }
    }

    /** Sends a request without waiting; {@link #finish} reads the answer once it is there. */
    HttpTransport.Exchange start(Request request) throws SQLException {
        return transport.send(message(request));
    }

    /** The same for a fetch, over the result's own line and with memory for the answer; {@link #finishFetch} reads it. */
    HttpTransport.Exchange startFetch(FetchRequest request, FetchLine line, byte @Nullable [] memory)
            throws SQLException {
        return transport.fetch(message(request), line, memory);
    }

    /** For the fetches of one result. */
    FetchLine line() {
        return transport.line();
    }

    private byte[] message(Request request) throws SQLException {
        try {
            return WireNames.outgoing(translation.serializeRequest(request));
        } catch (IOException e) {
            throw Errors.of("the request cannot be written: " + e.getMessage(), Errors.INTERNAL, e);
        } catch (RuntimeException e) {
            throw Errors.visible(e);
        }
    }

    /** The answer of an exchange that has ended, or the exception it stands for. */
    Response finish(HttpTransport.Exchange exchange) throws SQLException {
        return finish(exchange, false);
    }

    /** The same for a fetch. */
    Fetched finishFetch(HttpTransport.Exchange exchange) throws SQLException {
        Answer response;
        try {
            response = exchange.answer.join();
        } catch (RuntimeException e) {
            throw transport.unreachable(e, false);
        }
        return HttpTransport.isArrow(response)
                ? Fetched.arrow(response.body, HttpTransport.isLast(response))
                : Fetched.frame((FetchResponse) finish(exchange));
    }

    private Response finish(HttpTransport.Exchange exchange, boolean opening) throws SQLException {
        byte[] body;
        try {
            body = transport.body(exchange.answer.join(), opening);
        } catch (RuntimeException e) {
            throw transport.unreachable(e, opening);
        }
        Response response;
        try {
            response = translation.parseResponse(WireNames.incoming(body));
        } catch (IOException | RuntimeException e) {
            throw transport.unreachable(new IOException("the answer cannot be read", e), opening);
        }
        if (response instanceof ErrorResponse) {
            throw Errors.of((ErrorResponse) response);
        }
        return response;
    }

    SQLException lost(Throwable cause) {
        return transport.unreachable(cause, false);
    }
}
