package io.cleanroom.jdbc;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Posts each message to the server once, with credentials, and never again.
 *
 * <p>Nothing is replayed: a statement whose answer was lost may have run, and its run may have been charged to somebody's
 * privacy budget. Nothing is retried on 503 either; the caller is told. Every request carries an
 * {@code X-Cleanroom-Request-Id}, by which the server recognises a replay by anything in between.
 */
final class HttpTransport {
    static final String REQUEST_ID = "X-Cleanroom-Request-Id";
    static final String SERVER_VERSION = "X-Cleanroom-Server-Version";
    static final String CONTENT_TYPE = "application/x-google-protobuf";
    static final String ARROW = "application/vnd.apache.arrow.stream";

    private static final String USER = "X-Cleanroom-User";

    /** Comes with Arrow; {@code true}: there are no more rows. */
    static final String LAST_ROWS = "X-Cleanroom-Last-Rows";

    /** What the application calls itself now, percent-encoded; without it, what it said on connecting. */
    private static final String APPLICATION = "X-Cleanroom-Application";

    private static final int LONGEST_REASON = 2000;

    private final HttpClient client;
    private final URI endpoint;
    private final String address;
    private final @Nullable String authorization;
    private volatile @Nullable String serverVersion;
    private volatile @Nullable String user;
    private volatile @Nullable String application;

    HttpTransport(Settings settings) throws SQLException {
        this.client = HttpClients.forSettings(settings);
        this.endpoint = settings.endpoint();
        this.address = settings.address();
        this.authorization = settings.authorization();
    }

    /** Starts one exchange; the future completes with the bytes of a protobuf answer, whatever its HTTP status. */
    Exchange send(byte[] message) {
        return send(message, headers(CONTENT_TYPE));
    }

    /**
     * Starts a fetch, which may be answered with Arrow.
     *
     * @param line the result's own
     * @param memory to receive into, or null
     */
    Exchange fetch(byte[] message, FetchLine line, byte @Nullable [] memory) {
        Map<String, String> headers = headers(ARROW + ", " + CONTENT_TYPE);
        return FetchLine.reaches(endpoint)
                ? new Exchange(line.post(message, headers, memory), line::close)
                : send(message, headers);
    }

    /** For the fetches of one result. */
    FetchLine line() {
        return new FetchLine(client, endpoint);
    }

    private Exchange send(byte[] message, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofByteArray(message));
        headers.forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Exchange(response.thenApply(Answer::of), () -> response.cancel(true));
    }

    private Map<String, String> headers(String accepted) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", CONTENT_TYPE);
        headers.put("Accept", accepted);
        headers.put("User-Agent", "cleanroom-jdbc/" + Version.TEXT);
        headers.put(REQUEST_ID, UUID.randomUUID().toString());
        if (authorization != null) {
            headers.put("Authorization", authorization);
        }
        String name = application;
        if (name != null) {
            headers.put(APPLICATION, name);
        }
        return headers;
    }

    /** Goes with every further request; null: no name. */
    void applicationName(@Nullable String name) {
        application = URLEncoder.encode(name == null ? "" : name, StandardCharsets.UTF_8);
    }

    /** The server's version as it said in its last answer, or null if it never did. */
    @Nullable
    String serverVersion() {
        return serverVersion;
    }

    /** Who the server says its caller is, or null if it never did. */
    @Nullable
    String user() {
        return user;
    }

    static boolean isArrow(Answer answer) {
        return answer.status == 200 && answer.header("Content-Type").startsWith(ARROW);
    }

    static boolean isLast(Answer answer) {
        return answer.header(LAST_ROWS).equals("true");
    }

    /** The bytes of an answer, or the exception for a status that carries no answer. */
    byte[] body(Answer answer, boolean opening) throws SQLException {
        String version = answer.header(SERVER_VERSION);
        if (!version.isEmpty()) {
            serverVersion = version;
        }
        String name = answer.header(USER);
        if (!name.isEmpty()) {
            user = URLDecoder.decode(name, StandardCharsets.UTF_8);
        }
        String type = answer.header("Content-Type");
        boolean message = type.startsWith(CONTENT_TYPE) || type.startsWith("application/octet-stream");
        int status = answer.status;
        if (message || (type.isEmpty() && (status == 200 || status == 500))) {
            return answer.body.exact();
        }
        String reason = type.startsWith("text/plain") ? reason(answer.body.exact()) : "";
        switch (status) {
            case 401:
                throw Errors.of(
                        reason.isEmpty() ? "user, password or token is not accepted by " + address : reason,
                        Errors.NOT_AUTHENTICATED);
            case 403:
                throw Errors.of(
                        reason.isEmpty() ? "not authorised to connect to " + address : reason,
                        Errors.NOT_ALLOWED_TO_CONNECT);
            case 413:
                throw Errors.of(reason.isEmpty() ? "the request is larger than the server accepts" : reason, "53400");
            case 429:
            case 503:
                throw Errors.of(reason.isEmpty() ? "the server is busy (HTTP " + status + ")" : reason, "53300");
            default:
                throw Errors.of(
                        address + " did not answer as a Cleanroom server (HTTP " + status + ")"
                                + (reason.isEmpty() ? "" : ": " + reason),
                        opening ? Errors.CANNOT_CONNECT : Errors.CONNECTION_LOST);
        }
    }

    private static String reason(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) : text;
    }

    /** What went wrong on the way; {@code opening} tells a connection never made (08001) from one lost (08006). */
    SQLException unreachable(Throwable failure, boolean opening) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String state = opening ? Errors.CANNOT_CONNECT : Errors.CONNECTION_LOST;
        String what = opening ? "cannot connect to " + address : "connection to " + address + " lost";
        return Errors.of(what + ": " + Unreachable.why(cause), state, cause);
    }

    /** One request on its way. */
    static final class Exchange {
        final CompletableFuture<Answer> answer;
        private final Runnable end;

        /**
         * An exchange.
         *
         * @param end closes its HTTP connection
         */
        Exchange(CompletableFuture<Answer> answer, Runnable end) {
            this.answer = answer;
            this.end = end;
        }

        /** Gives the exchange up: closes its HTTP connection, so that no late answer is read for another request. */
        void abandon() {
            answer.cancel(true);
            end.run();
        }

        void abandonAfter(Duration patience) {
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::abandon);
        }
    }
}
