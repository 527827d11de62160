-- @description How well the quality gate catches what the simulated exchange got wrong: each kind of injected error against the quarantine.
-- @group gold
-- @owner data-engineering
-- @tag layer=gold
-- @tag synthetic
-- @key kind
-- @column injected   Errors in the truth log over the sessions that were loaded
-- @column caught     Of these, how many have a row in quarantine
-- @column recall     caught / injected
WITH loaded AS (
    SELECT min(session_date) AS first_session, max(session_date) AS last_session FROM silver.daily_bars WHERE is_synthetic
)
SELECT
    t.kind,
    count(*) AS injected,
    count(q.symbol) AS caught,
    count(q.symbol) / CAST(count(*) AS DOUBLE) AS recall,
    string_agg(DISTINCT q.rule, ', ' ORDER BY q.rule) AS caught_by
FROM bronze.simex_truth t
JOIN loaded l ON t.session_date BETWEEN l.first_session AND l.last_session
LEFT JOIN (SELECT DISTINCT ON (symbol, session_date) symbol, session_date, rule FROM silver.quarantine WHERE is_synthetic) q
    ON q.symbol = t.symbol AND q.session_date = t.session_date
GROUP BY t.kind
ORDER BY t.kind
