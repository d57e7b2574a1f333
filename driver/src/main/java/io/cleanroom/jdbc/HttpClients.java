package io.cleanroom.jdbc;

import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * One {@link HttpClient} for all connections with the same TLS settings and connect timeout.
 *
 * <p>A client owns threads and its pool of keep-alive connections, so a pool of a hundred JDBC connections must not have a
 * hundred of them. References are weak: a client goes when the last connection using it has gone.
 */
final class HttpClients {
    private static final Map<List<@Nullable Object>, WeakReference<HttpClient>> CLIENTS = new HashMap<>();

    private HttpClients() {}

    static HttpClient forSettings(Settings settings) throws SQLException {
        List<@Nullable Object> key = Arrays.asList(
                settings.tls(),
                settings.truststore(),
                settings.truststorePassword(),
                settings.keystore(),
                settings.keystorePassword(),
                settings.loginTimeout());
        synchronized (CLIENTS) {
            CLIENTS.values().removeIf(reference -> reference.get() == null);
            WeakReference<HttpClient> known = CLIENTS.get(key);
            HttpClient client = known == null ? null : known.get();
            if (client == null) {
                client = build(settings);
                CLIENTS.put(key, new WeakReference<>(client));
            }
            return client;
        }
    }

    private static HttpClient build(Settings settings) throws SQLException {
        Duration connectTimeout = settings.loginTimeout();
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout);
        if (settings.truststore() != null || settings.keystore() != null) {
            builder.sslContext(sslContext(settings));
        }
        return builder.build();
    }

    private static SSLContext sslContext(Settings settings) throws SQLException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(settings.keystore(), settings.keystorePassword()),
                    trustManagers(settings.truststore(), settings.truststorePassword()),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw Errors.of("TLS cannot be set up: " + e.getMessage(), Errors.CANNOT_CONNECT, e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(@Nullable String file, @Nullable String password)
            throws SQLException, GeneralSecurityException {
        if (file == null) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(load("keystore", file, password), characters(password));
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(@Nullable String file, @Nullable String password)
            throws SQLException, GeneralSecurityException {
        if (file == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(load("truststore", file, password));
        return factory.getTrustManagers();
    }

    private static KeyStore load(String name, String file, @Nullable String password) throws SQLException {
        try {
            return KeyStore.getInstance(new File(file), characters(password));
        } catch (IOException | GeneralSecurityException e) {
            throw Errors.of(name + " " + file + " cannot be read: " + e.getMessage(), Errors.CANNOT_CONNECT, e);
        }
    }

    private static char[] characters(@Nullable String password) {
        return password == null ? new char[0] : password.toCharArray();
    }
}
