-- @description One row a session for the synthetic market XSIM: breadth, returns, dispersion and turnover.
-- @group gold
-- @owner quant-research
-- @tag synthetic
-- @tag layer=gold
-- @key session_date
-- @column advancers     Symbols whose day's return is above 0
-- @column dispersion    Standard deviation of the day's returns across symbols
-- @column volume        Shares of all symbols
-- @column session_date   Trading session of XNYS (New York date)
-- @column symbols        Symbols with a return on the session
-- @column decliners      Symbols whose day's return is below 0
-- @column unchanged      Symbols whose day's return is 0
-- @column mean_return    Mean of the day's returns, as a fraction
-- @column median_return  Median of the day's returns, as a fraction
-- @check error counts_add_up: advancers + decliners + unchanged = symbols
SELECT
    session_date,
    count(*) AS symbols,
    count(*) FILTER (return_1d > 0) AS advancers,
    count(*) FILTER (return_1d < 0) AS decliners,
    count(*) FILTER (return_1d = 0) AS unchanged,
    avg(return_1d) AS mean_return,
    median(return_1d) AS median_return,
    stddev_samp(return_1d) AS dispersion,
    CAST(sum(volume) AS BIGINT) AS volume
FROM gold.daily_prices
WHERE is_synthetic AND return_1d IS NOT NULL
GROUP BY session_date
ORDER BY session_date
