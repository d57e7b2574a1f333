package io.cleanroom.server.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Something between a client and a server, such as a load balancer: passes bytes on until it is told otherwise. */
final class Proxy implements AutoCloseable {
    private final ServerSocket entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean silent;

    Proxy(int target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /** Where connections from now on lead. */
    void leadTo(int port) {
        target = port;
    }

    /** Ends every connection at once. */
    void drop() {
        open.forEach(Proxy::closed);
        open.clear();
    }

    /** Whether bytes disappear, while connections stay open. */
    void silent(boolean now) {
        silent = now;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                open.add(client);
                lead(client);
            } catch (IOException e) {
                // The entry was closed.
                drop();
            }
        }
    }

    private void lead(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(server);
            daemon(() -> pass(client, server));
            daemon(() -> pass(server, client));
        } catch (IOException e) {
            // Nobody listens there: the client's connection ends.
            closed(client);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!silent) {
                    out.write(buffer, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            closed(from);
        }
        closed(to);
    }

    private static void closed(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        drop();
    }
}
