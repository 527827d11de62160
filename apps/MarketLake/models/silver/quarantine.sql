-- @description Rows that broke a rule, as they came, with the rule that caught each and the row's origin. Nothing is dropped silently.
-- @group silver
-- @owner data-engineering
-- @tag synthetic=partly
-- @tag layer=silver
-- @partitions sessions:XNYS from 2000-01-03
-- @partition_column session_date
-- @column rule    The rule that the row broke first
-- @column detail  The row's values
-- @column source        vega-datasets (real index) or XSIM (synthetic)
-- @column source_line   Line of the source file or feed, from 1
-- @column symbol        Symbol; those of XSIM end in .SIM, SPX is the real index
-- @column session_date  Trading session of XNYS (New York date); null when it could not be read
-- @column is_synthetic  True for the simulated exchange XSIM
SELECT
    rule,
    source,
    source_line,
    symbol,
    session_date,
    format('open {} high {} low {} close {} volume {}', coalesce(open::VARCHAR, '?'), coalesce(high::VARCHAR, '?'), coalesce(low::VARCHAR, '?'), coalesce(close::VARCHAR, '?'), coalesce(volume::VARCHAR, '?')) AS detail,
    is_synthetic
FROM silver.daily_bars_checked
WHERE rule IS NOT NULL AND session_date BETWEEN $partition_start AND $partition_end
