package io.cleanroom.server.wire;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the server is reached, and how much of it one user may hold.
 *
 * @param port 0: any free one
 * @param tls empty: plaintext
 * @param requestBytes larger requests are answered with 413
 * @param httpConnections further ones wait to be accepted
 * @param connectionsPerUser JDBC connections that a user may have open
 * @param statementsPerConnection statements that a connection may have open
 * @param networkIdle after so long without a byte between requests a network connection is closed
 * @param connectionIdle after so long without a call a JDBC connection is closed
 * @param resultIdle after so long without a fetch the rows left of a result are dropped
 * @param stopGrace how long running statements may take to finish when the server stops
 */
public record WireSettings(
        String host,
        int port,
        Optional<Tls> tls,
        int requestBytes,
        int httpConnections,
        int connectionsPerUser,
        int statementsPerConnection,
        Duration networkIdle,
        Duration connectionIdle,
        Duration resultIdle,
        Duration stopGrace) {

    /** Whether clients must show a certificate that the keystore's trusted entries vouch for. */
    public enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    /** A PKCS12 or JKS keystore with the server's key and, for client certificates, the trusted authorities. */
    public record Tls(Path keystore, String password, ClientAuth clientAuth) {
        @Override
        public String toString() {
            return "Tls[keystore=" + keystore + ", clientAuth=" + clientAuth + "]";
        }
    }

    /** Plaintext on a free port of the loopback address, with the usual limits. */
    public static WireSettings loopback() {
        return new WireSettings(
                "127.0.0.1",
                0,
                Optional.empty(),
                1 << 20,
                1000,
                100,
                1000,
                Duration.ofSeconds(60),
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(5));
    }
}
