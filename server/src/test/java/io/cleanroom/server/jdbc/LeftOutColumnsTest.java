package io.cleanroom.server.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cleanroom.server.LiveServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with columns that no table can have: the rest of the file is taken, and the owner is told. */
class LeftOutColumnsTest {
    private static final String WHY =
            "tables have no columns of this type; if it is needed, write it into the file as one of another type";

    private static final String RULE =
            "AGGREGATION (DIMENSION COLUMNS (region), AGGREGATE COLUMNS (COUNT(*)), MINIMUM 2 DISTINCT hashed_email)";

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void open() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openRetailRoom();
        write(
                "mixed",
                "SELECT 'h' || n AS hashed_email, n % 3 AS region, MAP {'a': n} AS extras, [MAP {n: n}] AS \"Nested\"");
        server.share("retailco/rita", "mixed", "mixed.parquet", RULE);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static void write(String name, String select) throws SQLException, IOException {
        server.writeParquet("retailco", name, select + " FROM range(12) t(n)");
    }

    private static SQLException refused(String user, String sql) throws SQLException {
        return assertThrows(SQLException.class, () -> server.run(user, "", sql));
    }

    @Test
    void theOwnerIsWarned() throws SQLException {
        List<String> warnings = new ArrayList<>();
        try (Connection rita = server.connect("retailco/rita", "");
                Statement statement = rita.createStatement()) {
            statement.execute("CREATE CONFIGURED TABLE warned FROM 'mixed.parquet' FORMAT PARQUET");
            for (SQLWarning w = statement.getWarnings(); w != null; w = w.getNextWarning()) {
                warnings.add(w.getMessage());
            }
            statement.execute("CREATE CONFIGURED TABLE quiet FROM 'purchases.parquet' FORMAT PARQUET");
            assertNull(statement.getWarnings());
        }
        assertEquals(
                List.of(
                        "column \"extras\" of type MAP(VARCHAR, BIGINT) is left out: " + WHY,
                        "column \"Nested\" of type MAP(BIGINT, BIGINT)[] is left out: " + WHY),
                warnings);
    }

    @Test
    void descriptionsListThem() throws SQLException {
        assertEquals(
                List.of(
                        "hashed_email|VARCHAR|",
                        "region|BIGINT|",
                        "extras|MAP(VARCHAR, BIGINT)|left out of a table: " + WHY,
                        "Nested|MAP(BIGINT, BIGINT)[]|left out of a table: " + WHY),
                server.query("retailco/rita", "DESCRIBE SOURCE 'mixed.parquet'"));
    }

    @Test
    void theRestIsQueried() throws SQLException {
        String sql = "SELECT region, COUNT(*) AS n FROM mixed GROUP BY region ORDER BY region";
        assertEquals(List.of("0|4", "1|4", "2|4"), server.query("advertiserco/ana", sql));
        assertEquals(
                "42703: column extras does not exist (line 1, column 8)",
                server.refused("advertiserco/ana", "SELECT extras FROM mixed"),
                "whether the file has it is the owner's matter");
    }

    @Test
    void noRuleGrantsThem() throws SQLException {
        for (String rule : List.of(
                "AGGREGATION (DIMENSION COLUMNS (extras), WITHOUT MINIMUM)",
                "AGGREGATION (AGGREGATE COLUMNS (COUNT(extras)), WITHOUT MINIMUM)",
                "AGGREGATION (DIMENSION COLUMNS (region), MINIMUM 2 DISTINCT extras)",
                "LIST (JOIN COLUMNS (hashed_email), LIST COLUMNS (extras))",
                "CUSTOM (TEMPLATES ONLY, IDENTITY COLUMN extras, WITHOUT MINIMUM)")) {
            SQLException refusal = refused("retailco/rita", "ALTER CONFIGURED TABLE mixed SET ANALYSIS RULE " + rule);
            assertEquals("42703", refusal.getSQLState(), rule);
            assertEquals(
                    "column \"extras\" of type MAP(VARCHAR, BIGINT) was left out of the table: " + WHY,
                    refusal.getMessage(),
                    rule);
        }
        assertEquals(
                "column \"Nested\" of type MAP(BIGINT, BIGINT)[] was left out of the table: " + WHY,
                refused(
                                "retailco/rita",
                                "ALTER CONFIGURED TABLE mixed SET ANALYSIS RULE LIST (JOIN COLUMNS (hashed_email),"
                                        + " LIST COLUMNS (nested))")
                        .getMessage());
    }

    @Test
    void aColumnThatBecomesOneOfThemIsOfAChangedType() throws SQLException, IOException {
        write("drifting", "SELECT 'h' || n AS hashed_email, n % 3 AS region");
        server.share("retailco/rita", "drifting", "drifting.parquet", RULE);
        String sql = "SELECT region, COUNT(*) AS n FROM drifting GROUP BY region ORDER BY region";
        assertEquals(List.of("0|4", "1|4", "2|4"), server.query("advertiserco/ana", sql));
        write("drifting", "SELECT 'h' || n AS hashed_email, MAP {n: n % 3} AS region");
        SQLException changed = assertThrows(SQLException.class, () -> server.query("advertiserco/ana", sql));
        assertEquals("55000", changed.getSQLState());
        assertEquals(
                List.of("SOURCE_CHANGED_TYPE"),
                server.query("retailco/rita", "SELECT code FROM system.readiness WHERE \"table\" = 'drifting'"));
    }
}
