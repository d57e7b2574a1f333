package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class TlsTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static File localhost;
    private static File elsewhere;

    @BeforeAll
    static void makeKeys() throws Exception {
        localhost = key("localhost.p12", "dns:localhost");
        elsewhere = key("elsewhere.p12", "dns:elsewhere.example");
    }

    private static File key(String name, String subject) throws Exception {
        File file = folder.resolve(name).toFile();
        Process keytool = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/keytool",
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=" + subject,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.getPath())
                .inheritIO()
                .start();
        assertEquals(0, keytool.waitFor());
        return file;
    }

    private static FakeServer server(File keystore, boolean clientCertificate) throws Exception {
        KeyStore keys = KeyStore.getInstance(keystore, STORE_PASSWORD);
        KeyManagerFactory mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        mine.init(keys, STORE_PASSWORD);
        TrustManagerFactory theirs = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        theirs.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(mine.getKeyManagers(), theirs.getTrustManagers(), null);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setNeedClientAuth(clientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        return new FakeServer(https);
    }

    private static Connection connect(FakeServer server, File... stores) throws SQLException {
        Properties info = new Properties();
        info.setProperty("user", FakeServer.USER);
        info.setProperty("password", FakeServer.PASSWORD);
        info.setProperty("tls", "verify");
        if (stores.length > 0) {
            info.setProperty("truststore", stores[0].getPath());
            info.setProperty("truststore_password", "changeit");
        }
        if (stores.length > 1) {
            info.setProperty("keystore", stores[1].getPath());
            info.setProperty("keystore_password", "changeit");
        }
        return DriverManager.getConnection(server.url(""), info);
    }

    @Test
    void trusts_only_what_the_truststore_has() throws Exception {
        try (FakeServer server = server(localhost, false)) {
            try (Connection connection = connect(server, localhost)) {
                assertTrue(connection.isValid(10));
            }
            SQLException untrusted = assertThrows(SQLException.class, () -> connect(server));
            assertEquals("08001", untrusted.getSQLState());
            assertTrue(
                    String.valueOf(untrusted.getMessage())
                            .contains(
                                    ": TLS: nobody who is trusted has signed the server's certificate; property truststore"),
                    untrusted.getMessage());
            assertEquals(
                    "08001",
                    assertThrows(SQLException.class, () -> connect(server, elsewhere))
                            .getSQLState());
        }
    }

    @Test
    void says_what_is_wrong_with_a_certificate() {
        assertEquals(
                "TLS: the server's certificate has expired (NotAfter: yesterday)",
                Unreachable.why(failed(new CertificateExpiredException("NotAfter: yesterday"))));
        assertEquals(
                "TLS: the server's certificate is not valid yet (NotBefore: tomorrow)",
                Unreachable.why(failed(new CertificateNotYetValidException("NotBefore: tomorrow"))));
        assertEquals("TLS: handshake", Unreachable.why(failed(new IllegalStateException("another"))));
    }

    private static SSLException failed(Exception cause) {
        return (SSLException) new SSLHandshakeException("handshake").initCause(new CertPathValidatorException(cause));
    }

    @Test
    void checks_the_host_name() throws Exception {
        try (FakeServer server = server(elsewhere, false)) {
            SQLException refused = assertThrows(SQLException.class, () -> connect(server, elsewhere));
            assertEquals("08001", refused.getSQLState());
            assertTrue(String.valueOf(refused.getMessage()).contains("localhost"), refused.getMessage());
            assertTrue(server.calls.isEmpty());
        }
    }

    /** Which has a network connection of its own. */
    @Test
    void fetches_from_nobody_else_either() throws Exception {
        try (FakeServer honest = server(localhost, false);
                FakeServer other = server(elsewhere, false)) {
            for (File trusted : new File[] {localhost, elsewhere}) {
                HttpClient client = HttpClients.forSettings(Settings.of(
                        DriverUrl.parse(honest.url("?tls=verify&truststore_password=changeit&truststore=" + trusted)),
                        new Properties()));
                for (FakeServer server : new FakeServer[] {honest, other}) {
                    URI endpoint = URI.create("https://localhost:" + server.port() + "/");
                    try (FetchLine line = new FetchLine(client, endpoint)) {
                        CompletableFuture<Answer> answer = line.post(new byte[0], Map.of(), null);
                        if (trusted.equals(localhost) && server.equals(honest)) {
                            assertEquals(401, answer.get(30, TimeUnit.SECONDS).status);
                        } else {
                            Throwable cause = assertThrows(
                                            ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS))
                                    .getCause();
                            assertTrue(cause instanceof SSLException, String.valueOf(cause));
                        }
                    }
                }
            }
        }
    }

    @Test
    void shows_its_certificate_where_one_is_needed() throws Exception {
        try (FakeServer server = server(localhost, true)) {
            try (Connection connection = connect(server, localhost, localhost)) {
                assertTrue(connection.isValid(10));
                try (ResultSet rows = connection.createStatement().executeQuery("rows 12000")) {
                    for (int n = 0; n < 12_000; n++) {
                        assertTrue(rows.next());
                    }
                    assertFalse(rows.next());
                }
            }
            assertEquals(
                    "08001",
                    assertThrows(SQLException.class, () -> connect(server, localhost))
                            .getSQLState());
        }
    }

    @Test
    void a_wrong_store_password_is_08001() throws Exception {
        try (FakeServer server = server(localhost, false)) {
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(
                            server.url("?tls=verify&truststore_password=x&truststore=") + localhost.getPath()));
            assertEquals("08001", refused.getSQLState());
            assertTrue(String.valueOf(refused.getMessage()).startsWith("truststore "), refused.getMessage());
        }
    }
}
