-- @description Return of each synthetic sector over 20 sessions, equally weighted, and its rank among the sectors (1 is strongest).
-- @group gold
-- @owner quant-research
-- @tag synthetic
-- @tag layer=gold
-- @key sector, session_date
-- @column return_20d  Compounded mean daily return over 20 sessions
-- @column rank        1 for the strongest sector of the session
-- @column sector        Sector as GICS names it
-- @column session_date  Trading session of XNYS (New York date)
-- @check error rank_positive: rank >= 1
WITH daily AS (
    SELECT s.sector, p.session_date, avg(p.return_1d) AS mean_return
    FROM gold.daily_prices p
    JOIN silver.securities s ON s.symbol = p.symbol
    WHERE p.is_synthetic AND p.return_1d IS NOT NULL
    GROUP BY s.sector, p.session_date
),
rolling AS (
    SELECT
        sector,
        session_date,
        exp(sum(ln(1 + mean_return)) OVER last_20) - 1 AS return_20d,
        count(*) OVER last_20 AS sessions
    FROM daily
    WINDOW last_20 AS (PARTITION BY sector ORDER BY session_date ROWS BETWEEN 19 PRECEDING AND CURRENT ROW)
)
SELECT sector, session_date, return_20d, rank() OVER (PARTITION BY session_date ORDER BY return_20d DESC) AS rank
FROM rolling
WHERE sessions = 20
ORDER BY session_date, rank
