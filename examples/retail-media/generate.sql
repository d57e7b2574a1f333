-- The two members' files, at any size: DuckDB SQL that reads two variables and nothing else.
--
--   scale   1.0 is the size of the story: 50 M customers, 200 M purchases, 300 M impressions
--   target  an existing folder with the sub-folders retailco/purchases and advertiserco/impressions
--
-- From a DuckDB shell:
--   SET VARIABLE scale = 0.002;
--   SET VARIABLE target = 'data';
--   .read generate.sql
--
-- Every value is arithmetic over a row number and hash(), never random(), and rows keep their order. So the same scale
-- gives the same files, whatever the number of threads. Nobody in here exists: every address is at example.com.

SET preserve_insertion_order = true;

SET VARIABLE customers = CAST(greatest(round(50000000 * getvariable('scale')), 10) AS BIGINT);
SET VARIABLE purchases = CAST(greatest(round(200000000 * getvariable('scale')), 40) AS BIGINT);
SET VARIABLE impressions = CAST(greatest(round(300000000 * getvariable('scale')), 60) AS BIGINT);

-- What a row or a person has in one respect: a whole number below a bound, and a number in [0, 1). The respect goes into
-- the hashed number, because hash(a, b) mixes too little to be used for independent draws.
CREATE OR REPLACE TEMP MACRO pick(n, respect, bound) AS CAST(hash(n * 64 + respect) % bound AS INTEGER);
CREATE OR REPLACE TEMP MACRO unit(n, respect) AS CAST(hash(n * 64 + respect) >> 11 AS DOUBLE) / 9007199254740992.0;

CREATE OR REPLACE TEMP MACRO first_name(person) AS
    ['Anna', 'Ben', 'Chloe', 'David', 'Elena', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kemal', 'Lena', 'Maria',
     'Noah', 'Olga', 'Pavel', 'Quinn', 'Rosa', 'Samir', 'Tessa'][1 + pick(person, 1, 20)];
CREATE OR REPLACE TEMP MACRO last_name(person) AS
    ['Adams', 'Becker', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Haddad', 'Ivanov', 'Jensen', 'Kowalski', 'Lopez',
     'Moreau', 'Novak', 'Okafor', 'Petrov', 'Rossi', 'Silva', 'Tanaka', 'Weber'][1 + pick(person, 2, 20)];
CREATE OR REPLACE TEMP MACRO email(person) AS
    first_name(person) || '.' || last_name(person) || CAST(person AS VARCHAR) || '@example.com';

-- What both members apply before anything enters the clean room: SHA-256 of the trimmed, lower-case address, in hex.
CREATE OR REPLACE TEMP MACRO hash_identifier(address) AS sha256(lower(trim(address)));

-- The retailer's customers. Nobody contributes this table; purchases are derived from it.
CREATE OR REPLACE TEMP MACRO customer_region(person) AS CASE
    WHEN unit(person, 3) < 0.34 THEN 'north' WHEN unit(person, 3) < 0.60 THEN 'south'
    WHEN unit(person, 3) < 0.80 THEN 'west' WHEN unit(person, 3) < 0.94 THEN 'east' ELSE 'islands' END;

-- The retailer's purchases, one of four parts. Some customers buy far more often than others; one purchase in fifty is a
-- guest's and has no identity; a purchase in the web shop has no store region; a few rows lack a category or an amount.
CREATE OR REPLACE TEMP MACRO purchases_part(part) AS TABLE
WITH drawn AS (
    SELECT
        n,
        CASE WHEN unit(n, 10) >= 0.02 THEN
            (CAST(floor(getvariable('customers') * unit(n, 11) * sqrt(unit(n, 11))) AS BIGINT) * 7919 + 13)
                % getvariable('customers') END AS person,
        unit(n, 12) AS category,
        unit(n, 13) AS day,
        unit(n, 14) AS price,
        unit(n, 15) AS items,
        unit(n, 16) AS elsewhere,
        unit(n, 17) AS gap
    FROM range(part * getvariable('purchases') // 4, (part + 1) * getvariable('purchases') // 4) r(n)
), categorised AS (
    SELECT *, CASE
        WHEN category < 0.27 THEN 'grocery' WHEN category < 0.46 THEN 'electronics' WHEN category < 0.61 THEN 'home_goods'
        WHEN category < 0.73 THEN 'apparel' WHEN category < 0.82 THEN 'beauty' WHEN category < 0.89 THEN 'toys'
        WHEN category < 0.94 THEN 'sports' WHEN category < 0.97 THEN 'garden' WHEN category < 0.99 THEN 'books'
        WHEN category < 0.996 THEN 'jewelry' END AS product_category
    FROM drawn
)
SELECT
    n + 1 AS purchase_id,
    first_name(person) || ' ' || last_name(person) AS customer_name,
    -- As typed at the till: now and then in capitals or with a blank. The hash is the same.
    CASE WHEN n % 11 = 0 THEN upper(email(person)) WHEN n % 13 = 0 THEN ' ' || email(person) ELSE email(person) END
        AS email_address,
    CAST(1 + pick(person, 4, 200) AS VARCHAR)
        || [' Oak Street, ', ' Mill Lane, ', ' Station Road, ', ' Church Hill, '][1 + pick(person, 5, 4)]
        || ['Ashford', 'Brookside', 'Clearwater', 'Dunmore', 'Eastvale'][1 + pick(person, 6, 5)]
        AS home_address,
    CASE WHEN person IS NOT NULL THEN lpad(CAST(pick(person, 7, 10000) AS VARCHAR), 4, '0') END AS credit_card_last4,
    hash_identifier(email(person)) AS hashed_email,
    product_category,
    DATE '2026-01-01' + CAST(floor(365 * day) AS INTEGER) AS purchase_date,
    CASE
        WHEN elsewhere < 0.05 THEN NULL
        WHEN elsewhere < 0.12 OR person IS NULL THEN customer_region(n)
        ELSE customer_region(person) END AS store_region,
    CASE WHEN gap >= 0.001 THEN CAST(
        CASE product_category
            WHEN 'grocery' THEN 24 WHEN 'electronics' THEN 95 WHEN 'home_goods' THEN 60 WHEN 'apparel' THEN 55
            WHEN 'beauty' THEN 32 WHEN 'toys' THEN 28 WHEN 'sports' THEN 64 WHEN 'garden' THEN 48 WHEN 'books' THEN 18
            WHEN 'jewelry' THEN 340 ELSE 30 END * (0.3 + 2.8 * price * price * price) AS DECIMAL(12, 2)) END
        AS purchase_amount,
    CAST(1 + floor(6 * items * items * items) AS INTEGER) AS item_count
FROM categorised;

-- The advertiser's impressions, one of four parts. Its audience is as large as the retailer's customer base and shares a
-- little more than half of it. Each campaign has its own weeks and its own mix of formats.
CREATE OR REPLACE TEMP MACRO impressions_part(part) AS TABLE
WITH drawn AS (
    SELECT
        n,
        CAST(floor(getvariable('customers') * (0.45 + unit(n, 21))) AS BIGINT) AS person,
        unit(n, 22) AS campaign,
        unit(n, 23) AS format,
        unit(n, 24) AS day,
        unit(n, 25) AS views,
        unit(n, 26) AS clicks,
        unit(n, 27) AS gap
    FROM range(part * getvariable('impressions') // 4, (part + 1) * getvariable('impressions') // 4) r(n)
), campaigns AS (
    SELECT *, CASE
        WHEN campaign < 0.32 THEN {id: 'CAMP_2026_Q3_SUMMER', title: 'Summer Sale', first: DATE '2026-07-01', days: 92}
        WHEN campaign < 0.52 THEN {id: 'CAMP_2026_Q4_HOLIDAY', title: 'Holiday Gifts', first: DATE '2026-10-15', days: 72}
        WHEN campaign < 0.70 THEN {id: 'CAMP_2026_BRAND', title: 'Always On', first: DATE '2026-01-01', days: 365}
        WHEN campaign < 0.85 THEN {id: 'CAMP_2026_Q2_SPRING', title: 'Spring Refresh', first: DATE '2026-04-01', days: 75}
        WHEN campaign < 0.997 THEN {id: 'CAMP_2026_Q1_WINTER', title: 'Winter Clearance', first: DATE '2026-01-05', days: 60}
        ELSE {id: 'CAMP_2026_PILOT', title: 'Audio Pilot', first: DATE '2026-06-01', days: 45} END AS c
    FROM drawn
), placed AS (
    SELECT *, CASE
        WHEN c.id = 'CAMP_2026_PILOT' THEN 'audio' WHEN format < 0.48 THEN 'display' WHEN format < 0.78 THEN 'video'
        WHEN format < 0.97 THEN 'social' ELSE 'audio' END AS ad_format
    FROM campaigns
)
SELECT
    CASE WHEN gap >= 0.01 THEN hash_identifier(email(person)) END AS hashed_email,
    c.id AS campaign_id,
    c.title AS campaign_name,
    ad_format,
    c.first + CAST(floor(c.days * day) AS INTEGER) AS impression_date,
    CAST(1 + floor(8 * views * views) AS INTEGER) AS impression_count,
    -- Nobody clicks on sound.
    CASE WHEN ad_format <> 'audio' THEN CAST(floor(2.2 * clicks * clicks * clicks) AS INTEGER) END AS click_count,
    CAST((1 + floor(8 * views * views)) * CASE ad_format
        WHEN 'display' THEN 1.2050 WHEN 'video' THEN 2.6180 WHEN 'social' THEN 1.6075 ELSE 1.9110 END AS DECIMAL(12, 4))
        AS spend_amount
FROM placed;

COPY (FROM purchases_part(0)) TO (getvariable('target') || '/retailco/purchases/part-0.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM purchases_part(1)) TO (getvariable('target') || '/retailco/purchases/part-1.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM purchases_part(2)) TO (getvariable('target') || '/retailco/purchases/part-2.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM purchases_part(3)) TO (getvariable('target') || '/retailco/purchases/part-3.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM impressions_part(0)) TO (getvariable('target') || '/advertiserco/impressions/part-0.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM impressions_part(1)) TO (getvariable('target') || '/advertiserco/impressions/part-1.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM impressions_part(2)) TO (getvariable('target') || '/advertiserco/impressions/part-2.parquet') (FORMAT parquet, COMPRESSION zstd);
COPY (FROM impressions_part(3)) TO (getvariable('target') || '/advertiserco/impressions/part-3.parquet') (FORMAT parquet, COMPRESSION zstd);
