package io.cleanroom.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with the keystore of the settings, and certificates of clients where they are asked for. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void servesHttpsAndAsksForACertificateIfToldTo() throws Exception {
        Path keystore = folder.resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(List.of(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));
        run(List.of(
                keytool,
                "-exportcert",
                "-alias",
                "server",
                "-file",
                folder.resolve("c.crt").toString(),
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));
        run(List.of(
                keytool,
                "-importcert",
                "-noprompt",
                "-alias",
                "trusted",
                "-file",
                folder.resolve("c.crt").toString(),
                "-keystore",
                keystore.toString(),
                "-storepass",
                PASSWORD));

        assertEquals("ready", health(keystore, WireSettings.ClientAuth.NONE, false));
        assertEquals("ready", health(keystore, WireSettings.ClientAuth.WANT, false));
        assertEquals("ready", health(keystore, WireSettings.ClientAuth.NEED, true));
        assertThrows(IOException.class, () -> health(keystore, WireSettings.ClientAuth.NEED, false));
    }

    private static String health(Path keystore, WireSettings.ClientAuth clientAuth, boolean withCertificate)
            throws IOException, InterruptedException, GeneralSecurityException {
        WireSettings usual = WireSettings.loopback();
        WireSettings settings = new WireSettings(
                usual.host(),
                0,
                Optional.of(new WireSettings.Tls(keystore, PASSWORD, clientAuth)),
                usual.requestBytes(),
                usual.httpConnections(),
                usual.connectionsPerUser(),
                usual.statementsPerConnection(),
                usual.networkIdle(),
                usual.connectionIdle(),
                usual.resultIdle(),
                usual.stopGrace());
        try (WireHarness harness = new WireHarness(settings)) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(context(keystore, withCertificate))
                    .build();
            URI uri = URI.create("https://127.0.0.1:" + harness.server.port() + "/health");
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        }
    }

    private static SSLContext context(Path keystore, boolean withCertificate)
            throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(withCertificate ? own.getKeyManagers() : null, trust.getTrustManagers(), null);
        return context;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.Charset.defaultCharset());
        assertEquals(0, process.waitFor(), output);
    }
}
