package io.cleanroom.server.policy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cleanroom.server.oracle.CustomAsks;
import io.cleanroom.server.policy.PlanMutants.Mutant;
import io.cleanroom.server.sql.BoundQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The verifier passes every enforced plan of {@code policy/decisions.txt} and of random queries, and none of their mutants: what
 * a mistake in the rewrite, in the generator or in a later hand would make of it. {@code -Dseed=} repeats a run.
 */
final class VerifierTest {
    /** A query that is approved under minimums, in a room. */
    private record Guarded(String room, String sql) {}

    private static final List<Guarded> RANDOM = random();

    private static List<Guarded> queries() {
        List<Guarded> all = new ArrayList<>();
        for (DecisionRows.Row row : DecisionRows.all()) {
            String verdict = row.verdict().orElse("");
            if (verdict.startsWith("approved MINIMUM") && !verdict.contains("WITHOUT")) {
                row.spellings().forEach(s -> all.add(new Guarded(row.room(), DecisionRows.written(s))));
            }
        }
        assertTrue(all.size() >= 80, "many plans");
        all.addAll(RANDOM);
        return all;
    }

    /** Such as nobody wrote down. */
    private static List<Guarded> random() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("VerifierTest: -Dseed=" + seed);
        CustomAsks asks = new CustomAsks(new Random(seed));
        return Stream.generate(asks::allowed)
                .distinct()
                .map(sql -> new Guarded("mixed", sql))
                .filter(query -> !SameRows.areCountedTwice(enforced(query).plan()))
                .limit(30)
                .toList();
    }

    private static ThresholdRewrite.Enforced enforced(Guarded query) {
        BoundQuery bound = RetailRoom.bind(RetailRoom.variant(query.room()), query.sql());
        RelNode ordered = CanonicalOrder.of(
                PolicyEngine.form(bound.plan()), bound.columns().size());
        return ThresholdRewrite.enforce(ordered, QueryAnalysis.of(ordered));
    }

    @Test
    void enforcedPlansAreProvedAndTheirMutantsAreNot() {
        Map<String, Integer> tried = new TreeMap<>();
        List<String> survivors = new ArrayList<>();
        for (Guarded query : queries()) {
            ThresholdRewrite.Enforced enforced = enforced(query);
            Map<String, SourceRule> rules = SourceRule.of(enforced.sources(), RetailRoom.ADVERTISER);
            assertDoesNotThrow(() -> OutputVerifier.verify(enforced.plan(), rules, enforced.guards()), query.sql());
            if (query.sql().contains("campaign_attribution_weekly")) {
                // It says the minimum itself, so that leaving ours out changes nothing.
                continue;
            }
            for (Mutant mutant : PlanMutants.of(enforced)) {
                tried.merge(mutant.kind(), 1, Integer::sum);
                try {
                    OutputVerifier.verify(mutant.plan(), rules, mutant.guards());
                    survivors.add(mutant.kind() + " of " + query.sql() + "\n" + RelOptUtil.toString(mutant.plan())
                            + mutant.guards());
                } catch (OutputVerifier.NotProved expected) {
                    // As it should be; any other exception would leave the server as something else than a refusal.
                }
            }
        }
        System.out.println("plan mutants, all to be rejected: " + tried);
        assertTrue(survivors.isEmpty(), () -> survivors.size() + " proved:\n" + String.join("\n", survivors));
        assertAll(PlanMutants.KINDS.stream().map(kind -> () -> assertTrue(tried.getOrDefault(kind, 0) > 0, kind)));
    }

    /** The rewrite judges nothing, so it makes plans of these; the proof does not rely on any check before it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT campaign_id FROM advertiser_campaign_events",
                "SELECT campaign_id FROM advertiser_campaign_events LIMIT 5",
                "SELECT SUM(n) FROM (SELECT click_count AS n FROM advertiser_campaign_events LIMIT 101) AS t",
                "SELECT SUM(n) FROM (SELECT click_count AS n, ROW_NUMBER() OVER (ORDER BY hashed_email) AS r"
                        + " FROM advertiser_campaign_events) AS t WHERE r <= 101",
                "SELECT SUM(n) FROM (SELECT click_count AS n, 1 + ROW_NUMBER() OVER (ORDER BY hashed_email) AS r"
                        + " FROM advertiser_campaign_events) AS t WHERE r <= 101",
                "SELECT COUNT(*) FROM (SELECT hashed_email FROM advertiser_campaign_events"
                        + " UNION ALL SELECT hashed_email FROM advertiser_campaign_events) AS t",
                "SELECT COUNT(*) FROM advertiser_campaign_events AS c JOIN (SELECT campaign_id AS i, COUNT(*) AS n"
                        + " FROM advertiser_campaign_events GROUP BY 1) AS t ON c.campaign_id = t.i",
                "SELECT campaign_id FROM advertiser_campaign_events"
                        + " UNION ALL SELECT campaign_id FROM advertiser_campaign_events GROUP BY 1",
                "SELECT campaign_id FROM advertiser_campaign_events WHERE click_count >"
                        + " (SELECT COUNT(*) FROM retailer_purchase_events) GROUP BY 1",
            })
    void whatTheChecksRefuseHasNoProofEither(String sql) {
        ThresholdRewrite.Enforced enforced = enforced(new Guarded("standard", sql));
        assertThrows(
                OutputVerifier.NotProved.class,
                () -> OutputVerifier.verify(
                        enforced.plan(), SourceRule.of(enforced.sources(), RetailRoom.ADVERTISER), enforced.guards()));
    }

    /** The same for list tables and custom ones, with and without a minimum. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT segment FROM loyalty_segments",
                "SELECT DISTINCT segment FROM loyalty_segments",
                "SELECT s.segment FROM {sr}",
                "SELECT DISTINCT s.hashed_email FROM {sr}",
                "SELECT DISTINCT r.hashed_email, s.segment FROM {sr}",
                "SELECT DISTINCT UPPER(s.segment) FROM {sr}",
                "SELECT DISTINCT s.segment FROM {s} JOIN {r} ON s.segment = r.status",
                "SELECT DISTINCT s.segment FROM {s} LEFT JOIN {r} ON s.hashed_email = r.hashed_email",
                "SELECT COUNT(*) FROM {sr}",
                "SELECT SUM(s.score) FROM {sr}",
                "SELECT DISTINCT s.segment FROM {s} JOIN {v} ON s.hashed_email = v.hashed_email",
                "SELECT DISTINCT s.segment FROM {s} JOIN (SELECT hashed_email FROM advertiser_audience"
                        + " UNION ALL SELECT hashed_email FROM retailer_visits) AS u ON u.hashed_email = s.hashed_email",
                "SELECT DISTINCT s.segment FROM {s} JOIN {v} ON v.hashed_email = s.hashed_email"
                        + " JOIN {a} ON a.cohort = v.region",
                "SELECT DISTINCT s.segment FROM {s} JOIN {v} ON v.hashed_email = s.hashed_email"
                        + " JOIN {a} ON a.cohort = v.region OR a.cohort = v.hashed_email",
                "SELECT k.country, SUM(k.weight) FROM panel k GROUP BY k.country",
                "SELECT k.country, SUM(k.weight) FROM panel k JOIN {c} ON c.campaign_id = k.country GROUP BY k.country",
                "SELECT k.country, SUM(k.weight) FROM panel k JOIN {v} ON v.hashed_email = k.hashed_email"
                        + " GROUP BY k.country",
                "SELECT k.country, SUM(k.weight) FROM panel k JOIN (SELECT hashed_email FROM advertiser_audience"
                        + " UNION ALL SELECT hashed_email FROM retailer_visits) AS u ON u.hashed_email = k.hashed_email"
                        + " GROUP BY k.country",
                "SELECT k.country, SUM(k.weight) FROM panel k JOIN (SELECT v.hashed_email FROM {va}"
                        + " UNION ALL SELECT hashed_email FROM retailer_visits_old) AS u"
                        + " ON u.hashed_email = k.hashed_email GROUP BY k.country",
                "SELECT DISTINCT s.segment FROM {s} WHERE s.segment IN (SELECT r.status FROM {r})",
                "SELECT DISTINCT s.hashed_email FROM {s} WHERE s.hashed_email IN (SELECT r.hashed_email FROM {r})",
                "SELECT DISTINCT s.segment FROM {s} WHERE s.hashed_email IN (SELECT hashed_email FROM loyalty_segments)",
                "SELECT s.segment FROM {s} WHERE s.hashed_email IN (SELECT r.hashed_email FROM {r})",
                "SELECT SUM(s.score) FROM {s} WHERE s.hashed_email IN (SELECT r.hashed_email FROM {r})",
                "SELECT COUNT(*) FROM {c} WHERE c.hashed_email IN (SELECT r.hashed_email FROM {r})",
                "SELECT MIN(v.hashed_email) FROM {v} WHERE v.hashed_email IN (SELECT o.hashed_email FROM {o})",
                "SELECT v.region FROM {v} WHERE v.hashed_email IN (SELECT o.hashed_email FROM {o})",
                "SELECT region, amount FROM retailer_visits",
                "SELECT hashed_email, COUNT(*) FROM retailer_visits GROUP BY hashed_email",
                "SELECT MIN(hashed_email) FROM retailer_visits",
                "SELECT a.cohort, COUNT(*) FROM {v} LEFT JOIN {a} ON a.hashed_email = v.hashed_email GROUP BY a.cohort",
                "SELECT c.campaign_id, COUNT(*) FROM {c} LEFT JOIN {v} ON c.hashed_email = v.hashed_email GROUP BY 1",
                "SELECT n, COUNT(*) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY region ORDER BY visit_date) AS n"
                        + " FROM retailer_visits) AS t GROUP BY n",
                "SELECT n, COUNT(*) FROM (SELECT NTILE(0) OVER (PARTITION BY hashed_email ORDER BY visit_date) AS n"
                        + " FROM retailer_visits) AS t GROUP BY n",
                "SELECT n, COUNT(*) FROM (SELECT SUM(amount) OVER (PARTITION BY hashed_email ORDER BY minutes"
                        + " RANGE BETWEEN 1 PRECEDING AND CURRENT ROW) AS n FROM retailer_visits) AS t GROUP BY n",
                "SELECT region, COUNT(*) FROM (SELECT region FROM retailer_visits"
                        + " UNION ALL SELECT store_region FROM retailer_purchase_events) AS t GROUP BY region",
            })
    void rowsOfListAndCustomTablesHaveNoProof(String query) {
        for (String room : List.of("mixed", "mixed-without-minimum")) {
            ThresholdRewrite.Enforced enforced = enforced(new Guarded(room, DecisionRows.written(query)));
            assertThrows(
                    OutputVerifier.NotProved.class,
                    () -> OutputVerifier.verify(
                            enforced.plan(),
                            SourceRule.of(enforced.sources(), RetailRoom.ADVERTISER),
                            enforced.guards()));
        }
    }

    /** Where a minimum has to hold for whom a value is of. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT SUM(l) FROM (SELECT LAG(amount, 9) OVER (PARTITION BY hashed_email ORDER BY visit_id) AS l"
                        + " FROM retailer_visits) AS t",
                "SELECT MAX(l) FROM (SELECT MAX(amount) OVER (PARTITION BY hashed_email ORDER BY visit_id ROWS BETWEEN 9"
                        + " PRECEDING AND 9 PRECEDING) AS l FROM retailer_visits) AS t",
                "SELECT COUNT(s) FROM (SELECT VAR_SAMP(amount) OVER (PARTITION BY hashed_email) AS s FROM retailer_visits) AS t",
                "SELECT SUM(s) FROM (SELECT SUM(x) OVER (PARTITION BY hashed_email) AS s FROM (SELECT hashed_email,"
                        + " CAST(amount AS DECIMAL(38, 2)) AS x FROM retailer_visits) AS u) AS t",
                "SELECT SUM(amount * (CASE WHEN s < 9 THEN s END - minutes)) FROM (SELECT amount, minutes, SUM(minutes) OVER"
                        + " (PARTITION BY hashed_email) AS s FROM retailer_visits) AS t",
                "SELECT SUM(amount * (r - 1)) FROM (SELECT amount, ROW_NUMBER() OVER (PARTITION BY hashed_email ORDER BY"
                        + " visit_id) AS r FROM retailer_visits) AS t",
            })
    void aValueThatOnePersonMayHaveAloneHasNoProof(String query) {
        ThresholdRewrite.Enforced enforced = enforced(new Guarded("mixed", query));
        assertThrows(
                OutputVerifier.NotProved.class,
                () -> OutputVerifier.verify(
                        enforced.plan(), SourceRule.of(enforced.sources(), RetailRoom.ADVERTISER), enforced.guards()));
    }

    /** Without a minimum nothing but the link and the shape of the answer keeps a list table to its overlap. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT DISTINCT s.segment FROM {s} WHERE s.hashed_email IN (SELECT r.hashed_email FROM {r})",
                "SELECT DISTINCT r.internal_id FROM {r} WHERE r.hashed_email IN (SELECT s.hashed_email FROM {s} WHERE s.tier = 'a')",
                "WITH w AS (SELECT DISTINCT hashed_email FROM advertiser_crm)"
                        + " SELECT DISTINCT s.segment FROM {s} JOIN w ON s.hashed_email = w.hashed_email",
            })
    void mutantsOfSemiJoinsWithListTablesHaveNoProof(String query) {
        ThresholdRewrite.Enforced enforced = enforced(new Guarded("mixed", DecisionRows.written(query)));
        Map<String, SourceRule> rules = SourceRule.of(enforced.sources(), RetailRoom.ADVERTISER);
        assertDoesNotThrow(() -> OutputVerifier.verify(enforced.plan(), rules, enforced.guards()));
        List<Mutant> mutants = PlanMutants.of(enforced).stream()
                .filter(m -> List.of("semi-join without its equality", "outer join", "another source")
                        .contains(m.kind()))
                .toList();
        assertTrue(mutants.size() >= 4, () -> "mutants: " + mutants);
        for (Mutant mutant : mutants) {
            assertThrows(
                    OutputVerifier.NotProved.class,
                    () -> OutputVerifier.verify(mutant.plan(), rules, mutant.guards()),
                    mutant.kind());
        }
    }

    @Test
    void enforcedTextIsProvedAndItsMutantsAreNot() {
        Map<String, Integer> tried = new TreeMap<>();
        List<String> survivors = new ArrayList<>();
        for (Guarded query : queries()) {
            ApprovedQuery approved = ((Decision.Approved) RetailRoom.decideIn(query.room(), query.sql())).query();
            ThresholdRewrite.Enforced enforced = enforced(query);
            int fields = enforced.plan().getRowType().getFieldCount();
            Map<String, SourceRule> rules = SourceRule.of(approved.sources(), RetailRoom.ADVERTISER);
            assertDoesNotThrow(
                    () -> SqlVerifier.verify(
                            approved.sql(),
                            approved.sources(),
                            rules,
                            approved.guards(),
                            approved.parameterOrder(),
                            fields),
                    query.sql());
            TextMutants.of(approved.sql(), approved.sources()).forEach((kind, texts) -> {
                for (String text : texts) {
                    tried.merge(kind, 1, Integer::sum);
                    try {
                        SqlVerifier.verify(
                                text, approved.sources(), rules, approved.guards(), approved.parameterOrder(), fields);
                        survivors.add(kind + "\n" + approved.sql() + "\n" + text);
                    } catch (OutputVerifier.NotProved expected) {
                        // As it should be.
                    }
                }
            });
        }
        System.out.println("text mutants, all to be rejected: " + tried);
        assertTrue(survivors.isEmpty(), () -> survivors.size() + " proved:\n" + String.join("\n", survivors));
        assertAll(TextMutants.KINDS.stream().map(kind -> () -> assertTrue(tried.getOrDefault(kind, 0) > 0, kind)));
    }

    /** Mutants that cannot even be read would prove nothing about the proof. */
    @Test
    void mostTextMutantsCanBeRead() {
        int read = 0;
        int all = 0;
        for (Guarded query : queries()) {
            ApprovedQuery approved = ((Decision.Approved) RetailRoom.decideIn(query.room(), query.sql())).query();
            Map<String, List<String>> mutants = TextMutants.of(approved.sql(), approved.sources());
            mutants.remove("another source");
            if (query.room().startsWith("mixed")) {
                // The columns that it swaps in are those of the other room.
                mutants.remove("counter swapped");
            }
            for (List<String> texts : mutants.values()) {
                for (String text : texts) {
                    all++;
                    OutputVerifier.NotProved rejected = assertThrows(
                            OutputVerifier.NotProved.class,
                            () -> SqlVerifier.verify(
                                    text,
                                    approved.sources(),
                                    SourceRule.of(approved.sources(), RetailRoom.ADVERTISER),
                                    approved.guards(),
                                    approved.parameterOrder(),
                                    approved.columns().size()
                                            + approved.guards().size()));
                    if (rejected.getCause() == null) {
                        read++;
                    }
                }
            }
        }
        assertTrue(read > all * 9 / 10, read + " of " + all);
    }
}
