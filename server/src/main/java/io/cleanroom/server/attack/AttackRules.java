package io.cleanroom.server.attack;

import java.util.Map;
import java.util.TreeMap;

/** The tables of the attack rooms, each with its rule: one for each kind of agreement that an adversary may meet. */
final class AttackRules {
    /** Approved in every room. */
    static final String TEMPLATE = """
            SELECT i.segment, COUNT(DISTINCT p.person_key) AS people, SUM(p.amount) AS revenue
            FROM impressions i JOIN purchases p ON i.person_key = p.person_key
            WHERE i.segment = :chosen AND p.bought_on >= :since
            GROUP BY i.segment""";

    private AttackRules() {}

    /** Of the adversary's own, as generous as rules can be. */
    static Map<String, String> adversarys(String adversary) {
        Map<String, String> rules = new TreeMap<>();
        rules.put("impressions", """
                AGGREGATION (JOIN COLUMNS (person_key), DIMENSION COLUMNS (label, segment, shown_on),
                  AGGREGATE COLUMNS (SUM(clicks), SUM(weight), COUNT(*), COUNT(DISTINCT person_key)),
                  SCALAR FUNCTIONS (DATE_TRUNC, UPPER, LOWER, COALESCE, NULLIF, SUBSTRING, CAST, CHAR_LENGTH, POSITION),
                  WITHOUT MINIMUM)""");
        rules.put("contacts", "CUSTOM (QUERIES BY (" + adversary + "), WITHOUT MINIMUM)");
        return rules;
    }

    /** The owner's. */
    static Map<String, String> owners(String owner, String adversary, int people) {
        String minimum = "MINIMUM " + people + " DISTINCT person_key";
        Map<String, String> rules = new TreeMap<>();
        rules.put("purchases", """
                AGGREGATION (JOIN COLUMNS (person_key), DIMENSION COLUMNS (category, region, bought_on),
                  AGGREGATE COLUMNS (SUM(amount), AVG(amount), SUM(items), COUNT(purchase_id), COUNT(*),
                    COUNT(DISTINCT person_key)),
                  SCALAR FUNCTIONS (DATE_TRUNC, EXTRACT, UPPER, LOWER, COALESCE, ROUND),
                  %s)""".formatted(minimum));
        rules.put("refunds", """
                AGGREGATION (JOIN COLUMNS (person_key), DIMENSION COLUMNS (reason),
                  AGGREGATE COLUMNS (SUM(refund), COUNT(*), COUNT(DISTINCT person_key)), JOIN REQUIRED,
                  %s)""".formatted(minimum));
        rules.put("sealed", """
                AGGREGATION (JOIN COLUMNS (person_key), DIMENSION COLUMNS (area),
                  AGGREGATE COLUMNS (SUM(minutes), COUNT(*)), TEMPLATES ONLY, %s)""".formatted(minimum));
        rules.put("tiers", "LIST (JOIN COLUMNS (person_key), LIST COLUMNS (tier, shade))");
        rules.put("visits", """
                CUSTOM (QUERIES BY (%s), DISALLOWED OUTPUT COLUMNS (age, diary), IDENTITY COLUMN person_key,
                  COMPARISONS WITH LITERALS (area, visited_on), COMPARISONS WITH COLUMNS (person_key),
                  %s)""".formatted(adversary, minimum));
        rules.put("panel", "CUSTOM (QUERIES BY (" + adversary + "), IDENTITY COLUMN person_key, " + minimum + ")");
        rules.put("pay", "CUSTOM (QUERIES BY (" + owner + "), IDENTITY COLUMN person_key, " + minimum + ")");
        return rules;
    }
}
