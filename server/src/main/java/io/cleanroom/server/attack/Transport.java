package io.cleanroom.server.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Sends any bytes to the server and keeps every byte of the answer: the driver is too well-behaved for that. */
final class Transport {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final HttpClient http;

    Transport(ServerUrl url) {
        this.server = url.http();
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        if ("https".equals(server.getScheme())) {
            builder.sslContext(tls(url));
        }
        this.http = builder.build();
    }

    /** POSTs a message of the protocol, in JSON, with this user's credentials. */
    Reply post(String path, String user, String password, String json) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + credentials)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            return Reply.of(answer(request));
        } catch (IOException e) {
            String hint = "https".equals(server.getScheme())
                    ? "is its certificate one of --url's truststore, or signed by one that Java trusts?"
                    : "if it speaks TLS, --url needs tls=verify";
            throw new AttackFailure(
                    "the server at " + server + " does not answer; " + hint + " (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AttackFailure("interrupted", e);
        }
    }

    /** Sent a second time if the network connection was gone: a server may close one after a request that is no HTTP. */
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static SSLContext tls(ServerUrl url) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(url), trust(url), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AttackFailure("truststore or keystore of --url cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyManager @Nullable [] keys(ServerUrl url) throws GeneralSecurityException, IOException {
        String file = url.properties().get("keystore");
        if (file == null) {
            return null;
        }
        char[] password = url.properties().getOrDefault("keystore_password", "").toCharArray();
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load(file, password), password);
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trust(ServerUrl url) throws GeneralSecurityException, IOException {
        String file = url.properties().get("truststore");
        if (file == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load(
                file, url.properties().getOrDefault("truststore_password", "").toCharArray()));
        return factory.getTrustManagers();
    }

    private static KeyStore load(String file, char[] password) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            store.load(in, password);
        }
        return store;
    }
}
