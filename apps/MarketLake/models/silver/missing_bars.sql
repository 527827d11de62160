-- @description Sessions for which a listed synthetic security has no daily bar, sound or not.
-- @group silver
-- @owner data-engineering
-- @tag layer=silver
-- @tag synthetic
-- @partitions sessions:XNYS from 2000-01-03
-- @partition_column session_date
-- @key symbol, session_date
-- @column symbol        Symbol; those of XSIM end in .SIM, SPX is the real index
-- @column session_date  Session of XNYS for which no bar was delivered
SELECT s.symbol, c.session_date
FROM silver.securities s
JOIN silver.sessions c ON c.session_date BETWEEN s.listed_on AND coalesce(s.delisted_on, DATE '9999-12-31')
LEFT JOIN (SELECT DISTINCT symbol, session_date FROM silver.daily_bars_checked) b
    ON b.symbol = s.symbol AND b.session_date = c.session_date
WHERE s.is_synthetic AND b.symbol IS NULL AND c.session_date BETWEEN $partition_start AND $partition_end
