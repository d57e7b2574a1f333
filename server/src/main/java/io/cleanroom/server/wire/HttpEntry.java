package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import io.cleanroom.server.query.ArrowChunk;
import io.cleanroom.server.query.Statements;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.calcite.avatica.remote.Service;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP request: who is it, is it small enough, is it a message, what is the answer. {@code POST /} takes messages,
 * {@code GET /health} says whether the server is ready; there is nothing else. A failed call is status 500 with an error
 * message of the protocol, as Avatica's clients expect; what never became a call is plain text.
 */
final class HttpEntry extends Handler.Abstract {
    /** So much of a request that is too large is still read, and thrown away. */
    private static final long SKIPPED_BYTES = 16L << 20;

    static final String SERVER_VERSION = "X-Cleanroom-Server-Version";

    /** Comes with the answer to opening: whom a token stands for, for example; percent-encoded. */
    private static final String USER = "X-Cleanroom-User";

    private static final Logger LOG = LoggerFactory.getLogger(HttpEntry.class);

    private final WireSettings settings;
    private final Statements statements;
    private final Authentication authentication;
    private final Sessions sessions;
    private final Replays replays = new Replays();
    private final GuessingBrake brake = new GuessingBrake(System::nanoTime);
    private final ErrorBoundary errors = new ErrorBoundary();
    private volatile boolean ready = true;

    HttpEntry(WireSettings settings, Statements statements, Authentication authentication, Sessions sessions) {
        this.settings = settings;
        this.statements = statements;
        this.authentication = authentication;
        this.sessions = sessions;
    }

    /** From now on nothing new is opened or run; what runs may be read to its end. */
    void stopAccepting() {
        ready = false;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        try {
            dispatch(request, response, callback);
        } catch (Throwable e) {
            plain(response, callback, 500, errors.problem(e).text());
        }
        return true;
    }

    private void dispatch(Request request, Response response, Callback callback) throws IOException {
        String path = request.getHttpURI().getPath();
        if ("/health".equals(path) && "GET".equals(request.getMethod())) {
            plain(response, callback, ready ? 200 : 503, ready ? "ready" : "not ready");
        } else if (!"/".equals(path)) {
            plain(response, callback, 404, "not found");
        } else if (!"POST".equals(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "POST");
            plain(response, callback, 405, "messages of the Avatica protocol are sent with POST");
        } else {
            Optional<Principal> principal = authenticated(request, response, callback);
            if (principal.isPresent()) {
                message(principal.get(), request, response, callback);
            }
        }
    }

    /** Empty: the request is answered already. */
    private Optional<Principal> authenticated(Request request, Response response, Callback callback) {
        Optional<Credentials> credentials =
                Credentials.parse(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (credentials.isEmpty()) {
            unauthenticated(response, callback, "a user name and password, or an access token, are needed");
            return Optional.empty();
        }
        String user = credentials.get().shown();
        String address = Request.getRemoteAddr(request);
        long wait = brake.secondsToWait(user, address);
        if (wait > 0) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, wait);
            plain(response, callback, 429, "too many failed attempts; the next one is possible in " + wait + " s");
            return Optional.empty();
        }
        Optional<Principal> principal = credentials.get().check(authentication);
        if (principal.isPresent()) {
            brake.succeeded(user, address);
        } else {
            brake.failed(user, address);
            LOG.info("login of {} from {} failed", shown(user), address);
            unauthenticated(response, callback, credentials.get().refusal());
        }
        return principal;
    }

    private static String shown(String user) {
        String clean = user.replaceAll("[^\\p{Alnum}/_.@-]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) : clean;
    }

    private static void unauthenticated(Response response, Callback callback, String why) {
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"cleanroom\", charset=\"UTF-8\"");
        response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"cleanroom\"");
        plain(response, callback, 401, why);
    }

    private void message(Principal principal, Request request, Response response, Callback callback)
            throws IOException {
        response.getHeaders().put(SERVER_VERSION, ServerVersion.TEXT);
        int limit = settings.requestBytes();
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(limit + 1);
            if (body.length > limit) {
                // A client that is still writing would see a broken network connection in place of the answer.
                in.skip(SKIPPED_BYTES);
            }
        }
        if (body.length > limit) {
            plain(response, callback, 413, "the request is larger than limits.request_bytes (" + limit + " bytes)");
            return;
        }
        // A statement may run for hours without a byte on the network connection; its client is not idle.
        request.addIdleTimeoutListener(timeout -> false);
        String contentType = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        Codec codec = Codec.of(contentType == null ? "" : contentType, body);
        Service.Request call;
        try {
            call = codec.decode(body);
        } catch (Malformed e) {
            plain(response, callback, 400, "the request is not a message of the Avatica protocol");
            return;
        }
        Calls calls = new Calls(
                statements,
                sessions,
                replays,
                settings,
                principal,
                request.getHeaders().get(Replays.REQUEST_ID),
                ApplicationName.ofHeader(request.getHeaders().get(ApplicationName.HEADER)));
        if (call instanceof Service.OpenConnectionRequest) {
            String user = principal.name().toString();
            response.getHeaders().put(USER, URLEncoder.encode(user, StandardCharsets.UTF_8));
        }
        boolean arrow = call instanceof Service.FetchRequest && ArrowAnswer.isWanted(request.getHeaders());
        answer(calls, call, codec, arrow, response, callback);
    }

    private void answer(
            Calls calls, Service.Request call, Codec codec, boolean arrow, Response response, Callback callback)
            throws IOException {
        int status = 200;
        byte[] answer;
        try {
            if (!ready && opensOrRuns(call)) {
                throw new Problem(Code.SHUTTING_DOWN, "the server is shutting down");
            }
            Optional<ArrowChunk> rows =
                    arrow && call instanceof Service.FetchRequest fetch ? calls.arrow(fetch) : Optional.empty();
            if (rows.isPresent()) {
                if (!rows.get().last() && call instanceof Service.FetchRequest fetch) {
                    readAhead(calls, fetch.connectionId, fetch.statementId, response);
                }
                ArrowAnswer.write(rows.get(), response, callback);
                return;
            }
            Service.Response told = calls.answer(call);
            answer = codec.encode(told);
            if (told instanceof Service.ExecuteResponse ran) {
                ran.results.stream()
                        .filter(result -> result.firstFrame != null && !result.firstFrame.done)
                        .forEach(result -> readAhead(calls, result.connectionId, result.statementId, response));
            }
            if (!calls.warnings().isEmpty()) {
                response.getHeaders().put(WarningHeader.NAME, WarningHeader.value(calls.warnings()));
            }
        } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
            status = 500;
            answer = codec.encode(errors.answer(ready ? e : stopped(e)));
        }
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, codec.contentType());
        response.write(true, ByteBuffer.wrap(answer), callback);
    }

    /** What is cancelled by a server that stops was not cancelled by its client, which would not try again. */
    private static Throwable stopped(Throwable e) {
        return e instanceof Problem problem && problem.code() == Code.CANCELLED
                ? new Problem(Code.SHUTTING_DOWN, "the query was ended, because the server is shutting down", e)
                : e;
    }

    /** On a thread of its own: this one sends. */
    private static void readAhead(Calls calls, String connectionId, int statementId, Response response) {
        try {
            response.getRequest()
                    .getComponents()
                    .getExecutor()
                    .execute(() -> calls.readAhead(connectionId, statementId));
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is stopping; the next fetch reads for itself");
        }
    }

    private static boolean opensOrRuns(Service.Request call) {
        return call instanceof Service.OpenConnectionRequest
                || call instanceof Service.PrepareRequest
                || call instanceof Service.PrepareAndExecuteRequest
                || call instanceof Service.ExecuteRequest;
    }

    private static void plain(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        if (status != 200) {
            // The body of the request may be unread, and Jetty then closes the network connection: the client has to
            // know.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, PlainErrors.PLAIN_TEXT);
        response.write(true, ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), callback);
    }
}
