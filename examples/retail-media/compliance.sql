-- Every query that touched RetailCo's data or was refused it, for a compliance archive: who, when, the full SQL with the template's
-- text and its parameters, what was decided on which definition, how it ended, and where the rows went. No rows.

SELECT query_id, "user", submitted_at, finished_at, state, decision, sql, template_sql, parameters, definition_hash, receivers,
       result_location
FROM system.protected_queries
ORDER BY submitted_at;

-- How many ended how.

SELECT state, COUNT(*) AS queries FROM system.protected_queries GROUP BY state ORDER BY state;
