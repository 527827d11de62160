-- @description Quality per session and source: how many rows came, how many were quarantined.
-- @group gold
-- @owner data-engineering
-- @tag synthetic=partly
-- @tag layer=gold
-- @key session_date, source
-- @column rows_delivered    Rows that the source delivered for the session
-- @column quarantine_rate   Share of delivered rows in quarantine, 0 to 1
-- @column session_date     Trading session of XNYS (New York date)
-- @column source           vega-datasets (real index) or XSIM (synthetic)
-- @column is_synthetic     True for the simulated exchange XSIM
-- @column quarantined      Rows in quarantine
-- @column symbols          Distinct symbols delivered
-- @check error rate_in_range: quarantine_rate BETWEEN 0 AND 1
SELECT
    session_date,
    source,
    is_synthetic,
    count(*) AS rows_delivered,
    count(*) FILTER (rule IS NOT NULL) AS quarantined,
    count(*) FILTER (rule IS NOT NULL) / CAST(count(*) AS DOUBLE) AS quarantine_rate,
    count(DISTINCT symbol) AS symbols
FROM silver.daily_bars_checked
WHERE session_date IS NOT NULL
GROUP BY session_date, source, is_synthetic
ORDER BY session_date, source
