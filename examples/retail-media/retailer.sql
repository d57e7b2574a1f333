-- RetailCo invites AdvertiserCo, and says what may be asked of its purchases.

CREATE COLLABORATION retail_attribution (
  MEMBER retailco CAN (CONTRIBUTE),
  MEMBER advertiserco CAN (CONTRIBUTE, QUERY, RECEIVE RESULTS));

CREATE CONFIGURED TABLE purchase_events FROM 'purchases/*.parquet' FORMAT PARQUET;

-- customer_name, email_address, home_address and credit_card_last4 are granted for nothing. So they do not exist.
ALTER CONFIGURED TABLE purchase_events SET ANALYSIS RULE AGGREGATION (
  JOIN COLUMNS (hashed_email),
  DIMENSION COLUMNS (product_category, purchase_date, store_region),
  AGGREGATE COLUMNS (
    SUM(purchase_amount), AVG(purchase_amount), SUM(item_count), AVG(item_count), COUNT(purchase_id), COUNT(*),
    COUNT(DISTINCT hashed_email)),
  SCALAR FUNCTIONS (DATE_TRUNC, EXTRACT, UPPER, LOWER, COALESCE, ROUND),
  MINIMUM 100 DISTINCT hashed_email);

ASSOCIATE CONFIGURED TABLE purchase_events WITH COLLABORATION retail_attribution
  AS retailer_purchase_events RESULT RECEIVERS (advertiserco);
