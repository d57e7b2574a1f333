package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner's files change after the table was made of them: an answer is right, or there is none and the owner knows why. */
final class SourceDriftTest {
    private static final String QUERY =
            "SELECT grade, SUM(points) AS s, COUNT(DISTINCT person) AS n FROM %s GROUP BY grade ORDER BY grade";
    private static final String COLUMNS =
            "'p' || i AS person, CASE WHEN i % 2 = 0 THEN 'A' ELSE 'B' END AS grade, i AS points, 'no' || i AS secret";
    private static final List<String> ANSWER = List.of("A|20|5", "B|25|5");

    @TempDir
    Path folder;

    private LiveServer server;
    private Path data;

    @BeforeEach
    void open() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openEmptyRoom();
        data = server.dataRoot().resolve("retailco");
        write(COLUMNS);
        for (String format : List.of("parquet", "csv")) {
            server.run(
                    "retailco/rita",
                    "",
                    "CREATE CONFIGURED TABLE t_" + format + " FROM 'pupils." + format + "' FORMAT " + format,
                    "ALTER CONFIGURED TABLE t_" + format + " SET ANALYSIS RULE AGGREGATION (JOIN COLUMNS (person),"
                            + " DIMENSION COLUMNS (grade), AGGREGATE COLUMNS (SUM(points), COUNT(DISTINCT person)),"
                            + " MINIMUM 5 DISTINCT person)",
                    "ASSOCIATE CONFIGURED TABLE t_" + format + " WITH COLLABORATION retail_attribution AS shared_"
                            + format);
        }
        assertEquals(ANSWER, ask("shared_parquet"));
        assertEquals(ANSWER, ask("shared_csv"));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void write(String columns) throws SQLException {
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            for (String format : List.of("parquet", "csv")) {
                statement.execute("COPY (SELECT " + columns + " FROM range(10) AS t(i)) TO '"
                        + data.resolve("pupils." + format) + "' (FORMAT " + format + ")");
            }
        }
    }

    private List<String> ask(String table) throws SQLException {
        return server.query("advertiserco/ana", QUERY.formatted(table));
    }

    private void notReady(String table, String code) throws SQLException {
        SQLException e = assertThrows(SQLException.class, () -> ask(table), table);
        assertEquals("55000", e.getSQLState(), e.getMessage());
        assertEquals(
                "table " + table + " is not ready: " + code + "; its owner sees why in system.readiness",
                e.getMessage());
        assertEquals(
                List.of(code),
                server.query(
                        "retailco/rita",
                        "SELECT code FROM system.readiness WHERE \"table\" = '" + table.replace("shared", "t") + "'"));
    }

    @Test
    void anotherOrderAndMoreColumnsAreNoChange() throws SQLException {
        write("'new' AS note, i AS points, 'x' AS secret, CASE WHEN i % 2 = 0 THEN 'A' ELSE 'B' END AS grade,"
                + " 'p' || i AS person");
        assertEquals(ANSWER, ask("shared_parquet"));
        assertEquals(ANSWER, ask("shared_csv"));
    }

    /** A secret in the place of a granted column does not come out under its name. */
    @Test
    void aColumnThatIsGone() throws SQLException {
        write("'p' || i AS person, 'A' AS secret, i AS points, 'no' || i AS note");
        notReady("shared_parquet", "SOURCE_CHANGED_TYPE");
        notReady("shared_csv", "SOURCE_CHANGED_TYPE");
        write("'p' || i AS person, 'A' AS \"Grade\", i AS points, 'no' || i AS secret");
        notReady("shared_parquet", "SOURCE_CHANGED_TYPE");
        notReady("shared_csv", "SOURCE_CHANGED_TYPE");
    }

    @Test
    void aColumnOfAnotherType() throws SQLException {
        write("'p' || i AS person, 'A' AS grade, 'many' AS points, 'no' || i AS secret");
        notReady("shared_parquet", "SOURCE_CHANGED_TYPE");
        // Texts have no type: a value that is no number is NULL, and the owner's readiness tells.
        assertEquals(List.of("A|null|10"), ask("shared_csv"));
        write("'p' || i AS person, [i] AS grade, i AS points, 'no' || i AS secret".replace("[i] AS", "{'a': i} AS"));
        SQLException e = assertThrows(SQLException.class, () -> ask("shared_parquet"));
        assertEquals("55000", e.getSQLState());
    }

    @Test
    void filesThatAreNoFilesOfTheirFormat() throws SQLException, IOException {
        Files.writeString(data.resolve("pupils.parquet"), "alice@example.com");
        Files.writeString(data.resolve("pupils.csv"), "");
        notReady("shared_parquet", "SOURCE_UNREADABLE");
        notReady("shared_csv", "SOURCE_UNREADABLE");
        Files.delete(data.resolve("pupils.parquet"));
        Files.writeString(data.resolve("pupils.csv"), "\0\u0001,\ufffd\n");
        notReady("shared_parquet", "SOURCE_UNREADABLE");
        notReady("shared_csv", "SOURCE_UNREADABLE");
        write("'p' || i AS person, CASE WHEN i % 2 = 0 THEN 'A' ELSE 'B' END AS grade, i AS points, '' AS secret");
        assertEquals(ANSWER, ask("shared_parquet"));
        assertEquals(ANSWER, ask("shared_csv"));
    }

    /** What is read first looks right; the owner learns the line and the kind of fault, the runner and the reply nothing. */
    @Test
    void filesThatBreakInTheMiddle() throws SQLException, IOException {
        for (String line : List.of("p5,A", "p5,A,5,s,alice@example.com", "p5,\"A,5,s", "p5,\"A\"B,5,s")) {
            write(COLUMNS);
            List<String> lines = new ArrayList<>(Files.readAllLines(data.resolve("pupils.csv")));
            lines.set(6, line);
            Files.write(data.resolve("pupils.csv"), lines);
            notReady("shared_csv", "SOURCE_UNREADABLE");
            assertEquals(ANSWER, ask("shared_parquet"));
        }
        write(COLUMNS);
        assertEquals(ANSWER, ask("shared_csv"));
    }
}
