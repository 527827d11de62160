-- @description Sound daily bars of every source, unadjusted, in the currency of the listing (USD; index points for SPX).
-- @group silver
-- @owner data-engineering
-- @tag synthetic=partly
-- @tag layer=silver
-- @partitions sessions:XNYS from 2000-01-03
-- @partition_column session_date
-- @key symbol, session_date
-- @column session_date    Trading session of XNYS
-- @column open            First trade, unadjusted
-- @column close           Last trade, unadjusted
-- @column volume          Shares; for SPX the shares of its members
-- @column is_synthetic    True for the simulated exchange XSIM
-- @column symbol        Symbol; those of XSIM end in .SIM, SPX is the real index
-- @column high          Highest trade, unadjusted
-- @column low           Lowest trade, unadjusted
-- @column source        vega-datasets (real index) or XSIM (synthetic)
-- @check error ohlc_in_order: low <= least(open, close) AND high >= greatest(open, close)
-- @check error price_positive: low > 0
-- @check warn volume_positive: volume > 0
SELECT symbol, session_date, open, high, low, close, volume, source, is_synthetic
FROM silver.daily_bars_checked
WHERE rule IS NULL AND session_date BETWEEN $partition_start AND $partition_end
