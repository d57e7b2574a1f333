-- AdvertiserCo joins, contributes its impressions, and proposes the query that it wants to run every week.

JOIN COLLABORATION retail_attribution;

CREATE CONFIGURED TABLE campaign_events FROM 'impressions/*.parquet' FORMAT PARQUET;

ALTER CONFIGURED TABLE campaign_events SET ANALYSIS RULE AGGREGATION (
  JOIN COLUMNS (hashed_email),
  DIMENSION COLUMNS (campaign_id, campaign_name, ad_format, impression_date),
  AGGREGATE COLUMNS (
    SUM(impression_count), AVG(impression_count), SUM(click_count), AVG(click_count), SUM(spend_amount),
    AVG(spend_amount), COUNT(*), COUNT(DISTINCT hashed_email)),
  SCALAR FUNCTIONS (DATE_TRUNC, EXTRACT, UPPER, LOWER, COALESCE, ROUND),
  MINIMUM 100 DISTINCT hashed_email);

ASSOCIATE CONFIGURED TABLE campaign_events WITH COLLABORATION retail_attribution
  AS advertiser_campaign_events RESULT RECEIVERS (advertiserco);

CREATE ANALYSIS TEMPLATE retail_attribution.campaign_attribution_weekly
  (campaign_id VARCHAR(50), start_date DATE, end_date DATE)
  DESCRIPTION 'Calculate attributed purchases by campaign for a date range'
AS
-- Template name: campaign_attribution_weekly
-- Description: Calculate attributed purchases by campaign for a date range

SELECT
    c.campaign_id,
    c.campaign_name,
    c.ad_format,
    p.product_category,
    DATE_TRUNC('week', p.purchase_date) AS purchase_week,
    COUNT(DISTINCT c.hashed_email) AS matched_users,
    SUM(c.impression_count)          AS total_impressions,
    SUM(c.spend_amount)              AS total_spend,
    COUNT(p.purchase_id)             AS attributed_purchases,
    SUM(p.purchase_amount)           AS attributed_revenue,
    SUM(p.purchase_amount) / NULLIF(SUM(c.spend_amount), 0) AS roas
FROM advertiser_campaign_events c
INNER JOIN retailer_purchase_events p
    ON c.hashed_email = p.hashed_email
   AND p.purchase_date BETWEEN c.impression_date AND c.impression_date + INTERVAL '30 days'
WHERE c.campaign_id = :campaign_id
  AND c.impression_date >= :start_date
  AND c.impression_date <= :end_date
GROUP BY 1, 2, 3, 4, 5
HAVING COUNT(DISTINCT c.hashed_email) >= 100;
-- The HAVING clause enforces the minimum cell count at the SQL level,
-- Clean Rooms also enforces it at the engine level as a double safeguard
