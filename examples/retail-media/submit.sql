-- The same, as the weekly job runs it: nobody waits, and the rows go to a file in AdvertiserCo's result location alone.

SUBMIT CALL campaign_attribution_weekly('CAMP_2026_Q3_SUMMER', DATE '2026-07-01', DATE '2026-07-31')
  INTO 'attribution-results/july' FORMAT CSV;
