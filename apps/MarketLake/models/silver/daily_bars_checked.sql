-- @description Every daily bar that a source delivered, typed, with the first rule that it breaks. silver/daily_bars takes the rows without a rule, silver/quarantine the others.
-- @group silver
-- @owner data-engineering
-- @tag synthetic=partly
-- @tag layer=silver
-- @partitions sessions:XNYS from 2000-01-03
-- @partition_column session_date
-- @column rule            First rule that the row breaks, null when it is sound
-- @column source          Where the row came from: vega-datasets (real index) or XSIM (synthetic)
-- @column source_line     Line of the source file or feed, from 1
-- @column symbol         Symbol; those of XSIM end in .SIM, SPX is the real index
-- @column session_date   Trading session of XNYS (New York date); null when the source cannot be read as a date
-- @column open           First trade, unadjusted, in USD (SPX: index points)
-- @column high           Highest trade, unadjusted, in USD (SPX: index points)
-- @column low            Lowest trade, unadjusted, in USD (SPX: index points)
-- @column close          Last trade, unadjusted, in USD (SPX: index points)
-- @column volume         Shares; for SPX the shares of its members
-- @column source_sha256  SHA-256 of the source file; null for XSIM, which has none
-- @column is_synthetic   True for the simulated exchange XSIM
-- @check error row_has_source: source IS NOT NULL AND source_line > 0
WITH delivered AS (
    SELECT
        'SPX' AS symbol,
        try_cast(date AS DATE) AS session_date,
        try_cast(open AS DECIMAL(18, 6)) AS open,
        try_cast(high AS DECIMAL(18, 6)) AS high,
        try_cast(low AS DECIMAL(18, 6)) AS low,
        try_cast(close AS DECIMAL(18, 6)) AS close,
        try_cast(volume AS BIGINT) AS volume,
        'vega-datasets' AS source,
        source_line,
        source_sha256,
        FALSE AS is_synthetic
    FROM bronze.sp500_daily
    UNION ALL
    SELECT
        symbol,
        session_date,
        CAST(open AS DECIMAL(18, 6)),
        CAST(high AS DECIMAL(18, 6)),
        CAST(low AS DECIMAL(18, 6)),
        CAST(close AS DECIMAL(18, 6)),
        volume,
        'XSIM' AS source, source_line, NULL AS source_sha256, TRUE AS is_synthetic
    FROM bronze.simex_daily
    -- Ten days more, so that the first session of the range has a session before it.
    WHERE session_date BETWEEN $partition_start - INTERVAL 10 DAY AND $partition_end
),
numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY symbol, session_date, source ORDER BY source_line) AS occurrence,
        row(open, high, low, close, volume) AS bar,
        lag(bar) OVER (PARTITION BY symbol, source ORDER BY session_date, source_line) AS previous_bar
    FROM delivered
)
SELECT
    symbol,
    session_date,
    open,
    high,
    low,
    close,
    volume,
    source,
    source_line,
    source_sha256,
    is_synthetic,
    CASE
        WHEN session_date IS NULL THEN 'date_unreadable'
        WHEN open IS NULL OR high IS NULL OR low IS NULL OR close IS NULL THEN 'price_unreadable'
        WHEN NOT EXISTS (SELECT 1 FROM silver.sessions s WHERE s.session_date = numbered.session_date) THEN 'no_session'
        WHEN low <= 0 THEN 'price_not_positive'
        WHEN high < low THEN 'high_below_low'
        WHEN open NOT BETWEEN low AND high OR close NOT BETWEEN low AND high THEN 'open_or_close_outside_range'
        WHEN volume IS NULL OR volume < 0 THEN 'volume_missing'
        WHEN volume = 0 THEN 'volume_zero'
        WHEN occurrence > 1 THEN 'duplicate_bar'
        WHEN high > 1.2 * greatest(open, close) OR low < 0.8 * least(open, close) THEN 'bad_tick'
        WHEN bar = previous_bar THEN 'stale_price'
    END AS rule
FROM numbered
WHERE session_date IS NULL OR session_date BETWEEN $partition_start AND $partition_end
