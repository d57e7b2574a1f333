package io.cleanroom.server.bench;

import io.cleanroom.server.policy.DecisionStages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each stage of a decision costs, for ten queries of the retailer's and the advertiser's room. */
final class DecisionCost {
    private static final int WARM_UP = 300;
    private static final int MEASURED = 200;

    private record Typical(String name, String room, String sql) {}

    private static final List<Typical> TYPICAL = List.of(
            new Typical("count", "standard", "SELECT COUNT(*) FROM advertiser_campaign_events"),
            new Typical(
                    "group by",
                    "standard",
                    "SELECT campaign_id, COUNT(DISTINCT hashed_email) AS reach FROM advertiser_campaign_events GROUP BY 1"),
            new Typical(
                    "filter list",
                    "standard",
                    "SELECT DISTINCT ad_format FROM advertiser_campaign_events ORDER BY ad_format"),
            new Typical("join", "standard", """
                    SELECT p.product_category, SUM(p.purchase_amount) AS revenue
                    FROM retailer_purchase_events p JOIN advertiser_campaign_events c ON p.hashed_email = c.hashed_email
                    WHERE c.campaign_id = 'CAMP_2026_Q3_SUMMER' GROUP BY p.product_category ORDER BY revenue DESC LIMIT 10"""),
            new Typical("attribution", "standard", """
                    SELECT c.campaign_id, c.ad_format, p.product_category, DATE_TRUNC('week', p.purchase_date) AS week,
                      COUNT(DISTINCT c.hashed_email) AS users, SUM(p.purchase_amount) / NULLIF(SUM(c.spend_amount), 0) AS roas
                    FROM advertiser_campaign_events c JOIN retailer_purchase_events p
                      ON c.hashed_email = p.hashed_email
                      AND p.purchase_date BETWEEN c.impression_date AND c.impression_date + INTERVAL '30 days'
                    WHERE c.impression_date >= DATE '2026-07-01' GROUP BY 1, 2, 3, 4 HAVING COUNT(*) > 200"""),
            new Typical("common table expression", "standard", """
                    WITH weekly AS (SELECT DATE_TRUNC('week', impression_date) AS week, SUM(spend_amount) AS spend
                      FROM advertiser_campaign_events GROUP BY 1)
                    SELECT week, spend, SUM(spend) OVER (ORDER BY week) AS total FROM weekly ORDER BY week"""),
            new Typical("semi-join", "standard", """
                    SELECT ad_format, COUNT(*) FROM advertiser_campaign_events WHERE hashed_email IN
                      (SELECT hashed_email FROM retailer_purchase_events WHERE product_category = 'Shoes')
                    GROUP BY ad_format"""),
            new Typical("joined results", "standard", """
                    SELECT a.campaign_id, a.n, b.n FROM
                      (SELECT campaign_id, COUNT(*) AS n FROM advertiser_campaign_events GROUP BY 1) a
                      LEFT JOIN (SELECT campaign_id, COUNT(*) AS n FROM advertiser_campaign_events
                        WHERE ad_format = 'video' GROUP BY 1) b ON a.campaign_id = b.campaign_id"""),
            new Typical(
                    "conditional sums",
                    "mixed",
                    "SELECT region, SUM(CASE WHEN minutes > 30 THEN amount ELSE 0 END), COUNT(*) FILTER (WHERE online)"
                            + " FROM retailer_visits GROUP BY region"),
            new Typical("template", "standard", """
                    CALL campaign_attribution_weekly('CAMP_2026_Q3_SUMMER', DATE '2026-07-01', DATE '2026-07-31')"""));

    private DecisionCost() {}

    /** Medians in milliseconds of every stage, and their sum, for each query. */
    static List<Object> measure(Table table) {
        for (int i = 0; i < WARM_UP; i++) {
            TYPICAL.forEach(query -> DecisionStages.of(query.room(), query.sql()));
        }
        List<Object> report = new ArrayList<>();
        for (Typical query : TYPICAL) {
            List<Series> stages =
                    DecisionStages.NAMES.stream().map(name -> new Series()).toList();
            Series whole = new Series();
            for (int i = 0; i < MEASURED; i++) {
                List<Double> millis = DecisionStages.of(query.room(), query.sql());
                for (int stage = 0; stage < millis.size(); stage++) {
                    stages.get(stage).add(millis.get(stage));
                }
                whole.add(millis.stream().mapToDouble(Double::doubleValue).sum());
            }
            Map<String, Object> medians = new LinkedHashMap<>();
            List<Object> line = new ArrayList<>(List.of(query.name()));
            medians.put("query", query.name());
            for (int stage = 0; stage < stages.size(); stage++) {
                medians.put(
                        DecisionStages.NAMES.get(stage) + "_ms",
                        stages.get(stage).median());
                line.add(stages.get(stage).median());
            }
            medians.put("decision_ms", whole.median());
            line.add(whole.median());
            table.add(line.toArray());
            report.add(medians);
        }
        return report;
    }
}
