package io.cleanroom.server.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.audit.ProtectedQuery;
import io.cleanroom.server.audit.QueryRecords;
import io.cleanroom.server.collaboration.ColumnType;
import io.cleanroom.server.collaboration.Name;
import io.cleanroom.server.collaboration.Principal;
import io.cleanroom.server.sql.statement.Definition;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who sees what, side by side. */
class SystemTablesTest {
    private static final List<Principal> EVERYBODY =
            List.of(World.OPERATOR, World.RITA, World.RETAIL_ANALYST, World.ADA, World.ANA, World.OTTO);

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void open() {
        world = new World(folder).withRoom();
        ProtectedQuery query = new ProtectedQuery(
                "query-1",
                World.ANA,
                Optional.of(World.ROOM),
                ProtectedQuery.Kind.DIRECT,
                Optional.empty(),
                "[7]",
                "SELECT SUM(amount) FROM retailer_purchases",
                Optional.empty(),
                "",
                new TreeSet<>(Set.of(new ProtectedQuery.UsedTable(Name.of("retailco"), World.PURCHASES))),
                new ProtectedQuery.Delivery(new TreeSet<>(Set.of(Name.of("advertiserco"))), Optional.of("july.csv")),
                "duckdb",
                Optional.empty(),
                "");
        QueryRecords records = new QueryRecords(world.store, world.audit, Clock.systemUTC());
        records.started(query);
        records.finished("query-1", ProtectedQuery.State.SUCCESS, OptionalLong.of(3), Optional.empty());
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Rows as text, one a line, columns by bars. */
    private String show(Principal principal, SystemTable table) {
        return world.rows(principal, table).stream().map(SystemTablesTest::line).collect(Collectors.joining("\n"));
    }

    private static String line(@Nullable Object[] row) {
        return Arrays.stream(row).map(v -> Objects.toString(v, "-")).collect(Collectors.joining("|"));
    }

    private String column(Principal principal, SystemTable table, String name) {
        int index = table.columns().stream().map(c -> c.name().text()).toList().indexOf(name);
        return world.rows(principal, table).stream()
                .map(row -> Objects.toString(row[index], "-"))
                .collect(Collectors.joining(" "));
    }

    @Test
    void valuesHaveTheDeclaredTypes() {
        for (Principal principal : EVERYBODY) {
            for (SystemTable table : SystemTable.values()) {
                for (@Nullable Object[] row : world.rows(principal, table)) {
                    assertEquals(table.columns().size(), row.length, table.name());
                    for (int i = 0; i < row.length; i++) {
                        Object value = row[i];
                        if (value != null) {
                            assertEquals(type(table.columns().get(i).type().kind()), value.getClass(), table + " " + i);
                        }
                    }
                }
            }
        }
    }

    private static Class<?> type(ColumnType.Kind kind) {
        return switch (kind) {
            case VARCHAR -> String.class;
            case INTEGER -> Integer.class;
            case BIGINT -> Long.class;
            case BOOLEAN -> Boolean.class;
            case TIMESTAMP -> LocalDateTime.class;
            default -> BigDecimal.class;
        };
    }

    @Test
    void tablesAreFoundByName() {
        for (SystemTable table : SystemTable.values()) {
            assertEquals(Optional.of(table), SystemTable.of(table.tableName()));
        }
        assertEquals(Optional.empty(), SystemTable.of(Name.of("pg_tables")));
    }

    @Test
    void ungrantedNamesPathsAndPasswordsAppearForNobodyElse() {
        for (Principal principal : List.of(World.OPERATOR, World.ADA, World.ANA, World.OTTO)) {
            for (SystemTable table : SystemTable.values()) {
                String all = world.rows(principal, table).stream()
                        .map(SystemTablesTest::line)
                        .filter(row -> !row.contains("impressions"))
                        .collect(Collectors.joining("\n"));
                assertFalse(all.contains("secret"), principal + " " + table + "\n" + all);
                assertFalse(all.contains("argon2"), principal + " " + table);
                assertFalse(all.contains("password of"), principal + " " + table);
            }
        }
    }

    @Test
    void members() {
        assertEquals("""
                advertiserco|data/advertiserco|results/advertiserco
                other|data/other|results/other
                retailco|data/retailco|results/retailco""", show(World.OPERATOR, SystemTable.MEMBERS));
        assertEquals(
                "advertiserco|-|-\nretailco|data/retailco|results/retailco", show(World.RITA, SystemTable.MEMBERS));
        assertEquals("other|data/other|results/other", show(World.OTTO, SystemTable.MEMBERS));
    }

    @Test
    void users() {
        assertEquals("""
                advertiserco/ada|advertiserco|ADMIN
                advertiserco/ana|advertiserco|ANALYST
                other/otto|other|ADMIN
                retailco/ralf|retailco|ANALYST, AUDITOR
                retailco/rita|retailco|ADMIN""", show(World.OPERATOR, SystemTable.USERS));
        assertEquals(
                "retailco/ralf|retailco|ANALYST, AUDITOR\nretailco/rita|retailco|ADMIN",
                show(World.RITA, SystemTable.USERS));
    }

    @Test
    void collaborations() {
        String both = """
                attribution|advertiserco|CONTRIBUTE, QUERY, RECEIVE RESULTS|ACTIVE|true
                attribution|retailco|CONTRIBUTE|ACTIVE|false""";
        assertEquals(both, show(World.OPERATOR, SystemTable.COLLABORATIONS));
        assertEquals(both, show(World.RITA, SystemTable.COLLABORATIONS));
        assertEquals("", show(World.OTTO, SystemTable.COLLABORATIONS));
    }

    @Test
    void configuredTables() {
        String mine = "MINIMUM 100 DISTINCT hashed_email, MINIMUM 50 DISTINCT secret_household";
        String theirs = "MINIMUM 100 DISTINCT hashed_email, MINIMUM 50 DISTINCT values of a column that is not granted";
        assertEquals(
                "retailco|attribution|retailer_purchases|purchases|AGGREGATION|DIRECT|" + mine
                        + "||CSV|secret_folder/purchases.csv|-\n"
                        + "advertiserco|attribution|impressions|-|AGGREGATION|DIRECT|" + theirs + "||-|-|-",
                show(World.RITA, SystemTable.CONFIGURED_TABLES));
        assertEquals("", show(World.OPERATOR, SystemTable.CONFIGURED_TABLES));
        assertEquals("", show(World.OTTO, SystemTable.CONFIGURED_TABLES));
    }

    @Test
    void columns() {
        assertEquals("""
                retailco|-|purchases|hashed_email|1|VARCHAR|JOIN|
                retailco|-|purchases|store_region|2|VARCHAR|DIMENSION|UPPER
                retailco|-|purchases|amount|3|DECIMAL(18, 2)|AGGREGATE|SUM
                retailco|-|purchases|secret_margin|4|DECIMAL(18, 2)||
                retailco|-|purchases|secret_household|5|VARCHAR||
                advertiserco|attribution|impressions|hashed_email|1|VARCHAR|JOIN|
                advertiserco|attribution|impressions|store_region|2|VARCHAR|DIMENSION|UPPER
                advertiserco|attribution|impressions|amount|3|DECIMAL(18, 2)|AGGREGATE|SUM""", show(World.RITA, SystemTable.COLUMNS));
    }

    @Test
    void outputConstraints() {
        assertEquals("""
                retailco|-|purchases|hashed_email|100
                retailco|-|purchases|secret_household|50
                advertiserco|attribution|impressions|hashed_email|100
                advertiserco|attribution|impressions|-|50""", show(World.RITA, SystemTable.OUTPUT_CONSTRAINTS));
    }

    @Test
    void templatesAndApprovals() {
        assertEquals("false", column(World.RITA, SystemTable.TEMPLATES, "approved"));
        assertEquals("APPROVED MISSING", column(World.ANA, SystemTable.TEMPLATE_APPROVALS, "state"));
        assertEquals("TEMPLATE_NOT_APPROVED", column(World.ANA, SystemTable.READINESS, "code"));
        world.run(World.RITA, World.approve(World.WEEKLY));
        assertEquals("true", column(World.ANA, SystemTable.TEMPLATES, "approved"));
        assertEquals("", show(World.ANA, SystemTable.READINESS));
        world.run(World.ADA, new Definition.SetAnalysisRule(Name.of("impressions"), World.rule(List.of(), 2)));
        assertEquals("OUTDATED OUTDATED", column(World.ANA, SystemTable.TEMPLATE_APPROVALS, "state"));
        assertEquals("", show(World.OTTO, SystemTable.TEMPLATES));
        assertEquals("", show(World.OPERATOR, SystemTable.TEMPLATES));
    }

    @Test
    void protectedQueries() {
        for (Principal principal : List.of(World.ANA, World.RETAIL_ANALYST)) {
            assertEquals(
                    "SELECT SUM(amount) FROM retailer_purchases",
                    column(principal, SystemTable.PROTECTED_QUERIES, "sql"));
            assertEquals("[7]", column(principal, SystemTable.PROTECTED_QUERIES, "parameters"));
            assertEquals("SUCCESS", column(principal, SystemTable.PROTECTED_QUERIES, "state"));
        }
        assertEquals("3", column(World.ANA, SystemTable.PROTECTED_QUERIES, "rows_out"));
        assertEquals("-", column(World.RITA, SystemTable.PROTECTED_QUERIES, "rows_out"));
        assertEquals("july.csv", column(World.RITA, SystemTable.PROTECTED_QUERIES, "result_location"));
        assertEquals("advertiserco", column(World.RITA, SystemTable.PROTECTED_QUERIES, "receivers"));
        assertEquals("", show(World.OTTO, SystemTable.PROTECTED_QUERIES));
        assertEquals("", show(World.OPERATOR, SystemTable.PROTECTED_QUERIES));
    }

    @Test
    void auditLog() {
        assertTrue(column(World.RITA, SystemTable.AUDIT_LOG, "action").endsWith("QUERY STARTED QUERY FINISHED"));
        assertFalse(column(World.OPERATOR, SystemTable.AUDIT_LOG, "action").contains("QUERY"));
        assertTrue(column(World.OPERATOR, SystemTable.AUDIT_LOG, "action").contains("SET ANALYSIS RULE"));
        assertEquals("CREATE MEMBER CREATE USER", column(World.OTTO, SystemTable.AUDIT_LOG, "action"));
        assertFalse(column(World.ADA, SystemTable.AUDIT_LOG, "subject").contains("retailco/"));
    }

    @Test
    void readinessOfOwnTables() {
        world.run(World.RITA, World.approve(World.WEEKLY));
        assertEquals("", show(World.RITA, SystemTable.READINESS));
        world.run(World.RITA, World.createTable("fresh"));
        assertEquals("ANALYSIS_RULE_MISSING NOT_ASSOCIATED", column(World.RITA, SystemTable.READINESS, "code"));
        world.columns.set(2, World.column("amount", ColumnType.of(ColumnType.Kind.DOUBLE)));
        assertEquals(
                "ANALYSIS_RULE_MISSING NOT_ASSOCIATED",
                column(World.RITA, SystemTable.READINESS, "code"),
                "the files are read again once they have changed");
        assertEquals("", show(World.OTTO, SystemTable.READINESS));
    }

    @Test
    void readinessOfSources() {
        world.columns.set(2, World.column("amount", ColumnType.of(ColumnType.Kind.DOUBLE)));
        assertTrue(column(World.RITA, SystemTable.READINESS, "code").contains("SOURCE_CHANGED_TYPE"));
        assertTrue(column(World.RITA, SystemTable.READINESS, "help").contains("with another type: amount"));
        assertFalse(column(World.OPERATOR, SystemTable.READINESS, "code").contains("SOURCE"));
        world.run(World.OTTO, World.createTable("t"));
        world.store.write(
                t -> t.handle().execute("UPDATE configured_tables SET path = 'gone.csv' WHERE owner = 'other'"));
        assertTrue(column(World.OTTO, SystemTable.READINESS, "code").contains("SOURCE_UNREADABLE"));
        assertTrue(column(World.OTTO, SystemTable.READINESS, "help").contains("'gone.csv': no file matches"));
    }

    @Test
    void theInvitedSeeTheInvitationAlone() {
        world.run(World.ADA, World.createRoom(Name.of("second")));
        world.run(World.ADA, World.associate(Name.of("impressions"), Name.of("second"), Name.of("shown_later")));
        assertTrue(show(World.RITA, SystemTable.COLLABORATIONS).contains("second|retailco|CONTRIBUTE|INVITED|false"));
        assertTrue(column(World.RITA, SystemTable.READINESS, "code").contains("MEMBER_NOT_JOINED"));
        assertFalse(show(World.RITA, SystemTable.CONFIGURED_TABLES).contains("shown_later"));
        assertFalse(show(World.RITA, SystemTable.COLUMNS).contains("shown_later"));
        world.run(World.RITA, new Definition.JoinCollaboration(Name.of("second")));
        assertTrue(show(World.RITA, SystemTable.CONFIGURED_TABLES).contains("shown_later"));
    }

    @Test
    void server() {
        assertEquals("1|duckdb|rows=10", show(World.OTTO, SystemTable.SERVER));
    }
}
