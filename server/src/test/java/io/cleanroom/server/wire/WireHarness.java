package io.cleanroom.server.wire;

import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.collaboration.Role;
import io.cleanroom.server.collaboration.UserName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.remote.JsonService;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/** A server with fake statements on a free port, two users, and the means to send it any bytes. */
final class WireHarness implements AutoCloseable {
    static final String ANA = "advertiserco/ana";
    static final String RITA = "retailco/rita";
    static final String ANAS_TOKEN = "ana's token";
    private static final Map<String, String> PASSWORDS = Map.of(ANA, "pässword:1", RITA, "rita's");
    private static final ProtobufTranslationImpl PROTOBUF = new ProtobufTranslationImpl();

    final FakeStatements statements = new FakeStatements();
    final WireServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    WireHarness() throws IOException {
        this(WireSettings.loopback());
    }

    WireHarness(WireSettings settings) throws IOException {
        server = new WireServer(settings, statements, new KnownUsers());
        server.start();
    }

    private static final class KnownUsers implements Authentication {
        @Override
        public Optional<Principal> authenticate(String user, String password) {
            return password.equals(PASSWORDS.get(user))
                    ? Optional.of(new Principal(UserName.parse(user), Set.of(Role.ANALYST)))
                    : Optional.empty();
        }

        @Override
        public Optional<Principal> authenticate(String token) {
            return token.equals(ANAS_TOKEN)
                    ? Optional.of(new Principal(UserName.parse(ANA), Set.of(Role.ANALYST), true))
                    : Optional.empty();
        }
    }

    static String password(String user) {
        return PASSWORDS.getOrDefault(user, "");
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder request(String user) {
        return HttpRequest.newBuilder(uri("/")).header("Authorization", basic(user, password(user)));
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> post(String user, byte[] body) throws IOException, InterruptedException {
        return send(request(user).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    static byte[] bytes(Service.Request request, boolean json) throws IOException {
        if (json && request instanceof Service.SyncResultsRequest sync) {
            // Avatica cannot write this one: a getter of the state asserts.
            return ("{\"request\":\"syncResults\",\"connectionId\":\"" + sync.connectionId + "\",\"statementId\":"
                            + sync.statementId + ",\"state\":{\"type\":\"SQL\",\"sql\":\"ROWS 3\"},\"offset\":0}")
                    .getBytes(StandardCharsets.UTF_8);
        }
        return json ? JsonService.MAPPER.writeValueAsBytes(request) : PROTOBUF.serializeRequest(request);
    }

    static Service.Response parse(byte[] body, boolean json) throws IOException {
        return json ? JsonService.MAPPER.readValue(body, Service.Response.class) : PROTOBUF.parseResponse(body);
    }

    Service.Response call(String user, Service.Request request, boolean json) throws IOException, InterruptedException {
        return parse(post(user, bytes(request, json)).body(), json);
    }

    /** Opens a connection with one statement; answers with the statement's number. */
    int open(String user, String connectionId, Map<String, String> info) throws IOException, InterruptedException {
        Service.Response opened = call(user, new Service.OpenConnectionRequest(connectionId, info), false);
        if (!(opened instanceof Service.OpenConnectionResponse)) {
            throw new AssertionError(opened.toString());
        }
        return createStatement(user, connectionId);
    }

    int createStatement(String user, String connectionId) throws IOException, InterruptedException {
        return ((Service.CreateStatementResponse) call(user, new Service.CreateStatementRequest(connectionId), false))
                .statementId;
    }

    @Override
    public void close() {
        server.close();
    }
}
