package io.cleanroom.server.wire;

import io.cleanroom.server.query.Statements;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves Avatica's protocol over HTTP or HTTPS. There is a thread for every network connection that may exist, so that a
 * request to cancel is never behind the statements it is to cancel.
 */
public final class WireServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WireServer.class);
    private static final int THREADS_BESIDES_CONNECTIONS = 16;
    private static final long LAST_ANSWERS_MILLIS = 3000;
    /** So long a busy machine may take from the end of a statement to its answer. */
    private static final long IDLE_WHEN_STOPPING_MILLIS = 1000;

    private static final int HEADER_BYTES = 16 * 1024;

    private final WireSettings settings;
    private final Sessions sessions;
    private final HttpEntry entry;
    private final Server jetty;
    private final ServerConnector connector;
    private @Nullable ScheduledFuture<?> sweep;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cleanroom-expiry");
        thread.setDaemon(true);
        return thread;
    });

    public WireServer(WireSettings settings, Statements statements, Authentication authentication) {
        this.settings = settings;
        this.sessions = new Sessions(settings.connectionsPerUser());
        this.entry = new HttpEntry(settings, statements, authentication, sessions);
        QueuedThreadPool threads = new QueuedThreadPool(settings.httpConnections() + THREADS_BESIDES_CONNECTIONS, 8);
        threads.setName("cleanroom-http");
        this.jetty = new Server(threads);
        this.connector = connector();
        jetty.addConnector(connector);
        jetty.addBean(new NetworkConnectionLimit(settings.httpConnections(), connector));
        jetty.setErrorHandler(new PlainErrors());
        jetty.setHandler(new GracefulHandler(entry));
        jetty.setStopTimeout(LAST_ANSWERS_MILLIS);
    }

    private ServerConnector connector() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        ConnectionFactory plain = new HttpConnectionFactory(http);
        ServerConnector made = settings.tls()
                .map(tls -> new ServerConnector(
                        jetty, 1, 1, new SslConnectionFactory(sslContext(tls), plain.getProtocol()), plain))
                .orElseGet(() -> new ServerConnector(jetty, 1, 1, plain));
        made.setHost(settings.host());
        made.setPort(settings.port());
        made.setShutdownIdleTimeout(IDLE_WHEN_STOPPING_MILLIS);
        made.setIdleTimeout(settings.networkIdle().toMillis());
        return made;
    }

    private static SslContextFactory.Server sslContext(WireSettings.Tls tls) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStorePath(tls.keystore().toUri().toString());
        ssl.setKeyStorePassword(tls.password());
        ssl.setTrustStorePath(tls.keystore().toUri().toString());
        ssl.setTrustStorePassword(tls.password());
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        ssl.setWantClientAuth(tls.clientAuth() == WireSettings.ClientAuth.WANT);
        ssl.setNeedClientAuth(tls.clientAuth() == WireSettings.ClientAuth.NEED);
        return ssl;
    }

    /** Returns once requests are served; throws, with a reason for the operator, if the address cannot be used. */
    public void start() throws IOException {
        try {
            jetty.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e.getMessage(), e);
        }
        sweep = sweeper.scheduleWithFixedDelay(
                () -> sessions.expire(
                        System.nanoTime(),
                        settings.connectionIdle().toNanos(),
                        settings.resultIdle().toNanos()),
                1,
                1,
                TimeUnit.SECONDS);
    }

    /** The port in use, also if the settings said 0. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Lets running statements finish for the grace period, cancels the others, closes everything. */
    @Override
    public void close() {
        entry.stopAccepting();
        if (sweep != null) {
            sweep.cancel(false);
        }
        sweeper.shutdown();
        long deadline = System.nanoTime() + settings.stopGrace().toNanos();
        try {
            while (sessions.isRunning() && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.close();
        try {
            jetty.stop();
        } catch (Exception e) {
            LOG.warn("stopping the HTTP server: {}", ErrorBoundary.trace(e));
        }
    }
}
