package io.cleanroom.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters of templates over the wire: types, defaults, domains, lists, and what an adversary puts into them. */
final class TemplateParametersTest {
    private static final String ADAM = "advertiserco/adam";
    private static final String ANA = "advertiserco/ana";
    private static final String RITA = "retailco/rita";
    private static final String FROM = " FROM retailer_purchase_events p INNER JOIN advertiser_campaign_events c"
            + " ON p.hashed_email = c.hashed_email";

    @TempDir
    static Path folder;

    private static LiveServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = LiveServer.start(folder);
        server.openRetailRoom();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Creates a template of both members' tables, and has it approved. */
    private static void create(String name, String parameters, String sql) throws SQLException {
        server.run(
                ADAM,
                "retail_attribution",
                "CREATE OR REPLACE ANALYSIS TEMPLATE " + name + " (" + parameters + ") AS " + sql);
        server.run(RITA, "retail_attribution", "APPROVE ANALYSIS TEMPLATE " + name);
    }

    private static String state(String sql) {
        return state(ANA, sql);
    }

    private static String state(String user, String sql) {
        return assertThrows(SQLException.class, () -> server.query(user, sql), sql)
                .getSQLState();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    BOOLEAN       | TRUE                            | 'perhaps'
                    TINYINT       | 7                               | 128
                    SMALLINT      | 300                             | 1.5
                    INTEGER       | -70000                          | 3000000000
                    BIGINT        | 3000000000                      | 'ten'
                    REAL          | 1.5                             | 'x'
                    DOUBLE        | 2.5                             | TRUE
                    DECIMAL(5, 2) | 123.45                          | 1234.56
                    VARCHAR(3)    | 'abc'                           | 'abcd'
                    DATE          | DATE '2026-07-01'               | 'soon'
                    TIME          | TIME '10:11:12'                 | DATE '2026-07-01'
                    TIMESTAMP     | TIMESTAMP '2026-07-01 10:11:12' | 'noon'
                    """)
    void everyTypeTakesItsValuesAndNoOthers(String type, String good, String bad) throws SQLException {
        create("typed", "v " + type + " DEFAULT " + good, "SELECT COUNT(*) AS n" + FROM + " WHERE :v = :v");
        assertEquals(List.of("319"), server.query(ANA, "CALL typed()"));
        assertEquals(List.of("319"), server.query(ANA, "CALL typed(" + good + ")"));
        assertEquals("22023", state("CALL typed(" + bad + ")"));
        assertEquals("22023", state("CALL typed(NULL)"));
        assertEquals(
                List.of(type + "|true"),
                server.query(
                        ANA,
                        "SELECT type, default_value IS NOT NULL FROM system.template_parameters WHERE template = 'typed'"));
    }

    @Test
    void domainsHoldForValuesAndDefaults() throws SQLException {
        create(
                "domains",
                "campaign VARCHAR(50) DEFAULT 'summer' CHECK LIKE 's_mm%',"
                        + " region VARCHAR CHECK IN ('north', 'south') DEFAULT 'north',"
                        + " code VARCHAR DEFAULT '5%' CHECK LIKE '5!%' ESCAPE '!',"
                        + " days INTEGER DEFAULT 1 CHECK BETWEEN -1 AND 30,"
                        + " name VARCHAR DEFAULT 'x' CHECK LENGTH <= 3",
                "SELECT COUNT(*) AS n" + FROM + " WHERE c.campaign_id = :campaign AND p.store_region = :region"
                        + " AND :code = '5%' AND :days < 40 AND :name <> ''");
        assertEquals(List.of("120"), server.query(ANA, "CALL domains()"));
        assertEquals(List.of("120"), server.query(ANA, "CALL domains(days => 30, name => 'abc')"));
        for (String bad : List.of(
                "campaign => 'winter'",
                "campaign => '%'",
                "region => 'west'",
                "code => '55'",
                "days => 31",
                "name => 'abcd'")) {
            assertEquals("22023", state("CALL domains(" + bad + ")"), bad);
        }
        for (String bad : List.of(
                "v INTEGER DEFAULT 9 CHECK IN (1, 2)",
                "v VARCHAR(2) DEFAULT 'abc'",
                "v INTEGER CHECK LIKE '1%'",
                "v DATE CHECK BETWEEN DATE '2026-02-01' AND DATE '2026-01-01'")) {
            assertEquals(
                    "42P17",
                    state(
                            ADAM,
                            "CREATE ANALYSIS TEMPLATE bad (" + bad + ") AS SELECT COUNT(*) AS n" + FROM
                                    + " WHERE :v = :v"),
                    bad);
        }
    }

    @Test
    void listsOfAnyLengthUpToTheirMaximum() throws SQLException {
        create(
                "listed",
                "ids VARCHAR(20) LIST MAX 5 CHECK LENGTH <= 10",
                "SELECT c.campaign_id, COUNT(*) AS n" + FROM + " WHERE c.campaign_id IN (:ids) GROUP BY c.campaign_id"
                        + " ORDER BY n");
        List<String> both = List.of("winter|100", "summer|120");
        assertEquals(both, server.query(ANA, "CALL listed(ARRAY['summer', 'winter'])"));
        assertEquals(List.of("summer|120"), server.query(ANA, "CALL listed(ids => ARRAY['summer'])"));
        assertEquals(List.of(), server.query(ANA, "CALL listed(ARRAY['pilot', 'none'])"), "99 people are too few");
        for (String bad : List.of(
                "ARRAY['a', 'b', 'c', 'd', 'e', 'f']", "'summer'", "ARRAY['longer than ten']", "ARRAY[NULL]", "7")) {
            assertEquals("22023", state("CALL listed(" + bad + ")"), bad);
        }
        try (Connection connection = server.connect(ANA, "retail_attribution");
                PreparedStatement call = connection.prepareStatement("CALL listed(?)")) {
            call.setString(1, "[\"summer\", \"winter\"]");
            try (ResultSet rows = call.executeQuery()) {
                assertEquals(both, LiveServer.rows(rows));
            }
            for (String bad : List.of("summer", "[]", "[\"a\"", "{}", "[[\"summer\"]]", "[1]", "[null]")) {
                call.setString(1, bad);
                assertEquals(
                        "22023",
                        assertThrows(SQLException.class, call::executeQuery).getSQLState(),
                        bad);
            }
        }
        assertEquals(
                List.of("{\"ids\": [\"summer\", \"winter\"]}"),
                server.query(
                        ANA,
                        "SELECT DISTINCT parameters FROM system.protected_queries"
                                + " WHERE template = 'listed' AND parameters LIKE '%winter%' AND state = 'SUCCESS'"));
        create(
                "unlisted",
                "ids VARCHAR LIST MAX 3 DEFAULT ARRAY['winter', 'pilot']",
                "SELECT c.campaign_id, COUNT(*) AS n" + FROM + " WHERE c.campaign_id NOT IN (:ids) GROUP BY 1");
        assertEquals(List.of("summer|120"), server.query(ANA, "CALL unlisted()"));
        assertEquals(
                "42601",
                state(
                        ADAM,
                        "CREATE ANALYSIS TEMPLATE bad (ids VARCHAR LIST MAX 3) AS SELECT COUNT(*) AS n" + FROM
                                + " WHERE c.campaign_id = :ids"));
    }

    @Test
    void twoHundredValuesAndSixtyParametersAndHalfAMegabyte() throws SQLException {
        create("many", "ids VARCHAR LIST MAX 200", "SELECT COUNT(*) AS n" + FROM + " WHERE c.campaign_id IN (:ids)");
        String ids = IntStream.range(0, 199).mapToObj(i -> "'c" + i + "'").collect(Collectors.joining(", "));
        assertEquals(List.of("120"), server.query(ANA, "CALL many(ARRAY[" + ids + ", 'summer'])"));

        create(
                "sixty",
                IntStream.range(0, 60)
                        .mapToObj(i -> "p" + i + " INTEGER DEFAULT " + i)
                        .collect(Collectors.joining(", ")),
                "SELECT COUNT(*) AS n" + FROM + " WHERE "
                        + IntStream.range(0, 60)
                                .mapToObj(i -> ":p" + i + " >= 0")
                                .collect(Collectors.joining(" AND ")));
        assertEquals(List.of("319"), server.query(ANA, "CALL sixty()"));
        assertEquals(List.of(), server.query(ANA, "CALL sixty(p59 => -1)"));

        String long500 = "SELECT COUNT(*) AS n" + FROM + " WHERE c.campaign_id = :id";
        String padding = " -- " + "all of it is shown to its reviewers, ".repeat(50) + "\n";
        StringBuilder text = new StringBuilder(long500);
        while (text.length() + padding.length() + 40 < 500_000) {
            text.append(padding);
        }
        text.append(" AND 1 = 1");
        create("half_a_megabyte", "id VARCHAR", text.toString());
        assertEquals(List.of("120"), server.query(ANA, "CALL half_a_megabyte('summer')"));
        assertEquals(
                List.of(String.valueOf(text.length())),
                server.query(RITA, "SELECT CHAR_LENGTH(sql) FROM system.templates WHERE name = 'half_a_megabyte'"));
        assertEquals(
                "53400",
                state(ADAM, "CREATE ANALYSIS TEMPLATE bad (id VARCHAR) AS " + text + padding.repeat(1) + " AND 2 = 2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X'' OR ''1''=''1",
                "'') OR 1=1 --",
                "%",
                "",
                ":start",
                "?",
                "summer\u0000",
                "summer'' UNION SELECT hashed_email FROM retailer_purchase_events --",
                "$(cat /etc/passwd)"
            })
    void aValueIsAValue(String value) throws SQLException {
        create("plain", "v VARCHAR", "SELECT COUNT(*) AS n" + FROM + " WHERE c.campaign_id = :v");
        assertEquals(List.of(), server.query(ANA, "CALL plain('" + value + "')"), value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) AS n FROM :v",
                "SELECT COUNT(:v) AS n FROM IDENTIFIER(:v)",
                "SELECT :v(p.purchase_amount) AS n FROM retailer_purchase_events p",
                "SELECT COUNT(*) AS n FROM retailer_purchase_events p WHERE p.:v = 1",
                "SELECT COUNT(*) AS n FROM retailer_purchase_events p WHERE 1 = ?"
            })
    void aParameterIsNeverStructure(String sql) {
        String state = state(ADAM, "CREATE ANALYSIS TEMPLATE structural (v VARCHAR) AS " + sql);
        assertTrue(state.startsWith("42"), state);
    }

    @Test
    void aSelectorOfColumnsIsRefused() {
        assertEquals(
                "42501",
                state(
                        ADAM,
                        "CREATE ANALYSIS TEMPLATE selector (v INTEGER) AS SELECT"
                                + " SUM(CASE :v WHEN 1 THEN p.purchase_amount ELSE p.item_count END) AS n" + FROM));
    }

    @Test
    void thePlanIsTheSameForAllValues() throws SQLException {
        create(
                "shape",
                "a VARCHAR(50), b DATE, c INTEGER, ids VARCHAR LIST MAX 7",
                "SELECT c.campaign_id, COUNT(*) AS n" + FROM + " WHERE (c.campaign_id = :a OR c.campaign_id IN (:ids))"
                        + " AND p.purchase_date >= :b AND :c > 0 GROUP BY c.campaign_id");
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<String> plans = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            List<String> ids = new ArrayList<>();
            for (int n = random.nextInt(7); n >= 0; n--) {
                ids.add("'" + Integer.toString(random.nextInt(), 36) + "'");
            }
            String call =
                    "CALL shape('" + Integer.toString(random.nextInt(), 36) + "', DATE '20" + (10 + random.nextInt(80))
                            + "-01-01', " + random.nextInt() + ", ARRAY[" + String.join(", ", ids) + "])";
            plans.addAll(server.query(ANA, "EXPLAIN PLAN FOR " + call));
        }
        assertEquals(1, plans.size(), "seed " + seed);
    }

    @Test
    void aChangeIsShownAgainstWhatWasApproved() throws SQLException {
        String first = "SELECT c.campaign_id,\n COUNT(*) AS n" + FROM + "\nGROUP BY c.campaign_id";
        create("changing", "", first);
        assertEquals(
                List.of("retailco|template| |-- unchanged since it was approved"),
                diff(RITA, "changing").stream()
                        .filter(r -> r.startsWith("retailco"))
                        .toList());
        server.run(
                ADAM,
                "retail_attribution",
                "CREATE OR REPLACE ANALYSIS TEMPLATE changing () AS "
                        + first.replace("COUNT(*) AS n", "SUM(p.purchase_amount) AS n"));
        assertEquals("55000", state("CALL changing()"), "another hash asks again");
        assertEquals(
                List.of("OUTDATED"),
                server.query(
                        ANA,
                        "SELECT state FROM system.template_approvals WHERE template = 'changing' AND owner = 'retailco'"));
        for (String user : List.of(RITA, ANA)) {
            List<String> lines = diff(user, "changing");
            assertTrue(lines.contains("retailco|template|-| COUNT(*) AS n" + FROM), lines::toString);
            assertTrue(lines.contains("retailco|template|+| SUM(p.purchase_amount) AS n" + FROM), lines::toString);
        }
        server.run(ADAM, "retail_attribution", "CREATE OR REPLACE ANALYSIS TEMPLATE changing () AS " + first);
        assertEquals(2, server.query(ANA, "CALL changing()").size(), "the approved hash again");
    }

    private static List<String> diff(String user, String template) throws SQLException {
        return server.query(user, "SHOW DIFF ANALYSIS TEMPLATE " + template);
    }

    @Test
    void anApprovalMayNameItsRunners() throws SQLException {
        create("named", "", "SELECT COUNT(*) AS n" + FROM);
        assertEquals(
                "42P17", state(RITA, "APPROVE ANALYSIS TEMPLATE named RUNNERS (retailco)"), "retailco cannot query");
        server.run(RITA, "retail_attribution", "APPROVE ANALYSIS TEMPLATE named MAX RUNS 1 RUNNERS (advertiserco)");
        assertEquals(List.of("319"), server.query(ANA, "CALL named()"));
        assertEquals("55000", state("CALL named()"), "one run");
        assertEquals(
                List.of("advertiserco"),
                server.query(
                        ANA,
                        "SELECT runners FROM system.template_approvals WHERE template = 'named' AND owner = 'retailco'"));
        server.run(RITA, "retail_attribution", "REVOKE ANALYSIS TEMPLATE named");
        assertEquals("55000", state("CALL named()"));
    }
}
