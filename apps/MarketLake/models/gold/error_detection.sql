-- @description How well the quality gate catches what the simulated exchange got wrong: each kind of injected error against the quarantine.
-- @group gold
-- @owner data-engineering
-- @tag layer=gold
-- @tag synthetic
-- @key kind
-- @column injected   Errors in the truth log over the sessions that were loaded
-- @column caught     Of these, how many were found: a row in quarantine, or a bar that is missing
-- @column recall     caught / injected
-- @column kind       Kind of error, as bronze.simex_truth names it
-- @column caught_by  Rules that caught it, separated by commas
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
LEFT JOIN (
    SELECT symbol, session_date, min(rule) AS rule
    FROM (
        SELECT symbol, session_date, rule FROM silver.quarantine WHERE is_synthetic
        UNION ALL
        SELECT symbol, session_date, 'missing_bar' FROM silver.missing_bars
    )
    GROUP BY symbol, session_date
) q
    ON q.symbol = t.symbol AND q.session_date = t.session_date
GROUP BY t.kind
ORDER BY t.kind
