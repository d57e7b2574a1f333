package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line: one line and an exit status for whatever is wrong. */
class MainTest {
    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... arguments) {
        return Main.run(
                List.of(arguments),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void helpAndVersion() {
        assertEquals(0, run(Map.of(), "--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).startsWith("usage: cleanroom-server"));
        out.reset();
        assertEquals(0, run(Map.of(), "--version"));
        assertEquals("cleanroom-server development\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void badCommandLinesAndSettingsEndWith2AndOneLine() {
        assertEquals(2, run(Map.of(), "--confg", "x"));
        assertEquals(
                "cleanroom-server: the command line must be --config FILE, audit verify FILE..., hash-identifiers ..., attack-test ..., --help or --version. Provided:"
                        + " --confg x\n",
                err.toString(StandardCharsets.UTF_8));
        err.reset();
        assertEquals(2, run(Map.of("CLEANROOM_ENGINE", "oracle")));
        assertEquals(
                "cleanroom-server: engine must be duckdb. Provided value: oracle\n",
                err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void attackTestTellsItsOptions() {
        assertEquals(0, run(Map.of(), "attack-test", "--help"));
        String help = out.toString(StandardCharsets.UTF_8);
        assertTrue(help.startsWith("usage: cleanroom-server attack-test --url URL"), help);
        assertTrue(help.contains("semijoin"), help);
        assertEquals(2, run(Map.of(), "attack-test", "--urll", "x"));
        assertEquals(
                "cleanroom-server: attack-test has no option --urll; it takes --data-root, --minimum, --only, --password-file,"
                        + " --report, --url, --user, each with a value, or --help alone\n",
                err.toString(StandardCharsets.UTF_8));
        err.reset();
        assertEquals(2, run(Map.of(), "attack-test", "--url"));
        assertEquals("cleanroom-server: attack-test: --url needs a value\n", err.toString(StandardCharsets.UTF_8));
        err.reset();
        assertEquals(2, run(Map.of(), "attack-test"));
        assertEquals(
                "cleanroom-server: attack-test needs --url; see attack-test --help\n",
                err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPortInUseEndsWith1AndOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String listen = "127.0.0.1:" + taken.getLocalPort();
            Map<String, String> environment = Map.of(
                    "CLEANROOM_LISTEN",
                    listen,
                    "CLEANROOM_DATA_DIR",
                    folder.resolve("state").toString(),
                    "CLEANROOM_DATA_ROOT",
                    folder.resolve("data").toString());
            assertEquals(1, run(environment));
            assertEquals(
                    "cleanroom-server: cannot listen on " + listen
                            + ": the address is in use, or is none of this machine's\n",
                    err.toString(StandardCharsets.UTF_8));
            assertEquals("", out.toString(StandardCharsets.UTF_8));
        }
    }

    @Test
    void saysWhereItListensAndStopsOnSigterm() throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
        java.environment()
                .putAll(Map.of(
                        "CLEANROOM_LISTEN",
                        "127.0.0.1:0",
                        "CLEANROOM_DATA_DIR",
                        folder.resolve("state").toString(),
                        "CLEANROOM_DATA_ROOT",
                        folder.resolve("data").toString()));
        long started = System.nanoTime();
        Process server = java.redirectError(folder.resolve("stderr").toFile()).start();
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.startsWith("cleanroom listening on http://127.0.0.1:")) {
                line = lines.readLine();
            }
            assertTrue(line != null, Files.readString(folder.resolve("stderr")));
            System.out.println("start to ready: " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) + " ms");
            server.destroy();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS));
            assertEquals(128 + 15, server.exitValue());
        } finally {
            server.destroyForcibly();
        }
    }
}
