-- What AdvertiserCo's analyst may not ask. The first names a column that was never granted; the second asks for people.

SELECT customer_name FROM retailer_purchase_events;

SELECT hashed_email FROM retailer_purchase_events;
