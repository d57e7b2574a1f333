-- RetailCo reads what the template would do with its table, and approves it.

EXPLAIN ANALYSIS TEMPLATE retail_attribution.campaign_attribution_weekly;

APPROVE ANALYSIS TEMPLATE retail_attribution.campaign_attribution_weekly;
