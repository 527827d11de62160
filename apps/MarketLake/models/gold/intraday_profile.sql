-- @description Mean volume and absolute return by half hour of the session (New York time) over all minute bars of XSIM.
-- @group gold
-- @owner quant-research
-- @tag synthetic
-- @tag layer=gold
-- @key half_hour
-- @column half_hour         Start of the half hour, New York time, HH:MM
-- @column mean_volume       Mean shares a minute and symbol
-- @column mean_abs_return   Mean of |close/open - 1| a minute
-- @column bars             How many minute bars the means are of
SELECT
    strftime(time_bucket(INTERVAL 30 MINUTE, timezone('America/New_York', bar_start)), '%H:%M') AS half_hour,
    avg(volume) AS mean_volume,
    avg(abs(CAST(close AS DOUBLE) / CAST(open AS DOUBLE) - 1)) AS mean_abs_return,
    count(*) AS bars
FROM silver.minute_bars
GROUP BY half_hour
ORDER BY half_hour
