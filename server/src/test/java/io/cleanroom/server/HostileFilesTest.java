package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An owner's file is broken, on purpose or not, after a table was made of it: the runner is told one plain thing without any word
 * of the file, the owner what is wrong, and the server goes on.
 */
final class HostileFilesTest {
    private static final int MUTANTS = 150;
    private static final String SECRET = "alice@example.com";
    private static final String QUERY = "SELECT grade, SUM(points) AS s FROM shared GROUP BY grade ORDER BY grade";
    private static final List<String> ANSWER = List.of("A|20", "B|25");

    @TempDir
    Path folder;

    private LiveServer server;
    private Path data;

    @BeforeEach
    void open() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openEmptyRoom();
        data = server.dataRoot().resolve("retailco");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void table(String path, String format) throws SQLException {
        server.run(
                "retailco/rita",
                "",
                "CREATE CONFIGURED TABLE pupils FROM '" + path + "' FORMAT " + format,
                "ALTER CONFIGURED TABLE pupils SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (person),"
                        + " DIMENSION COLUMNS (grade), AGGREGATE COLUMNS (SUM(points)), MINIMUM 5 DISTINCT person)",
                "ASSOCIATE CONFIGURED TABLE pupils WITH COLLABORATION retail_attribution AS shared");
        assertEquals(ANSWER, ask());
    }

    private List<String> ask() throws SQLException {
        return server.query("advertiserco/ana", QUERY);
    }

    private static String csv() {
        StringBuilder text = new StringBuilder("person,grade,points,secret\n");
        for (int i = 0; i < 10; i++) {
            text.append("p")
                    .append(i)
                    .append(i % 2 == 0 ? ",A," : ",B,")
                    .append(i)
                    .append(',');
            text.append(SECRET).append('\n');
        }
        return text.toString();
    }

    private byte[] parquet() throws SQLException, IOException {
        Path file = folder.resolve("pupils.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 'p' || i AS person, CASE WHEN i % 2 = 0 THEN 'A' ELSE 'B' END AS grade,"
                    + " i AS points, '" + SECRET + "' AS secret FROM range(10) AS t(i)) TO '" + file
                    + "' (FORMAT PARQUET)");
        }
        return Files.readAllBytes(file);
    }

    /** The message for the runner; an answer of fewer or other rows is one, too: the file holds what the owner says. */
    private String told() {
        try {
            return "answered " + ask().size();
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(
                    Set.of("55000", "XX000").contains(e.getSQLState())
                            && (message.startsWith("table shared is not ready: SOURCE_")
                                    || message.startsWith("the query could not be completed (query id ")),
                    message);
            return e.getSQLState();
        }
    }

    private List<String> ownerSees() throws SQLException {
        List<String> help =
                server.query("retailco/rita", "SELECT help FROM system.readiness WHERE \"table\" = 'pupils'");
        help.forEach(text -> {
            assertFalse(text.contains(folder.toString()), text);
            assertFalse(text.contains(SECRET), text);
        });
        return help;
    }

    /** Each character of the file is a byte. */
    private record Broken(String file, String help) {}

    @Test
    void csv_brokenAfterTheTableWasMade() throws IOException, SQLException {
        Path file = data.resolve("pupils.csv");
        Files.writeString(file, csv());
        table("pupils.csv", "CSV");
        List<Broken> broken = new ArrayList<>();
        broken.add(new Broken(csv() + "p\u00ff,A,1," + SECRET + "\n", "line 12 is not in UTF-8"));
        broken.add(new Broken(csv() + "p11,A,1\n", "line 12 has 3 values where 4 are expected"));
        broken.add(new Broken(csv() + "p11,A,1,2,3\n", "line 12 has 5 values where 4 are expected"));
        broken.add(new Broken(csv() + "\"p11,A,1,x\n", "line 12 has a quote that does not end, or text after one"));
        broken.add(new Broken(csv() + "p11,A,1," + "x".repeat(3_000_000) + "\n", "line 12 is too long"));
        broken.add(new Broken(
                csv().replace("secret", "Points"), "has two columns \"Points\"; names differ in more than case"));
        broken.add(new Broken(
                csv().replace("secret", "se\0cret"), "the name of column 4 in the first line has a control"));
        broken.add(new Broken(csv().replaceFirst("\n", ",\n"), "column 5 has no name in the first line"));
        broken.add(new Broken("", "is empty"));
        broken.add(new Broken(
                new String(csv().getBytes(StandardCharsets.UTF_16), StandardCharsets.ISO_8859_1),
                "the name of column 1 in the first line"));
        for (Broken each : broken) {
            Files.writeString(file, each.file(), StandardCharsets.ISO_8859_1);
            String told = told();
            assertTrue(Set.of("55000", "XX000").contains(told), each.help() + ": " + told);
            assertTrue(ownerSees().get(0).startsWith("file pupils.csv: " + each.help()), ownerSees()::toString);
        }
        // Bytes that are a value, if an odd one, are read as it.
        Files.writeString(file, csv() + "p\0,A,not a number," + SECRET + "\n");
        assertEquals("answered 2", told());
        Files.writeString(file, csv());
        assertEquals(ANSWER, ask());
        assertEquals(List.of(), ownerSees());
    }

    @Test
    void parquet_mutated() throws IOException, SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("HostileFilesTest: -Dseed=" + seed);
        Random random = new Random(seed);
        byte[] good = parquet();
        Path file = data.resolve("pupils.parquet");
        Files.write(file, good);
        table("pupils.parquet", "PARQUET");
        Set<String> seen = new TreeSet<>();
        for (int i = 0; i < MUTANTS; i++) {
            Files.write(file, mutant(good, random));
            seen.add(told());
            var unused = ownerSees();
        }
        assertTrue(seen.contains("55000"), seen::toString);
        Files.write(file, good);
        assertEquals(ANSWER, ask());
        assertEquals(List.of(), ownerSees());
    }

    /** Some bytes are others, most of them in the description at the end of the file; or the end is missing. */
    private static byte[] mutant(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int footer = bytes.length - 8 - ((bytes[bytes.length - 8] & 255) | (bytes[bytes.length - 7] & 255) << 8);
        int changes = 1 << random.nextInt(5);
        for (int i = 0; i < changes; i++) {
            int from = random.nextInt(3) == 0 ? 0 : footer;
            int[] values = {0, 127, 128, 255, random.nextInt(256)};
            bytes[from + random.nextInt(bytes.length - from)] = (byte) values[random.nextInt(values.length)];
        }
        return random.nextInt(10) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    @Test
    void linksFoldersAndPatterns() throws IOException, SQLException {
        Path file = data.resolve("pupils.csv");
        Files.writeString(file, csv());
        table("pupils.csv", "CSV");
        Path foreign = server.dataRoot().resolve("advertiserco/theirs.csv");
        Files.writeString(foreign, csv());
        Path outside = Files.writeString(folder.resolve("outside.csv"), csv());
        for (Path target : List.of(foreign, outside, Path.of("/dev/zero"), Path.of("pupils.csv"), Path.of("."))) {
            Files.delete(file);
            Files.createSymbolicLink(file, target);
            assertEquals("55000", told(), target.toString());
            assertEquals(1, ownerSees().size(), target.toString());
        }
        Files.delete(file);
        Files.createDirectory(file);
        assertEquals("55000", told());
        Files.delete(file);
        assertEquals("55000", told());
        Files.writeString(file, csv());
        assertEquals(ANSWER, ask());
        for (String path : List.of("../advertiserco/theirs.csv", "{pupils,../advertiserco/theirs}.csv", "/etc/pass*")) {
            SQLException e = assertThrows(
                    SQLException.class,
                    () -> server.run("retailco/rita", "", "CREATE CONFIGURED TABLE x FROM '" + path + "' FORMAT CSV"),
                    path);
            assertEquals("55000", e.getSQLState(), path);
        }
        // One whose name the engine would take for a pattern: it would read oddp.csv twice.
        Files.writeString(data.resolve("odd'{p,q}.csv"), csv());
        server.run("retailco/rita", "", "CREATE CONFIGURED TABLE quoted FROM 'odd*.csv' FORMAT CSV");
        Files.writeString(data.resolve("odd[p].csv"), csv());
        Files.writeString(data.resolve("oddp.csv"), csv());
        SQLException e = assertThrows(
                SQLException.class,
                () -> server.run("retailco/rita", "", "CREATE CONFIGURED TABLE x FROM 'odd*.csv' FORMAT CSV"));
        assertEquals(
                "SOURCE_UNREADABLE: 'odd*.csv': a file or folder has *, ? or [ in its name; rename it", e.getMessage());
    }

    @Test
    void replacedWhileItIsRead() throws IOException, SQLException, InterruptedException {
        Path file = data.resolve("pupils.csv");
        Files.writeString(file, csv());
        table("pupils.csv", "CSV");
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            String[] texts = {csv(), "", csv().repeat(50), csv().substring(0, 40)};
            for (int i = 0; !over.get(); i++) {
                try {
                    Files.writeString(file, texts[i % texts.length]);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        });
        writer.start();
        try {
            for (int i = 0; i < 50; i++) {
                assertFalse(told().isEmpty());
            }
        } finally {
            over.set(true);
            writer.join();
        }
        Files.writeString(file, csv());
        assertEquals(ANSWER, ask());
    }
}
