package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.hashing.Hasher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool as a member runs it, on files. */
final class HashIdentifiersTest {
    /** {@code hashlib.sha256(b"alice@example.com").hexdigest()}. */
    private static final String ALICE = "ff8d9819fc0e12bf0d24892e45987e249a28dce836a85cad60e28eaaa8c6d976";

    @TempDir
    Path folder;

    private String errors = "";
    private String output = "";

    private int run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                List.of(arguments),
                Map.of(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        errors = err.toString(StandardCharsets.UTF_8);
        output = out.toString(StandardCharsets.UTF_8);
        return status;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String sha256(String text) {
        return new Hasher(Optional.empty()).hash(text);
    }

    @Test
    void addressesInEverySpellingHaveOneHash() throws IOException {
        Path in = file(
                "in.csv",
                "id,email,amount\n1,alice@example.com,007\n2,\" Alice@Example.COM \",1.50\n3,,x\n4,no address,y\n5,a@b@c,z\n");
        Path out = folder.resolve("out.csv");
        assertEquals(0, run("hash-identifiers", in.toString(), out.toString(), "--email", "email"), () -> errors);
        assertEquals(
                List.of("id,hashed_email,amount", "1," + ALICE + ",007", "2," + ALICE + ",1.50", "3,,x"),
                Files.readAllLines(out));
        assertEquals(
                List.of(
                        "id,email,amount,reject_reason",
                        "4,no address,y,email: not an e-mail address",
                        "5,a@b@c,z,email: not an e-mail address"),
                Files.readAllLines(folder.resolve("out.csv.rejects.csv")));
        assertTrue(output.startsWith("3 rows written to "), output);
        assertTrue(output.contains("2 rejected"), output);
        assertTrue(errors.contains("100% 5 of 5 rows"), errors);
        assertFalse(errors.contains("no address"), errors);
        try (var files = Files.list(folder)) {
            assertEquals(3, files.count(), "nothing is left behind");
        }
    }

    @Test
    void phoneNumbersAreHashedInE164() throws IOException {
        Path in = file("in.csv", "phone\n+1 415-555-2671\n(415) 555-2671\n+49 30 901820\n12\n");
        Path out = folder.resolve("out.csv");
        assertEquals(
                0,
                run("hash-identifiers", in.toString(), out.toString(), "--phone", "phone:p", "--region", "us"),
                () -> errors);
        assertEquals(
                List.of("p", sha256("+14155552671"), sha256("+14155552671"), sha256("+4930901820")),
                Files.readAllLines(out));
        assertEquals(
                2, Files.readAllLines(folder.resolve("out.csv.rejects.csv")).size());
    }

    @Test
    void aKeyMakesItAnHmac() throws IOException {
        Path in = file("in.csv", "email\nalice@example.com\n");
        Path key = file("key", "0123456789abcdef0123456789abcdef\n");
        Path out = folder.resolve("out.csv");
        assertEquals(
                0,
                run(
                        "hash-identifiers",
                        in.toString(),
                        out.toString(),
                        "--email",
                        "email",
                        "--key-file",
                        key.toString()),
                () -> errors);
        String expected = new Hasher(Optional.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8)))
                .hash("alice@example.com");
        assertEquals(List.of("hashed_email", expected), Files.readAllLines(out));
        assertFalse(expected.equals(ALICE));
        Path weak = file("weak", "short\n");
        assertEquals(
                2,
                run(
                        "hash-identifiers",
                        in.toString(),
                        folder.resolve("other.csv").toString(),
                        "--email",
                        "email",
                        "--key-file",
                        weak.toString()));
    }

    @Test
    void parquetKeepsItsTypesAndItsOrder() throws SQLException {
        Path in = folder.resolve("in.parquet");
        Path out = folder.resolve("out.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT n AS id, 'User' || n || '@Example.com ' AS email, [n, n] AS list,"
                    + " CAST(n AS DECIMAL(9, 2)) AS amount FROM range(300000) t(n)) TO '" + in + "' (FORMAT PARQUET)");
            assertEquals(
                    0,
                    run("hash-identifiers", in.toString(), out.toString(), "--email", "email:hashed_email"),
                    () -> errors);
            try (ResultSet rows =
                    statement.executeQuery("SELECT COUNT(*), SUM(CASE WHEN hashed_email = sha256('user' || id"
                            + " || '@example.com') AND list = [id, id] AND id = file_row_number THEN 1 ELSE 0 END),"
                            + " any_value(typeof(amount)) FROM read_parquet('" + out + "', file_row_number = true)")) {
                rows.next();
                assertEquals(300_000, rows.getLong(1));
                assertEquals(300_000, rows.getLong(2));
                assertEquals("DECIMAL(9,2)", rows.getString(3));
            }
        }
    }

    @Test
    void brokenLinesAreRejectsToo() throws IOException {
        Path in =
                file("in.csv", "id,email\n1,alice@example.com\n2,b@example.com,too,many\n3,nobody\n4,d@example.com\n");
        Path out = folder.resolve("out.csv");
        assertEquals(0, run("hash-identifiers", in.toString(), out.toString(), "--email", "email"), () -> errors);
        assertEquals(List.of("id,hashed_email", "1," + ALICE, "4," + sha256("d@example.com")), Files.readAllLines(out));
        String rejects = Files.readString(folder.resolve("out.csv.rejects.csv"));
        assertTrue(rejects.contains("too,many"), rejects);
        assertTrue(rejects.contains("3,nobody"), rejects);
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Path in = file("in.csv", "id,email\n1,alice@example.com\n");
        String out = folder.resolve("out.csv").toString();
        assertEquals(2, run("hash-identifiers", in.toString(), out));
        assertEquals(2, run("hash-identifiers", in.toString(), out, "--email", "mail"));
        assertTrue(errors.contains("one of the columns id, email"), errors);
        assertEquals(2, run("hash-identifiers", in.toString(), out, "--phone", "id", "--region", "XX"));
        assertEquals(2, run("hash-identifiers", folder.resolve("none.csv").toString(), out, "--email", "email"));
        assertEquals(2, run("hash-identifiers", in.toString(), in.toString(), "--email", "email"));
        assertTrue(errors.contains("does not exist yet"), errors);
        assertEquals(0, run("hash-identifiers", "--help"));
        assertTrue(output.contains("--key-file"), output);
    }
}
