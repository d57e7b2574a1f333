package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens before and around a call: who, how large, what form; and that no answer says more than it must. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpEntryTest {
    private WireHarness harness = start();

    private static WireHarness start() {
        try {
            return new WireHarness();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    void open() throws IOException, InterruptedException {
        harness.open(WireHarness.ANA, "c", Map.of());
    }

    @AfterAll
    void close() {
        harness.close();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void healthSaysReadyToEverybody() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = harness.send(HttpRequest.newBuilder(harness.uri("/health")));
        assertEquals(200, response.statusCode());
        assertEquals("ready", text(response));
        Answers.assertClean(response, harness);
    }

    @Test
    void withoutCredentialsAndWithWrongOnesTheAnswerIs401() throws IOException, InterruptedException {
        byte[] body = WireHarness.bytes(new Service.CatalogsRequest("c"), false);
        List<HttpRequest.Builder> requests = List.of(
                HttpRequest.newBuilder(harness.uri("/")),
                HttpRequest.newBuilder(harness.uri("/")).header("Authorization", "Bearer x"),
                HttpRequest.newBuilder(harness.uri("/")).header("Authorization", "Basic !!!"),
                HttpRequest.newBuilder(harness.uri("/")).header("Authorization", "Basic /w=="),
                HttpRequest.newBuilder(harness.uri("/"))
                        .header("Authorization", WireHarness.basic(WireHarness.ANA, "wrong")),
                HttpRequest.newBuilder(harness.uri("/"))
                        .header("Authorization", WireHarness.basic("nobody/here", "wrong")));
        for (HttpRequest.Builder request : requests) {
            HttpResponse<byte[]> response = harness.send(request.POST(BodyPublishers.ofByteArray(body)));
            assertEquals(401, response.statusCode());
            assertEquals(
                    "Basic realm=\"cleanroom\", charset=\"UTF-8\"",
                    response.headers().firstValue("WWW-Authenticate").orElse(""));
            assertFalse(response.headers().firstValue(HttpEntry.SERVER_VERSION).isPresent());
            Answers.assertClean(response, harness);
        }
    }

    @Test
    void guessingIsBraked() throws IOException, InterruptedException {
        HttpRequest.Builder wrong = HttpRequest.newBuilder(harness.uri("/"))
                .header("Authorization", WireHarness.basic("retailco/guessed", "wrong"));
        for (int i = 0; i < 5; i++) {
            assertEquals(401, harness.send(wrong.POST(BodyPublishers.noBody())).statusCode());
        }
        HttpResponse<byte[]> braked = harness.send(wrong.POST(BodyPublishers.noBody()));
        assertEquals(429, braked.statusCode());
        assertTrue(braked.headers().firstValue("Retry-After").isPresent());
        assertEquals(
                200,
                harness.post(WireHarness.ANA, WireHarness.bytes(new Service.CatalogsRequest("c"), false))
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"request\":\"fetch\",\"statementId\":\"alice@example.com\"}",
                "{\"request\":\"getTables\",\"connectionId\":{\"a\":1}}",
                "not a message",
                "\u0000\u0001\u0002",
                "\n\u0010java.lang.System\u0012\u0000",
                ""
            })
    void bytesThatAreNoMessageAre400(String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = harness.post(WireHarness.ANA, body.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, response.statusCode(), text(response));
        assertEquals("the request is not a message of the Avatica protocol", text(response));
        Answers.assertClean(response, harness);
    }

    @Test
    void mutilatedMessagesNeverGetMoreThanACleanAnswer() throws IOException, InterruptedException {
        long seed = 20261123;
        Random random = new Random(seed);
        List<Service.Request> requests = ForeignHandlesTest.requests("c", 1);
        for (int i = 0; i < 600; i++) {
            boolean json = random.nextBoolean();
            byte[] body = WireHarness.bytes(requests.get(random.nextInt(requests.size() - 1)), json);
            for (int j = 0; j <= random.nextInt(3); j++) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            Answers.assertClean(harness.post(WireHarness.ANA, body), harness);
        }
    }

    @Test
    void deeplyNestedJsonIsRefused() throws IOException, InterruptedException {
        String body = "{\"request\":\"openConnection\",\"info\":" + "{\"a\":".repeat(50_000);
        HttpResponse<byte[]> response = harness.post(WireHarness.ANA, body.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, response.statusCode());
        Answers.assertClean(response, harness);
    }

    @Test
    void aRequestThatIsTooLargeIs413() throws IOException, InterruptedException {
        byte[] body = new byte[(1 << 20) + 1];
        HttpResponse<byte[]> withLength = harness.post(WireHarness.ANA, body);
        assertEquals(413, withLength.statusCode());
        HttpResponse<byte[]> chunked =
                harness.send(harness.request(WireHarness.ANA).POST(BodyPublishers.ofByteArrays(List.of(body, body))));
        assertEquals(413, chunked.statusCode());
        assertEquals("the request is larger than limits.request_bytes (1048576 bytes)", text(chunked));
        Answers.assertClean(chunked, harness);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "TRACE", "OPTIONS"})
    void thereIsNothingElse(String method) throws IOException, InterruptedException {
        HttpResponse<byte[]> wrongMethod =
                harness.send(harness.request(WireHarness.ANA).method(method, BodyPublishers.noBody()));
        assertEquals(405, wrongMethod.statusCode());
        Answers.assertClean(wrongMethod, harness);
        HttpResponse<byte[]> elsewhere =
                harness.send(HttpRequest.newBuilder(harness.uri("/" + method)).method(method, BodyPublishers.noBody()));
        assertEquals(404, elsewhere.statusCode());
        Answers.assertClean(elsewhere, harness);
    }

    @Test
    void whatIsNotHttpGetsTheNameOfAStatus() throws IOException {
        for (String bytes : List.of(
                "ALICE@ \r\n\r\n",
                "POST / HTTP/9.9\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000))) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), harness.server.port())) {
                socket.setSoTimeout(3000);
                socket.getOutputStream().write((bytes + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readNBytes(400), StandardCharsets.ISO_8859_1);
                assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 5"), answer);
                for (String never : List.of("jetty", "Jetty", "Exception", "at org.", "<html", "html>", "reason:")) {
                    assertFalse(answer.contains(never), answer);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailureIsAReferenceAndNothingElse(boolean json) throws IOException, InterruptedException {
        int statement = harness.createStatement(WireHarness.ANA, "c");
        for (String sql : List.of("FAIL", "WRONG")) {
            HttpResponse<byte[]> response = harness.post(
                    WireHarness.ANA,
                    WireHarness.bytes(new Service.PrepareAndExecuteRequest("c", statement, sql, -1), json));
            assertEquals(500, response.statusCode());
            Answers.assertClean(response, harness);
            Service.ErrorResponse error =
                    assertInstanceOf(Service.ErrorResponse.class, WireHarness.parse(response.body(), json));
            assertEquals("XX000", error.sqlState);
            assertEquals(1901, error.errorCode);
            assertTrue(
                    error.errorMessage.matches("the query could not be completed \\(reference [0-9a-f]{8}\\)"),
                    error.errorMessage);
            assertTrue(error.exceptions == null || error.exceptions.isEmpty());
            assertEquals(null, error.rpcMetadata);
        }
        assertEquals(0, harness.statements.openStreams.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRefusalKeepsItsWords(boolean json) throws IOException, InterruptedException {
        int statement = harness.createStatement(WireHarness.ANA, "c");
        for (Service.Request request : List.of(
                new Service.PrepareAndExecuteRequest("c", statement, "REFUSE", -1),
                new Service.PrepareRequest("c", "REFUSE", -1))) {
            Service.ErrorResponse error =
                    assertInstanceOf(Service.ErrorResponse.class, harness.call(WireHarness.ANA, request, json));
            assertEquals("[some-rule] refused for a reason", error.errorMessage);
            assertEquals("42501", error.sqlState);
            assertEquals(1001, error.errorCode);
        }
    }

    @Test
    void aRequestSentTwiceRunsOnce() throws IOException, InterruptedException {
        int statement = harness.createStatement(WireHarness.ANA, "c");
        byte[] body = WireHarness.bytes(new Service.PrepareAndExecuteRequest("c", statement, "ROWS 1", -1), false);
        HttpRequest.Builder request = harness.request(WireHarness.ANA)
                .header(Replays.REQUEST_ID, "7d0f")
                .POST(BodyPublishers.ofByteArray(body));
        assertEquals(200, harness.send(request).statusCode());
        int runs = harness.statements.runs.get();
        HttpResponse<byte[]> again = harness.send(request);
        assertEquals(500, again.statusCode());
        assertEquals(runs, harness.statements.runs.get());
        assertArrayEquals(new String[] {"this request was received before and is not run a second time"}, new String[] {
            ((Service.ErrorResponse) WireHarness.parse(again.body(), false)).errorMessage
        });
    }
}
