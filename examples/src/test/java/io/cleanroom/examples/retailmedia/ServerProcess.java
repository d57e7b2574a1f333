package io.cleanroom.examples.retailmedia;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The server's distribution, started as an operator would start it, on a free port of this machine. */
final class ServerProcess implements AutoCloseable {
    static final String OPERATOR_PASSWORD = "operator-demo-password";

    private static final Path COMMAND = Path.of("../server/target/cleanroom-server/bin/cleanroom-server");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String READY = "cleanroom listening on ";

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a server and returns at once.
     *
     * @param dataDir the server's own state
     * @param port 0 for any free one
     */
    static ServerProcess start(Path dataDir, Path dataRoot, int port) throws IOException {
        if (!Files.isExecutable(COMMAND)) {
            throw new IllegalStateException(
                    COMMAND.toAbsolutePath().normalize() + " is missing: run mvn verify at the root");
        }
        Path files = Files.createTempDirectory(Files.createDirectories(Path.of("target/servers")), "server");
        Path password = Files.writeString(files.resolve("operator-password"), OPERATOR_PASSWORD + "\n");
        Path config = Files.writeString(
                files.resolve("cleanroom.yaml"),
                "listen: 127.0.0.1:" + port + "\ndata_dir: " + dataDir.toAbsolutePath() + "\ndata_root: "
                        + dataRoot.toAbsolutePath() + "\noperator_password_file: " + password.toAbsolutePath() + "\n");
        Path log = files.resolve("server.log");
        Process process = new ProcessBuilder(COMMAND.toString(), "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServerProcess(process, log);
    }

    /** Waits until it is ready; the host and port that it printed. */
    String address() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> line =
                    output().lines().filter(l -> l.startsWith(READY)).findFirst();
            if (line.isPresent()) {
                return line.get().replaceFirst(".*://", "").strip();
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("the server did not start: " + output());
    }

    /** Waits until it has ended by itself. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server is still running");
        }
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(log);
    }

    /** As {@code kill} does, and waits; the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitStatus();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
