package io.cleanroom.examples.reading;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/**
 * Stands before a Cleanroom server and answers fetches of Arrow with what the server said when it was first asked for the same rows:
 * this driver with a server that has its batches in memory, as one of the Flight SQL servers has. All else is passed on.
 */
public final class Replay {
    private static final Set<String> OF_THE_CONNECTION = Set.of("connection", "content-length", "host", "date");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final Map<Long, HttpResponse<byte[]>> answers = new ConcurrentHashMap<>();

    private Replay(String address) {
        server = URI.create("http://" + address + "/");
    }

    /** The only argument is the server's address. Prints its port and serves until it is killed. */
    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", new Replay(args[0])::handle);
        http.setExecutor(Executors.newCachedThreadPool());
        http.start();
        System.out.println("port " + http.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] message = exchange.getRequestBody().readAllBytes();
        HttpResponse<byte[]> answer = isForArrow(exchange)
                ? answers.computeIfAbsent(offset(message), offset -> pass(exchange, message))
                : pass(exchange, message);
        answer.headers().map().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    private static boolean isForArrow(HttpExchange exchange) {
        return exchange.getRequestHeaders().getOrDefault("Accept", List.of()).stream()
                .anyMatch(value -> value.contains("arrow"));
    }

    private static long offset(byte[] message) {
        try {
            return ((Service.FetchRequest) new ProtobufTranslationImpl().parseRequest(message)).offset;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] message) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server).POST(HttpRequest.BodyPublishers.ofByteArray(message));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
