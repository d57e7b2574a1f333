-- What RetailCo sees of all that: who asked what, and what was decided. Results are not among it.

SELECT submitted_at, "user", template, decision, state, receivers, result_location, sql
FROM system.protected_queries ORDER BY submitted_at;

SELECT seq, at, actor, action, subject FROM system.audit_log ORDER BY seq;
