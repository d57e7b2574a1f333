package io.cleanroom.server;

import io.cleanroom.server.query.Statements;
import io.cleanroom.server.wire.Authentication;
import io.cleanroom.server.wire.WireServer;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server, in its own process or inside a test: {@code listen} with port 0 takes a free one. The services are
 * made by whoever starts it; what is handed over in {@code toClose} is closed with the server, in that order.
 */
public final class CleanroomServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CleanroomServer.class);

    private final ServerConfig config;
    private final WireServer wire;
    private final List<AutoCloseable> toClose;

    public CleanroomServer(
            ServerConfig config, Statements statements, Authentication authentication, List<AutoCloseable> toClose) {
        this.config = config;
        this.wire = new WireServer(config.wire(), statements, authentication);
        this.toClose = List.copyOf(toClose);
    }

    /** Returns once clients are served; throws with one line for the operator if the address cannot be used. */
    public void start() throws IOException {
        wire.start();
    }

    /** The port in use. */
    public int port() {
        return wire.port();
    }

    /** For example {@code https://cleanroom.example.com:8765}. */
    public String url() {
        String host = config.host().indexOf(':') >= 0 ? "[" + config.host() + "]" : config.host();
        return (config.tls().isPresent() ? "https://" : "http://") + host + ":" + port();
    }

    /** Lets statements finish for a moment, cancels the others, then closes the services. */
    @Override
    public void close() {
        wire.close();
        for (AutoCloseable service : toClose) {
            try {
                service.close();
            } catch (Exception e) {
                LOG.warn(
                        "stopping: {} from {}",
                        e.getClass().getName(),
                        service.getClass().getName());
            }
        }
    }
}
