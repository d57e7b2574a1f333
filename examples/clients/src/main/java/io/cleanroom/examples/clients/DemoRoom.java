package io.cleanroom.examples.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The clean room of {@code examples/retail-media/run.sh --serve}, seen by AdvertiserCo's analyst. If the system property
 * {@code cleanroom.url} is set, that server is taken; else one is started and stopped with this virtual machine.
 */
public final class DemoRoom {
    public static final String DRIVER = "io.cleanroom.jdbc.CleanroomDriver";
    public static final String SCHEMA = "retail_attribution";
    public static final String USER = "advertiserco/ana";
    public static final String PASSWORD = "ana-demo-password";

    private static final Path SCRIPT = Path.of("../retail-media/run.sh");
    private static final int PATIENCE_SECONDS = 240;
    private static final String URL_LINE = "URL ";
    private static @Nullable String url;

    private DemoRoom() {}

    /** The JDBC URL with the collaboration, without user and password. */
    public static synchronized String url() {
        if (url == null) {
            String given = System.getProperty("cleanroom.url");
            url = given == null ? start() : given;
        }
        return url;
    }

    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, PASSWORD);
    }

    private static String start() {
        try {
            Path log = Files.createDirectories(Path.of("target")).resolve("demo-room.log");
            Process process = new ProcessBuilder(SCRIPT.toString(), "--serve", "--port", "0")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
            return await(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String await(Process process, Path log) throws IOException, InterruptedException {
        for (int i = 0; i < 5 * PATIENCE_SECONDS; i++) {
            var line = Files.readString(log)
                    .lines()
                    .filter(l -> l.startsWith(URL_LINE))
                    .findFirst();
            if (line.isPresent()) {
                return line.get().substring(URL_LINE.length()).strip();
            }
            if (process.waitFor(200, TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        stop(process);
        throw new IllegalStateException("the demo did not start:\n" + Files.readString(log));
    }

    private static void stop(Process process) {
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
