package io.cleanroom.server.policy;

import io.cleanroom.server.error.Problem;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void show() {
        for (String sql : List.of(
                "CALL campaign_attribution_weekly('CAMP', DATE '2026-07-01', DATE '2026-07-31')",
                "SELECT customer_name FROM retailer_purchase_events",
                "SELECT hashed_email FROM retailer_purchase_events",
                "SELECT * FROM advertiser_campaign_events LIMIT 0",
                "SELECT campaign_id, COUNT(*) AS n, SUM(spend_amount)/NULLIF(SUM(click_count),0) AS cpc FROM advertiser_campaign_events WHERE impression_date BETWEEN '2026-01-01' AND DATE '2026-02-01' AND campaign_id IN ('a','b') GROUP BY campaign_id HAVING COUNT(*) > 5 ORDER BY n DESC LIMIT 3",
                "SELECT DISTINCT campaign_id FROM advertiser_campaign_events",
                "SELECT SUM(CASE WHEN hashed_email='x' THEN spend_amount ELSE 0 END) FROM advertiser_campaign_events",
                "SELECT campaign_id, MAX(spend_amount) FROM advertiser_campaign_events GROUP BY campaign_id",
                "SELECT store_region, COUNT(*) FROM retailer_purchase_events GROUP BY store_region",
                "WITH x AS (SELECT campaign_id, COUNT(*) n FROM advertiser_campaign_events GROUP BY 1) SELECT SUM(n), COUNT(*) FROM x",
                "SELECT campaign_id, COUNT(*) FROM advertiser_campaign_events GROUP BY 1 UNION SELECT ad_format, COUNT(*) FROM advertiser_campaign_events GROUP BY 1",
                "SELECT p.store_region, COUNT(DISTINCT p.hashed_email) FROM retailer_purchase_events p, advertiser_campaign_events c WHERE p.hashed_email = c.hashed_email AND UPPER(c.ad_format) LIKE 'V%' GROUP BY p.store_region",
                "SELECT 1",
                "SELECT name FROM system.members",
                "SELECT * FROM TABLE(campaign_attribution_weekly('CAMP', DATE '2026-07-01', ?)) WHERE roas > 1 ORDER BY roas DESC LIMIT 5",
                "SELECT SQRT(campaign_id) FROM x",
                "SELEC 1",
                "SELECT campaign_id, RANK() OVER (ORDER BY COUNT(*) DESC) FROM advertiser_campaign_events GROUP BY campaign_id",
                "SELECT campaign_id, (SELECT MAX(hashed_email) FROM retailer_purchase_events) FROM advertiser_campaign_events")) {
            System.out.println("=== " + sql);
            try {
                System.out.println(RelOptUtil.toString(
                        RetailRoom.bind(RetailRoom.ROOM, sql).plan()));
                Decision decision = RetailRoom.decide(sql);
                System.out.println(
                        decision instanceof Decision.Refused r
                                ? r.text()
                                : ((Decision.Approved) decision).query().sql() + "\n"
                                        + ((Decision.Approved) decision).query().guards()
                                        + ((Decision.Approved) decision).query().columns()
                                        + ((Decision.Approved) decision).thresholds());
            } catch (Problem e) {
                System.out.println(e.code() + ": " + e.getMessage());
                if (e.getCause() != null)
                    System.out.println("CAUSE "
                            + String.valueOf(e.getCause()).lines().findFirst().orElse("")
                            + java.util.Arrays.asList(e.getCause().getStackTrace())
                                    .subList(0, 3)
                            + String.valueOf(e.getCause().getCause())
                                    .lines()
                                    .findFirst()
                                    .orElse(""));
            }
        }
    }
}
