package io.cleanroom.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The distribution in a process of its own, on a free port. */
final class ServerUnderTest implements AutoCloseable {
    static final String OPERATOR_PASSWORD = "operator-bench-password";
    private static final String READY = "cleanroom listening on ";

    private final Process process;
    private final String address;
    private final double millisToReady;

    private ServerUnderTest(Process process, String address, double millisToReady) {
        this.process = process;
        this.address = address;
        this.millisToReady = millisToReady;
    }

    /** Returns once the server has said that it is ready. */
    static ServerUnderTest start(Path target, Path state, Path data) throws IOException, InterruptedException {
        Path password = Files.writeString(state.resolve("operator-password"), OPERATOR_PASSWORD + "\n");
        Path config = Files.writeString(
                state.resolve("cleanroom.yaml"),
                "listen: 127.0.0.1:0\ndata_dir: " + state.resolve("data") + "\ndata_root: " + data
                        + "\noperator_password_file: " + password + "\n");
        Path log = state.resolve("server.log");
        Files.deleteIfExists(log);
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        target.resolve("cleanroom-server/bin/cleanroom-server").toString(),
                        "--config",
                        config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (Clock.since(begin) < 60_000 && process.isAlive()) {
            Optional<String> line = Files.readString(log)
                    .lines()
                    .filter(l -> l.startsWith(READY))
                    .findFirst();
            if (line.isPresent()) {
                return new ServerUnderTest(process, line.get().replaceFirst(".*://", ""), Clock.since(begin));
            }
            Thread.sleep(5);
        }
        process.destroyForcibly();
        throw new IllegalStateException("the server did not start: " + Files.readString(log));
    }

    double millisToReady() {
        return millisToReady;
    }

    Connection connect(RetailMedia.User user) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:cleanroom://" + address + "/retail_attribution", user.login(), user.password());
    }

    Connection connectToNone(RetailMedia.User user) throws SQLException {
        return DriverManager.getConnection("jdbc:cleanroom://" + address + "/", user.login(), user.password());
    }

    /** What Linux counts as resident for the process. */
    double residentMegabytes() throws IOException {
        return Files.readString(Path.of("/proc/" + process.pid() + "/status"))
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            System.out.println("the server has ended by itself, status " + process.exitValue());
        }
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
