-- @description Synthetic prices by month: average close in USD and shares traded.
-- @owner quant-research
-- @tag synthetic
-- @key symbol, month
-- @column month          First day of the month
-- @column average_close  In USD
-- @check error price_positive: average_close > 0
SELECT symbol, CAST(date_trunc('month', session_date) AS DATE) AS month, avg(close) AS average_close, sum(volume) AS volume
FROM raw.prices
GROUP BY ALL
