-- The weekly attribution of one campaign's July.

CALL campaign_attribution_weekly('CAMP_2026_Q3_SUMMER', DATE '2026-07-01', DATE '2026-07-31');
