package io.cleanroom.server.hashing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.LiveServer;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on real files. Every run that fails is followed by a look into the folder: nothing may be left there. */
class HashIdentifiersTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final String ANNA = IdentifierHash.plain().hex("anna@example.com");
    private static final String BOB = IdentifierHash.plain().hex("bob@example.com");

    @TempDir
    private Path folder = Path.of("");

    private String out = "";
    private String err = "";

    /** Words that begin with @ are files of the test's folder. */
    private int run(String... arguments) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int status = HashIdentifiers.run(
                Stream.of(arguments)
                        .map(word ->
                                word.startsWith("@") ? file(word.substring(1)).toString() : word)
                        .toList(),
                new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8),
                false);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return status;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(file(name), text);
    }

    private String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    private void refused(int status, String words, String... arguments) throws IOException {
        List<String> before = names();
        assertEquals(status, run(arguments), err);
        assertTrue(err.startsWith("hash-identifiers: ") && err.contains(words), err);
        assertEquals(1, err.lines().count(), err);
        assertEquals(before, names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void csvKeepsEverythingButTheIdentifiers() throws IOException {
        write("in.csv", "\ufeff" + """
                        id,"email",note,"a ""b""\"
                        1, Anna@Example.com ,"x, y",

                        2,"","two
                        lines",""
                        3,bob@EXAMPLE.com,ü 😀,"5"
                        """.replace("\n", "\r\n"));
        assertEquals(0, run("--in", "@in.csv", "--out", "@out.csv", "--email", "EMAIL"), err);
        assertEquals(
                "id,hashed_email,note,\"a \"\"b\"\"\"\n1," + ANNA + ",\"x, y\",\n2,,\"two\nlines\",\"\"\n3," + BOB
                        + ",ü 😀,\"5\"\n",
                read("out.csv").replace("\r\n", "\n"));
        assertEquals(List.of("in.csv", "out.csv"), names());
        assertTrue(out.contains("read 3 rows, wrote 3 to "), out);
        assertTrue(out.contains("email -> hashed_email: 2 SHA-256, 1 empty, 0 bad"), out);
        assertTrue(err.contains("without --key-file"), err);
    }

    @Test
    void badRowsGoToTheRejectsWithoutTheirValues() throws IOException {
        write("in.csv", """
                mail,mobile,n
                anna@example.com,+14155550123,1
                secret.person,"030
                1",2
                bob@example.com,,3,4
                bob@example.com,,5
                """);
        assertEquals(3, run("--in", "@in.csv", "--out", "@out.csv", "--email", "mail", "--phone", "mobile"), err);
        assertEquals(
                "hashed_email,hashed_phone,n\n" + ANNA + ","
                        + IdentifierHash.plain().hex("+14155550123") + ",1\n" + BOB + ",,5\n",
                read("out.csv"));
        String in = file("in.csv").toString();
        assertEquals(
                "file,row,line,column,reason\n" + in + ",2,3,mail,has no @\n" + in
                        + ",2,3,mobile,\"has other characters than digits, spaces and + - . / ( )\"\n"
                        + in + ",3,5,,the row has 4 values where the header has 3\n",
                read("out.csv.rejects"));
        assertTrue(out.contains("rejected 2 rows, see "), out);
        write("in.csv", "mail\nanna@example.com\n");
        assertEquals(0, run("--in", "@in.csv", "--out", "@out.csv", "--email", "mail", "--overwrite"), err);
        assertFalse(Files.exists(file("out.csv.rejects")), "an older run's rejects are not this run's");
    }

    @Test
    void severalColumnsFilesAndCompression() throws IOException {
        write("a1.tsv", "work\thome\tname\nanna@example.com\tbob@example.com\tA\n");
        write("a2.tsv", "work\thome\tname\n");
        assertEquals(
                0, run("--in", "@a*.tsv", "--out", "@b.tsv.gz", "--email", "work,home=second", "--drop", "NAME"), err);
        assertEquals(
                0, run("--in", "@b.tsv.gz", "--out", "@c.tsv", "--email", "second=x", "--drop", "hashed_work") - 3);
        assertTrue(read("c.tsv.rejects").contains("is a hash already"));
        assertEquals("x\n", read("c.tsv"));
    }

    @Test
    void aKeyMakesOtherHashesAndIsNeverShown() throws IOException {
        write("in.csv", "email\nanna@example.com\n");
        Path key = write("key", KEY + "\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        refused(2, "chmod 600", "--in", "@in.csv", "--out", "@o.csv", "--email", "email", "--key-file", "@key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertEquals(0, run("--in", "@in.csv", "--out", "@o.csv", "--email", "email", "--key-file", "@key"), err);
        String keyed =
                IdentifierHash.keyed(KEY.getBytes(StandardCharsets.US_ASCII)).hex("anna@example.com");
        assertEquals("hashed_email\n" + keyed + "\n", read("o.csv"));
        assertTrue(out.contains("1 HMAC-SHA-256") && out.contains("key check: "), out);
        assertFalse((out + err).contains(KEY), out + err);
        assertEquals("", err);
        Files.writeString(key, "too short");
        refused(2, "32 to 4096 bytes", "--in", "@in.csv", "--out", "@p.csv", "--email", "email", "--key-file", "@key");
        Files.writeString(key, "a".repeat(64));
        refused(2, "again and again", "--in", "@in.csv", "--out", "@p.csv", "--email", "email", "--key-file", "@key");
        refused(2, "is not there", "--in", "@in.csv", "--out", "@p.csv", "--email", "email", "--key-file", "@none");
    }

    @Test
    void identifiersLeaveOnlyOnRequestAndWithAWarning() throws IOException {
        write("in.csv", "email,contact\nanna@example.com,bob@example.com\n");
        assertEquals(0, run("--in", "@in.csv", "--out", "@o.csv", "--email", "email", "--keep-original", "yes"), err);
        assertEquals("email,hashed_email,contact\nanna@example.com," + ANNA + ",bob@example.com\n", read("o.csv"));
        assertTrue(err.contains("holds the identifiers beside their hashes"), err);
        assertTrue(err.contains("column contact still holds what looks like e-mail addresses"), err);
    }

    @Test
    void badCommandsSayWhatWouldBeRight() throws IOException {
        write("in.csv", "email,Name,n\nanna@example.com,x,1\n");
        write("twice.csv", "email,Email\n");
        write("semi.csv", "email;n\n");
        write("empty.csv", "");
        write("there.csv", "x");
        refused(2, "--in FILE is missing", "--out", "@o.csv", "--email", "email");
        refused(2, "there is nothing to hash", "--in", "@in.csv", "--out", "@o.csv");
        refused(2, "unknown option --mail", "--in", "@in.csv", "--out", "@o.csv", "--mail", "email");
        refused(2, "there is no file", "--in", "@no*.csv", "--out", "@o.csv", "--email", "email");
        refused(2, "the header has: email, Name, n", "--in", "@in.csv", "--out", "@o.csv", "--email", "mail");
        refused(2, "give --delimiter", "--in", "@semi.csv", "--out", "@o.csv", "--email", "email");
        refused(2, "has two columns Email", "--in", "@twice.csv", "--out", "@o.csv", "--email", "email");
        refused(2, "would have two columns n", "--in", "@in.csv", "--out", "@o.csv", "--email", "email=N");
        refused(2, "is named twice", "--in", "@in.csv", "--out", "@o.csv", "--email", "email", "--phone", "email");
        refused(2, "is empty", "--in", "@empty.csv", "--out", "@o.csv", "--email", "email");
        refused(2, "there already; give --overwrite", "--in", "@in.csv", "--out", "@there.csv", "--email", "email");
        refused(2, "is one of the inputs", "--in", "@in.csv", "--out", "@in.csv", "--email", "email", "--overwrite");
        refused(2, "has other columns", "--in", "@in.csv", "@semi.csv", "--out", "@o.csv", "--email", "email");
        refused(2, "format of the input", "--in", "@in.csv", "--out", "@o.parquet", "--email", "email");
        refused(2, "such as US or DE", "--in", "@in.csv", "--out", "@o.csv", "--phone", "n", "--region", "Germany");
        refused(
                2,
                "must be one of no, yes",
                "--in",
                "@in.csv",
                "--out",
                "@o.csv",
                "--email",
                "email",
                "--keep-original",
                "maybe");
        refused(2, "no folder", "--in", "@in.csv", "--out", "@none/o.csv", "--email", "email");
        assertEquals(0, run("--help"));
        assertTrue(out.startsWith("usage: cleanroom-server hash-identifiers"), out);
    }

    @Test
    void filesThatCannotBeReadLeaveNothingBehind() throws IOException {
        String rows = "email,n\n" + "anna@example.com,1\nnot an address,2\n".repeat(10_000);
        write("quote.csv", rows + "bob@example.com,\"open\n");
        refused(1, "cannot be told apart into rows", "--in", "@quote.csv", "--out", "@o.csv", "--email", "email");
        Files.write(file("latin.csv"), (rows + "bob@example.com,\u00fc\n").getBytes(StandardCharsets.ISO_8859_1));
        refused(1, "is not in UTF-8", "--in", "@latin.csv", "--out", "@o.csv", "--email", "email");
        Files.write(file("wide.csv"), rows.getBytes(StandardCharsets.UTF_16));
        refused(1, "is in UTF-16", "--in", "@wide.csv", "--out", "@o.csv", "--email", "email");
        write("plain.csv.gz", rows);
        refused(1, "cannot read", "--in", "@plain.csv.gz", "--out", "@o.csv", "--email", "email");
        write("text.parquet", rows);
        refused(1, "cannot read", "--in", "@text.parquet", "--out", "@o.parquet", "--email", "email");
    }

    private List<String> duckdb(String... statements) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql.replace("@", folder + "/"))) {
                    try (ResultSet result = statement.getResultSet()) {
                        rows.addAll(LiveServer.rows(result));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void parquetKeepsTypesValuesAndOrder() throws SQLException, IOException {
        String rest =
                "n, n::UTINYINT AS tiny, n / 7::DECIMAL(30, 10) AS amount, (n || '')::BLOB AS bytes, uuid() AS id,"
                        + " [n, NULL] AS list, {'a': n, 'b': 'x'} AS pair, MAP {'k': n} AS map, DATE '2026-01-01' + n::INTEGER AS day,"
                        + " TIMESTAMP '2026-01-01 00:00:00.123456' + INTERVAL (n) MINUTE AS at,"
                        + " TIMESTAMPTZ '2026-01-01 00:00:00+00' AS instant, TIME '10:00:01' AS clock, n % 2 = 0 AS even,"
                        + " n::FLOAT / 3 AS small, CASE WHEN n % 3 = 0 THEN NULL ELSE 'ü' || n END AS \"c0 \"\"quoted\"\"\"";
        duckdb(
                "COPY (SELECT CASE n % 10 WHEN 0 THEN NULL WHEN 1 THEN ' ' WHEN 2 THEN 'bad' ELSE ' User' || n || CHR(64)"
                        + " || 'Example.com' END AS email, " + rest
                        + " FROM range(200) t(n)) TO '@in.parquet' (ROW_GROUP_SIZE 2048)");
        assertEquals(3, run("--in", "@in.parquet", "--out", "@out.parquet", "--email", "email"), err);
        assertTrue(out.contains("read 200 rows, wrote 180"), out);
        assertTrue(out.contains("email -> hashed_email: 140 SHA-256, 40 empty, 20 bad"), out);
        assertEquals(
                List.of(),
                duckdb("SELECT * EXCLUDE (email) FROM '@in.parquet' WHERE email IS DISTINCT FROM 'bad'"
                        + " EXCEPT ALL SELECT * EXCLUDE (hashed_email) FROM '@out.parquet'"));
        assertEquals(
                duckdb("SELECT column_name, column_type FROM (DESCRIBE FROM '@in.parquet')")
                        .toString()
                        .replace("email", "hashed_email"),
                duckdb("SELECT column_name, column_type FROM (DESCRIBE FROM '@out.parquet')")
                        .toString());
        assertEquals(
                List.of("180|140|0|true"),
                duckdb(
                        "SELECT COUNT(*), COUNT(hashed_email), COUNT(*) FILTER (WHERE hashed_email <> sha256('user' || n ||"
                                + " CHR(64) || 'example.com')), BOOL_AND(n > previous OR previous IS NULL) FROM (SELECT *,"
                                + " LAG(n) OVER (ORDER BY file_row_number) AS previous FROM read_parquet('@out.parquet',"
                                + " file_row_number = true))"));
        List<String> rejects = Files.readAllLines(file("out.parquet.rejects"));
        assertEquals(21, rejects.size());
        assertTrue(rejects.contains(file("in.parquet") + ",3,,email,has no @"), rejects.toString());
    }

    @Test
    void parquetColumnsMustBeTextAndTheSameInAllFiles() throws SQLException, IOException {
        duckdb(
                "COPY (SELECT 1 AS n, 4930123456 AS phone) TO '@a1.parquet'",
                "COPY (SELECT 1 AS n, '+4930123456' AS phone) TO '@a2.parquet'",
                "COPY (SELECT 1 AS n, '+4930123456' AS phone WHERE false) TO '@none.parquet'");
        refused(2, "is of type BIGINT", "--in", "@a1.parquet", "--out", "@o.parquet", "--phone", "phone");
        refused(2, "has other columns or types", "--in", "@a*.parquet", "--out", "@o.parquet", "--phone", "phone");
        assertEquals(0, run("--in", "@none.parquet", "@a2.parquet", "--out", "@o.parquet", "--phone", "phone"), err);
        assertEquals(List.of("1|" + IdentifierHash.plain().hex("+4930123456")), duckdb("SELECT * FROM '@o.parquet'"));
        assertEquals(0, run("--in", "@none.parquet", "--out", "@p.parquet", "--phone", "phone"), err);
        assertEquals(List.of("0"), duckdb("SELECT COUNT(*) FROM '@p.parquet'"));
    }

    /** A file of 60 MB in a heap of 24 MB. */
    @Test
    void aFileMayBeLargerThanTheHeap() throws IOException, InterruptedException, SQLException {
        Path in = file("large.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(in)) {
            writer.write("email,note\n");
            String note = "n".repeat(200);
            for (int i = 0; i < 270_000; i++) {
                writer.write("user" + i + "@example.com," + note + "\n");
            }
        }
        assertTrue(Files.size(in) > 2 * (24 << 20));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.cleanroom.server.Main",
                        "hash-identifiers",
                        "--in",
                        in.toString(),
                        "--out",
                        file("o.csv").toString(),
                        "--email",
                        "email")
                .redirectErrorStream(true)
                .redirectOutput(file("log").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> String.valueOf(file("log")));
        assertEquals(
                List.of("270000|270000"),
                duckdb("SELECT COUNT(*), COUNT(DISTINCT hashed_email) FROM read_csv('@o.csv', header = true)"));
    }
}
