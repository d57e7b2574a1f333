package io.cleanroom.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar that people download, alone on its class path. */
@Timeout(60)
class PackagedDriverTest {
    private static final File JAR = new File(System.getProperty("cleanroom.jar", "target/cleanroom-jdbc.jar"));
    private static final long TWELVE_MEGABYTES = 12L * 1024 * 1024;

    @Test
    void holds_no_class_outside_our_package_and_no_stray_files() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            List<String> names = jar.stream().map(e -> e.getName()).collect(Collectors.toList());
            List<String> strays = names.stream()
                    .filter(n -> !n.endsWith("/"))
                    .filter(n -> !n.startsWith("io/cleanroom/jdbc/"))
                    .filter(n -> !n.startsWith("META-INF/licenses/"))
                    .filter(n -> !List.of("META-INF/MANIFEST.MF", "META-INF/LICENSE", "META-INF/NOTICE")
                            .contains(n))
                    .filter(n -> !n.startsWith("META-INF/services/"))
                    .filter(n -> !n.startsWith("META-INF/maven/io.cleanroom/"))
                    .collect(Collectors.toList());
            assertEquals(List.of(), strays);
            assertTrue(names.contains("META-INF/LICENSE"));
            assertTrue(names.contains("META-INF/NOTICE"));
            assertEquals(
                    List.of("META-INF/licenses/protobuf-BSD-3-Clause.txt", "META-INF/licenses/slf4j-MIT.txt"),
                    names.stream()
                            .filter(n -> n.startsWith("META-INF/licenses/") && !n.endsWith("/"))
                            .sorted()
                            .collect(Collectors.toList()));
            assertEquals(
                    "io.cleanroom.jdbc.CleanroomDriver",
                    new String(
                                    jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver"))
                                            .readAllBytes(),
                                    StandardCharsets.UTF_8)
                            .strip());
        }
        assertTrue(JAR.length() < TWELVE_MEGABYTES, "bytes: " + JAR.length());
    }

    /** Java 24 and later warn on the console of whoever touches it. */
    @Test
    void has_no_class_that_uses_unsafe_memory() throws IOException {
        Pattern use = Pattern.compile("(?<!io/cleanroom/jdbc/shaded/)sun/misc/Unsafe");
        List<String> users = new ArrayList<>();
        try (JarFile jar = new JarFile(JAR)) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                if (use.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find()) {
                    users.add(entry.getName());
                }
            }
        }
        assertEquals(List.of(), users);
    }

    @Test
    void works_alone_and_says_nothing_on_the_console() throws Exception {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        PrintStream captured = new PrintStream(console, true, StandardCharsets.UTF_8);
        try (FakeServer server = new FakeServer();
                URLClassLoader alone =
                        new URLClassLoader(new URL[] {JAR.toURI().toURL()}, ClassLoader.getPlatformClassLoader())) {
            System.setOut(captured);
            System.setErr(captured);
            useAsAStrangerWould(server, alone);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertEquals("", console.toString(StandardCharsets.UTF_8));
    }

    private static void useAsAStrangerWould(FakeServer server, ClassLoader alone) throws SQLException {
        List<Driver> drivers = new ArrayList<>();
        ServiceLoader.load(Driver.class, alone).stream()
                .map(ServiceLoader.Provider::get)
                .filter(d -> d.getClass().getClassLoader() == alone)
                .forEach(drivers::add);
        assertEquals(1, drivers.size());
        Properties info = new Properties();
        info.setProperty("user", FakeServer.USER);
        info.setProperty("password", FakeServer.PASSWORD);
        try (Connection connection = drivers.get(0).connect(server.url("retail_attribution"), info)) {
            assertNotNull(connection);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("types")) {
                assertTrue(rows.next());
                assertEquals("2026-07-01", rows.getString("day"));
            }
            try (PreparedStatement echo = connection.prepareStatement("echo ?")) {
                echo.setString(1, "x");
                assertTrue(echo.executeQuery().next());
            }
            SQLException refused = assertThrows(
                    SQLException.class, () -> connection.createStatement().execute("fail 42501 1001 no"));
            assertEquals(SQLSyntaxErrorException.class, refused.getClass());
            assertEquals("no", refused.getMessage());
            try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
                assertTrue(tables.next());
            }
        }
    }

    /** As on the module path, where the driver is an automatic module and nothing asks for Java's HTTP client. */
    @Test
    void says_which_module_is_missing() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.sql",
                        "-cp",
                        JAR.getAbsolutePath() + File.pathSeparator + testClasses(),
                        Connecting.class.getName())
                .redirectErrorStream(true)
                .start();
        assertEquals(
                "08001 module java.net.http is missing: add \"requires java.net.http\" to the program's module, or start"
                        + " Java with --add-modules java.net.http",
                new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    }

    private static Path testClasses() throws URISyntaxException {
        return Path.of(PackagedDriverTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    /** A program of its own. */
    static final class Connecting {
        private Connecting() {}

        public static void main(String[] arguments) {
            try {
                DriverManager.getConnection("jdbc:cleanroom://localhost:1/", "advertiserco/ana", "x")
                        .close();
            } catch (SQLException e) {
                System.out.println(e.getSQLState() + " " + e.getMessage());
            }
        }
    }
}
