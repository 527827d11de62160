-- @description Sound one-minute bars of the synthetic exchange XSIM, start of the minute in UTC.
-- @group silver
-- @owner data-engineering
-- @tag synthetic
-- @tag layer=silver
-- @partitions sessions:XNYS from 2024-01-02
-- @partition_column session_date
-- @partition_by session_date
-- @key symbol, bar_start
-- @column bar_start  Start of the minute, UTC
-- @column symbol        Symbol; those of XSIM end in .SIM, SPX is the real index
-- @column session_date  Trading session of XNYS (New York date)
-- @column open          First trade of the minute, USD, unadjusted
-- @column high          Highest trade, USD
-- @column low           Lowest trade, USD
-- @column close         Last trade, USD
-- @column volume        Shares
-- @column is_synthetic  Always true: XSIM is simulated
-- @check error ohlc_in_order: low <= least(open, close) AND high >= greatest(open, close)
WITH sound AS (
    SELECT * FROM bronze.simex_minute
    WHERE session_date BETWEEN $partition_start AND $partition_end
      AND low > 0 AND high >= low AND open BETWEEN low AND high AND close BETWEEN low AND high AND volume > 0
)
-- Of a bar that came twice the first line counts. Grouping spills to disk where a window over millions of bars does not.
SELECT symbol, session_date, bar_start, open, high, low, close, volume, is_synthetic
FROM sound
WHERE (symbol, bar_start, source_line) IN (SELECT (symbol, bar_start, min(source_line)) FROM sound GROUP BY symbol, bar_start)
