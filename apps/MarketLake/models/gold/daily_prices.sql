-- @description Daily prices with split and dividend adjustment, comparable over time, and the day's total return.
-- @group gold
-- @owner quant-research
-- @tag synthetic=partly
-- @tag layer=gold
-- @key symbol, session_date
-- @column adj_close   Close times the adjustment factor of the session (splits and dividends, backward)
-- @column return_1d   adj_close over the previous session's adj_close, minus 1; null on the first session
-- @column source      vega-datasets (real) or XSIM (synthetic)
-- @column symbol        Symbol; those of XSIM end in .SIM, SPX is the real index
-- @column session_date  Trading session of XNYS (New York date)
-- @column open          First trade, unadjusted, in USD (SPX: index points)
-- @column high          Highest trade, unadjusted, in USD (SPX: index points)
-- @column low           Lowest trade, unadjusted, in USD (SPX: index points)
-- @column close         Last trade, unadjusted, in USD (SPX: index points)
-- @column adj_factor    What a price is multiplied by to be comparable with the newest
-- @column volume        Shares, unadjusted
-- @column is_synthetic  True for the simulated exchange XSIM
-- @check error adj_close_positive: adj_close > 0
-- @check warn return_plausible: return_1d IS NULL OR abs(return_1d) < 0.5
WITH adjusted AS (
    SELECT
        b.symbol,
        b.session_date,
        b.open,
        b.high,
        b.low,
        b.close,
        b.volume,
        b.source,
        b.is_synthetic,
        CAST(b.close AS DOUBLE) * coalesce(f.factor, 1.0) AS adj_close,
        coalesce(f.factor, 1.0) AS factor
    FROM silver.daily_bars b
    LEFT JOIN gold.adjustment_factors f
        ON f.symbol = b.symbol AND b.session_date >= f.valid_from AND b.session_date < f.valid_before
)
SELECT
    symbol,
    session_date,
    open,
    high,
    low,
    close,
    adj_close,
    factor AS adj_factor,
    volume,
    adj_close / lag(adj_close) OVER (PARTITION BY symbol ORDER BY session_date) - 1 AS return_1d,
    source,
    is_synthetic
FROM adjusted
ORDER BY symbol, session_date
