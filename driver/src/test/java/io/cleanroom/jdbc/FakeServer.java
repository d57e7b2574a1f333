package io.cleanroom.jdbc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.proto.Common.WireMessage;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.LocalService;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.jspecify.annotations.Nullable;

/** An Avatica endpoint on the JDK's own HTTP server, with {@link FakeMeta} behind it. */
final class FakeServer implements AutoCloseable {
    static final String USER = "advertiserco/ana";
    static final String PASSWORD = "pässword:1";
    static final String AUTHORIZATION =
            "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));

    final FakeMeta meta = new FakeMeta();
    /** The credentials of every request; "none" for a request without. */
    final List<String> authorizations = new CopyOnWriteArrayList<>();

    final List<String> requestIds = new CopyOnWriteArrayList<>();
    /** The protobuf name of every request. */
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** If not 0: answer everything with this status, as a proxy or filter would. */
    volatile int status;
    /** Read requests and answer nothing, with the connection left open. */
    volatile boolean stalled;
    /** Read requests and close the connection without an answer. */
    volatile boolean mute;

    /** If not null: answer fetches with this Arrow stream of the last rows. */
    volatile byte @Nullable [] arrow;

    private final ProtobufHandler handler =
            new ProtobufHandler(new LocalService(meta), new ProtobufTranslationImpl(), NoopMetricsSystem.getInstance());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer http;

    FakeServer() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** On a server made elsewhere, for TLS. */
    FakeServer(HttpServer http) {
        this.http = http;
        http.createContext("/", this::handle);
        http.setExecutor(threads);
        http.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "none" : authorization);
        requestIds.add(exchange.getRequestHeaders().getFirst("X-Cleanroom-Request-Id"));
        calls.add(WireMessage.parseFrom(request).getName().replaceAll(".*\\$", ""));
        if (stalled) {
            return;
        }
        if (mute) {
            exchange.close();
        } else if (status != 0) {
            send(exchange, status, "text/plain; charset=utf-8", ("told so " + status).getBytes(StandardCharsets.UTF_8));
        } else if (!AUTHORIZATION.equals(authorization)) {
            send(exchange, 401, "text/html", "<h1>401</h1>".getBytes(StandardCharsets.UTF_8));
        } else if (arrow != null && calls.get(calls.size() - 1).equals("FetchRequest")) {
            exchange.getResponseHeaders().set(HttpTransport.LAST_ROWS, "true");
            send(exchange, 200, HttpTransport.ARROW, arrow);
        } else {
            exchange.getResponseHeaders().set("X-Cleanroom-Server-Version", "3.4.5");
            HandlerResponse<byte[]> response = handler.apply(request);
            send(exchange, response.getStatusCode(), "application/x-google-protobuf", response.getResponse());
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    int port() {
        return http.getAddress().getPort();
    }

    String url(String rest) {
        return "jdbc:cleanroom://localhost:" + port() + "/" + rest;
    }

    Connection connect(String rest) throws SQLException {
        return DriverManager.getConnection(url(rest), USER, PASSWORD);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
