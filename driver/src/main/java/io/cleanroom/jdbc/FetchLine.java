package io.cleanroom.jdbc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The network connection over which the rows of one result are fetched, one answer after the other: a thread that blocks
 * reads megabytes straight into the memory for them. {@link HttpClient}, which does all other calls, hands each 16 KB from
 * one thread to the next, and that took longer than reading the values.
 *
 * <p>One request at a time, from any thread; {@link #close} too, which ends what is under way.
 */
final class FetchLine implements AutoCloseable {
    /** After a longer pause the server may be about to close its side, and a request is never sent twice. */
    private static final long REUSABLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final Executor THREADS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), FetchLine::thread);

    /** What has the TLS settings and the time to connect. */
    private final HttpClient settings;

    private final URI endpoint;
    private @Nullable DefaultBHttpClientConnection connection;
    private long lastUsed;
    private boolean closed;

    FetchLine(HttpClient settings, URI endpoint) {
        this.settings = settings;
        this.endpoint = endpoint;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cleanroom-fetch");
        thread.setDaemon(true);
        // A program that is unloaded must not be held by it.
        thread.setContextClassLoader(null);
        return thread;
    }

    /** Whether no proxy is configured for this server; a line knows none. */
    static boolean reaches(URI endpoint) {
        ProxySelector proxies = ProxySelector.getDefault();
        return proxies == null || List.of(Proxy.NO_PROXY).equals(proxies.select(endpoint));
    }

    /** Posts a message; the answer is received into {@code memory} if that is large enough. */
    CompletableFuture<Answer> post(byte[] message, Map<String, String> headers, byte @Nullable [] memory) {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("POST", endpoint.getRawPath());
        headers.forEach(request::setHeader);
        request.setHeader("Host", endpoint.getRawAuthority());
        request.setHeader("Content-Length", message.length);
        request.setEntity(new ByteArrayEntity(message, null));
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        THREADS.execute(() -> {
            try {
                answer.complete(exchange(request, memory));
            } catch (IOException | HttpException | RuntimeException | Error e) {
                drop();
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Answer exchange(ClassicHttpRequest request, byte @Nullable [] memory) throws IOException, HttpException {
        DefaultBHttpClientConnection line = connection();
        line.sendRequestHeader(request);
        line.sendRequestEntity(request);
        line.flush();
        ClassicHttpResponse response = line.receiveResponseHeader();
        while (response.getCode() < 200) {
            response = line.receiveResponseHeader();
        }
        line.receiveResponseEntity(response);
        HttpEntity entity = response.getEntity();
        Received body = entity == null
                ? Received.of(new byte[0])
                : Received.from(entity.getContent(), entity.getContentLength(), memory);
        synchronized (this) {
            lastUsed = System.nanoTime();
        }
        if (!DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, HttpCoreContext.create())) {
            drop();
        }
        return new Answer(response.getCode(), headers(response), body);
    }

    private static HttpHeaders headers(ClassicHttpResponse response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private DefaultBHttpClientConnection connection() throws IOException {
        DefaultBHttpClientConnection line;
        boolean open;
        synchronized (this) {
            open = connection != null && System.nanoTime() - lastUsed < REUSABLE_NANOS;
            if (!open) {
                drop();
            }
            line = connection == null ? new DefaultBHttpClientConnection(Http1Config.DEFAULT) : connection;
            connection = line;
        }
        if (!open) {
            Socket socket = new Socket(Proxy.NO_PROXY);
            // Known to the line at once, so that it can be closed while it is being connected.
            line.bind(socket);
            checkOpen();
            connect(socket, line);
        }
        checkOpen();
        return line;
    }

    private synchronized void checkOpen() throws IOException {
        if (closed) {
            drop();
            throw new IOException("the result was closed");
        }
    }

    private void connect(Socket socket, DefaultBHttpClientConnection line) throws IOException {
        boolean tls = endpoint.getScheme().equals("https");
        String host = endpoint.getHost();
        int port = endpoint.getPort();
        int limit = (int) Math.min(
                Integer.MAX_VALUE,
                settings.connectTimeout().map(Duration::toMillis).orElse(0L));
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port), limit);
        if (tls) {
            SSLSocket secure =
                    (SSLSocket) settings.sslContext().getSocketFactory().createSocket(socket, host, port, true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setSoTimeout(limit);
            secure.startHandshake();
            secure.setSoTimeout(0);
            line.bind(secure, socket);
        }
    }

    private synchronized void drop() {
        if (connection != null) {
            connection.close(CloseMode.IMMEDIATE);
            connection = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }
}
