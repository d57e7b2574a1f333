package io.cleanroom.server.engine.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.collaboration.Source;
import io.cleanroom.server.engine.Engine;
import io.cleanroom.server.engine.EngineContractTest;
import io.cleanroom.server.engine.SourceFiles;
import io.cleanroom.server.error.Code;
import io.cleanroom.server.error.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DuckDbEngineTest extends EngineContractTest {
    @Override
    protected Engine open(Path temp, Duration limit) {
        return new DuckDbEngine(new DuckDbConfig("512MB", 2, temp, "1GB", limit));
    }

    @AfterEach
    void everyBufferIsReleased() {
        assertEquals(0, ((DuckDbEngine) engine).allocatedBytes());
    }

    @Override
    protected String slowQuery() {
        return "SELECT COUNT(*) AS \"n\" FROM range(200000) AS a(x), range(200000) AS b(y), range(100) AS c(z)"
                + " WHERE x * y % 7 = z";
    }

    @Override
    protected String failingQuery() {
        return "SELECT CAST(\"s\" AS INTEGER) AS \"n\" FROM \"t\"";
    }

    @Override
    protected List<String> forbidden(Path file) {
        String own = Sql.string(file.toString());
        String other = Sql.string(file.resolveSibling("other.csv").toString());
        String stolen = Sql.string(file.resolveSibling("stolen.csv").toString());
        return List.of(
                "SELECT content AS \"s\" FROM read_text(" + other + ")",
                "SELECT s AS \"s\" FROM read_csv(" + other + ")",
                "SELECT file AS \"s\" FROM glob('/etc/*')",
                "COPY (SELECT 'gone' AS s) TO " + own + " (use_tmp_file false)",
                "COPY (SELECT 'gone' AS s) TO " + stolen,
                "SELECT 'x' AS \"s\"; COPY (SELECT 'gone' AS s) TO " + own + " (use_tmp_file false)",
                "ATTACH " + own + " AS stolen",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET memory_limit = '64GB'",
                "SET enable_external_access = true",
                "RESET lock_configuration",
                "CREATE TABLE \"left_behind\" (s VARCHAR)",
                "DROP VIEW \"t\"",
                "PRAGMA database_list");
    }

    private Path parquet(String name, String select) throws SQLException {
        Path file = directory.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO " + Sql.string(file.toString()) + " (FORMAT parquet)");
        }
        return file;
    }

    private String described(SourceFiles files) {
        return engine.describe(files).columns().stream()
                .map(column -> column.nameInSource() + " " + column.type().sql())
                .toList()
                .toString();
    }

    private String fault(SourceFiles files) {
        Problem problem = assertThrows(Problem.class, () -> engine.describe(files));
        assertEquals(Code.SOURCE_UNREADABLE, problem.code());
        assertFalse(problem.text().contains(directory.toString()), problem.text());
        return problem.text();
    }

    @Test
    void typesOfParquet() throws SQLException {
        Path file = parquet(
                "a.parquet",
                "SELECT true AS a, 1::UTINYINT AS b, 1::UINTEGER AS c, 1::UBIGINT AS d, 1::HUGEINT AS e, 1::FLOAT AS f,"
                        + " 1.5::DECIMAL(9,2) AS g, uuid() AS h, TIMESTAMPTZ '2026-01-01 00:00:00+02' AS \"I\","
                        + " TIMESTAMP_NS '2026-01-01 00:00:00' AS j, TIME '10:00:00' AS k, DATE '2026-01-01' AS l");
        SourceFiles files = files(Source.Format.PARQUET, file);
        assertEquals(
                "[a BOOLEAN, b SMALLINT, c BIGINT, d DECIMAL(20, 0), e DOUBLE, f REAL, g DECIMAL(9, 2), h VARCHAR,"
                        + " I TIMESTAMP, j TIMESTAMP, k TIME, l DATE]",
                described(files));
        assertEquals(
                "[[2025-12-31T22:00]]",
                rows(run(
                                query(
                                        "SELECT \"i\" FROM \"t\"",
                                        List.of(source(files)),
                                        out("i", io.cleanroom.server.collaboration.ColumnType.Kind.TIMESTAMP)),
                                Map.of("t", files),
                                new io.cleanroom.server.engine.Cancellation()))
                        .toString());
    }

    @Test
    void faultsOfParquet() throws SQLException, IOException {
        Path good = parquet("a.parquet", "SELECT 1 AS a, 'x' AS b");
        assertEquals(
                "file b.parquet: column \"b\", which the first file has, is missing",
                fault(files(Source.Format.PARQUET, good, parquet("b.parquet", "SELECT 1 AS a"))));
        assertEquals(
                "file c.parquet: column \"a\" has another type than in the first file",
                fault(files(Source.Format.PARQUET, good, parquet("c.parquet", "SELECT 1::BIGINT AS a, 'x' AS b"))));
        assertEquals(
                "file d.parquet: has no column of a type that a table can have",
                fault(files(Source.Format.PARQUET, parquet("d.parquet", "SELECT MAP {'a': 1} AS tags"))));
        Path broken = Files.writeString(directory.resolve("e.parquet"), "no parquet");
        assertEquals("file e.parquet: is not readable as Parquet", fault(files(Source.Format.PARQUET, broken)));
    }

    @Test
    void typesOfCsv() throws IOException {
        Path file = csv(
                "a.csv",
                "id,zip,amount,ok,day,at,text,empty",
                "1,01234,1.50,true,2026-01-01,2026-01-01 10:00:00,x,",
                "-2,99999,2,FALSE,2026-01-02,2026-01-02,\"a, \"\"b\"\"\",");
        assertEquals(
                "[id BIGINT, zip VARCHAR, amount DOUBLE, ok BOOLEAN, day DATE, at TIMESTAMP, text VARCHAR, empty VARCHAR]",
                described(files(Source.Format.CSV, file)));
    }

    @Test
    void optionsOfCsv() throws IOException {
        TreeMap<String, String> options =
                new TreeMap<>(Map.of("header", "false", "delimiter", ";", "nullstr", "NA", "dateformat", "%d/%m/%Y"));
        SourceFiles files =
                new SourceFiles(List.of(csv("a.csv", "31/12/2026;NA", "01/02/2026;5")), Source.Format.CSV, options);
        assertEquals("[column0 DATE, column1 BIGINT]", described(files));
        SourceFiles unknown =
                new SourceFiles(files.paths(), Source.Format.CSV, new TreeMap<>(Map.of("separator", ";")));
        assertEquals(
                "option separator is unknown for CSV; accepted: dateformat, delimiter, escape, header, nullstr, quote,"
                        + " timestampformat",
                assertThrows(Problem.class, () -> engine.describe(unknown)).text());
    }

    @Test
    void faultsOfCsv() throws IOException {
        assertEquals(
                "file a.csv: line 3 has 1 values where 2 are expected",
                fault(files(Source.Format.CSV, csv("a.csv", "a,b", "1,2", "3", "4,5"))));
        assertEquals(
                "file b.csv: line 2 has 3 values where 2 are expected",
                fault(files(Source.Format.CSV, csv("b.csv", "a,b", "1,2,3"))));
        assertEquals("file c.csv: is empty", fault(files(Source.Format.CSV, csv("c.csv"))));
        assertEquals(
                "file d.csv: has two columns \"A\"; names differ in more than case",
                fault(files(Source.Format.CSV, csv("d.csv", "a,A", "1,2"))));
        assertEquals(
                "file f.csv: has other columns, or another order of columns, than the first file",
                fault(files(Source.Format.CSV, csv("e.csv", "a,b", "1,2"), csv("f.csv", "b,a", "1,2"))));
        assertEquals(
                "file g.csv: the name of column 2 in the first line has a control character, or is not in UTF-8",
                fault(files(Source.Format.CSV, csv("g.csv", "a,\0b", "1,2"))));
        assertEquals(
                "file h.csv: the name of column 1 in the first line has more than 127 characters",
                fault(files(Source.Format.CSV, csv("h.csv", "x".repeat(128), "1"))));
    }

    @Test
    void json() throws IOException {
        SourceFiles files = files(Source.Format.JSON, csv("a.json", "{\"id\": 1, \"s\": \"x\"}", "{\"id\": 2}"));
        assertEquals("[id BIGINT, s VARCHAR]", described(files));
        assertEquals(
                "[[1, x], [2, null]]",
                rows(run(
                                query(
                                        "SELECT \"id\", \"s\" FROM \"t\" ORDER BY 1",
                                        List.of(source(files)),
                                        out("id", io.cleanroom.server.collaboration.ColumnType.Kind.BIGINT),
                                        out("s", io.cleanroom.server.collaboration.ColumnType.Kind.VARCHAR)),
                                Map.of("t", files),
                                new io.cleanroom.server.engine.Cancellation()))
                        .toString());
        assertEquals(
                "file b.json: is not readable as JSON", fault(files(Source.Format.JSON, csv("b.json", "{\"id\": "))));
    }

    @Test
    void arrowFilesAreRefused() throws IOException {
        SourceFiles files = files(Source.Format.ARROW, csv("a.arrow", "x"));
        assertEquals(
                Code.NOT_SUPPORTED,
                assertThrows(Problem.class, () -> engine.describe(files)).code());
    }

    @Test
    void temporaryFilesOfAnEarlierServerAreRemoved() throws IOException {
        Path temp = Files.createDirectories(directory.resolve("old/instance"));
        Files.writeString(temp.resolve("spill.tmp"), "rows");
        open(directory.resolve("old"), Duration.ofMinutes(1)).close();
        assertFalse(Files.exists(temp));
        assertTrue(Files.exists(directory.resolve("old")));
    }
}
