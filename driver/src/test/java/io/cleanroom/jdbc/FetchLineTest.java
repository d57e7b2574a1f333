package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class FetchLineTest {
    private static final byte[] MESSAGE = "rows, please".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ROWS = new byte[3_000_000];
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private final Set<Object> clients = ConcurrentHashMap.newKeySet();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(ROWS);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whole", exchange -> answer(exchange, ROWS.length));
        server.createContext("/chunked", exchange -> answer(exchange, 0));
        server.createContext("/last", exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            answer(exchange, ROWS.length);
        });
        server.createContext("/nothing", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, long announced) throws IOException {
        clients.add(exchange.getRemoteAddress());
        assertArrayEquals(MESSAGE, exchange.getRequestBody().readAllBytes());
        exchange.getResponseHeaders().set("X-Said", exchange.getRequestHeaders().getFirst("X-Say"));
        exchange.sendResponseHeaders(200, announced);
        exchange.getResponseBody().write(ROWS);
        exchange.close();
    }

    private static URI uri(int port, String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private FetchLine line(String path) {
        return new FetchLine(CLIENT, uri(server.getAddress().getPort(), path));
    }

    private static Answer post(FetchLine line, byte @Nullable [] memory) throws Exception {
        return line.post(MESSAGE, Map.of("X-Say", "hello"), memory).get(30, TimeUnit.SECONDS);
    }

    private static void assertRows(Answer answer) {
        assertEquals(200, answer.status);
        assertEquals("hello", answer.header("x-said"));
        assertArrayEquals(ROWS, answer.body.exact());
    }

    @Test
    void takes_answer_after_answer_from_one_connection_into_the_memory_given() throws Exception {
        try (FetchLine line = line("/whole")) {
            byte[] memory = new byte[ROWS.length + 1];
            for (int i = 0; i < 3; i++) {
                Answer answer = post(line, memory);
                assertRows(answer);
                assertSame(memory, answer.body.bytes);
            }
            assertRows(post(line, new byte[10]));
            assertRows(post(line, null));
        }
        assertEquals(1, clients.size());
    }

    @Test
    void takes_answers_without_a_length() throws Exception {
        try (FetchLine line = line("/chunked")) {
            assertRows(post(line, null));
            assertRows(post(line, new byte[ROWS.length]));
        }
    }

    @Test
    void connects_anew_where_the_server_closes() throws Exception {
        try (FetchLine line = line("/last")) {
            assertRows(post(line, null));
            assertRows(post(line, null));
        }
        assertEquals(2, clients.size());
    }

    @Test
    void takes_answers_without_a_body() throws Exception {
        try (FetchLine line = line("/nothing")) {
            for (int i = 0; i < 2; i++) {
                Answer answer = post(line, null);
                assertEquals(503, answer.status);
                assertEquals(0, answer.body.length);
            }
        }
    }

    @Test
    void an_answer_that_is_cut_off_is_no_answer() throws Exception {
        try (ServerSocket cutting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FetchLine line = new FetchLine(CLIENT, uri(cutting.getLocalPort(), "/"))) {
            for (String said : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nrows")) {
                CompletableFuture<Answer> answer = line.post(MESSAGE, Map.of(), null);
                try (Socket socket = cutting.accept()) {
                    readRequest(socket);
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                }
                assertFails(answer);
            }
        }
    }

    private static void readRequest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n" + new String(MESSAGE, StandardCharsets.UTF_8)) < 0) {
            read.append((char) in.read());
        }
    }

    private static void assertFails(CompletableFuture<Answer> answer) {
        assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
    }

    @Test
    void closing_ends_what_waits_for_an_answer_and_all_that_is_asked_later() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (String said : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nrows")) {
                FetchLine each = new FetchLine(CLIENT, uri(silent.getLocalPort(), "/"));
                CompletableFuture<Answer> answer = each.post(MESSAGE, Map.of(), null);
                try (Socket socket = silent.accept()) {
                    readRequest(socket);
                    socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
                    assertFalse(answer.isDone());
                    each.close();
                    assertFails(answer);
                }
                assertFails(each.post(MESSAGE, Map.of(), null));
            }
        }
    }

    @Test
    void nothing_is_sent_twice() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FetchLine line = new FetchLine(CLIENT, uri(mute.getLocalPort(), "/"))) {
            CompletableFuture<Answer> answer = line.post(MESSAGE, Map.of(), null);
            try (Socket socket = mute.accept()) {
                readRequest(socket);
            }
            assertFails(answer);
            // Long enough for a second attempt to come.
            mute.setSoTimeout(300);
            assertThrows(SocketTimeoutException.class, mute::accept);
        }
    }

    @Test
    void a_server_behind_a_proxy_is_for_the_other_client() {
        URI server = URI.create("https://cleanroom.example:8765/");
        ProxySelector before = ProxySelector.getDefault();
        try {
            assertTrue(FetchLine.reaches(server));
            ProxySelector.setDefault(ProxySelector.of(new InetSocketAddress("localhost", 3128)));
            assertFalse(FetchLine.reaches(server));
            ProxySelector.setDefault(null);
            assertTrue(FetchLine.reaches(server));
        } finally {
            ProxySelector.setDefault(before);
        }
    }
}
