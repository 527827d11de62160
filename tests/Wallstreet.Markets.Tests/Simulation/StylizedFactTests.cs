using Wallstreet.Markets.Actions;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Simulation;

namespace Wallstreet.Markets.Tests.Simulation;

/// <summary>The simulated market shows what real ones show; the bounds are wide, the market is one fixed draw.</summary>
public sealed class StylizedFactTests
{
    private static readonly SimulatedExchange _exchange = new();

    private static readonly Dictionary<string, double[]> _returns = _exchange.Securities
        .Where(static security => security.DelistedOn is null && security.ListedOn.Year == 2000)
        .ToDictionary(static security => security.Symbol, static security => AdjustedReturns(security.Symbol));

    [Fact]
    public void Returns_have_fat_tails() =>
        Assert.All(_returns.Values, returns => Assert.True(Kurtosis(returns) > 4.5));

    [Fact]
    public void Large_moves_follow_large_moves_but_their_direction_is_not_foreseeable()
    {
        double clustering = _returns.Values.Average(static returns => Lagged([.. returns.Select(Math.Abs)], 1));
        double afterMonth = _returns.Values.Average(static returns => Lagged([.. returns.Select(Math.Abs)], 21));
        double direction = _returns.Values.Average(static returns => Lagged(returns, 1));

        Assert.InRange(clustering, 0.12, 0.40);
        Assert.InRange(afterMonth, 0.03, clustering);
        Assert.InRange(direction, -0.06, 0.08);
    }

    [Fact]
    public void Yearly_volatility_is_that_of_shares_and_the_market_is_calmer_than_its_members()
    {
        double market = Yearly(_returns["MRKT.SIM"]);

        Assert.InRange(market, 0.12, 0.25);
        Assert.All(_returns, pair => Assert.InRange(Yearly(pair.Value), market - 1e-12, 0.60));
    }

    [Fact]
    public void Members_move_with_the_market_by_their_beta()
    {
        double[] market = _returns["MRKT.SIM"];
        foreach ((string symbol, double[] returns) in _returns)
        {
            double beta = Covariance(returns, market) / Covariance(market, market);
            Assert.Equal(_exchange.GetSecurity(symbol).MarketBeta, beta, 0.15);
        }
    }

    [Fact]
    public void Members_of_a_sector_have_more_in_common_than_the_market()
    {
        var same = new List<double>();
        var other = new List<double>();
        string[] symbols = [.. _returns.Keys.Where(static symbol => symbol != "MRKT.SIM")];
        for (int i = 0; i < symbols.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                bool isSame = _exchange.GetSecurity(symbols[i]).Sector == _exchange.GetSecurity(symbols[j]).Sector;
                (isSame ? same : other).Add(Correlation(Residual(symbols[i]), Residual(symbols[j])));
            }
        }

        Assert.InRange(other.Average(), -0.03, 0.03);
        Assert.True(same.Average() > 0.05, $"{same.Average()}");
    }

    [Fact]
    public void The_market_knows_calm_years_and_crises()
    {
        double[] yearly = [.. _returns["MRKT.SIM"].Chunk(252).Where(static year => year.Length == 252).Select(Yearly)];

        Assert.True(yearly.Max() > 2.5 * yearly.Min(), $"{yearly.Min():P0} to {yearly.Max():P0}");
    }

    [Fact]
    public void Volume_is_high_at_the_open_and_the_close_and_low_at_noon()
    {
        long[] byMinute = new long[390];
        var columns = new BarColumns();
        foreach (DateOnly date in _exchange.Calendar.Sessions(new(2023, 3, 1), new(2023, 5, 31)).Select(static s => s.Date))
        {
            columns.Clear();
            _exchange.MinuteBars("BYTE.SIM", date, columns);
            for (int i = 0; i < byMinute.Length; i++)
            {
                byMinute[i] += columns[i].Volume;
            }
        }

        double noon = byMinute[180..210].Average();
        Assert.True(byMinute[..15].Average() > 2 * noon);
        Assert.True(byMinute[^5..].Average() > 2 * noon);
        Assert.True(byMinute[60..90].Average() > noon);
    }

    private static double[] AdjustedReturns(string symbol)
    {
        IReadOnlyList<DailyBar> bars = _exchange.DailyBars(symbol, new(2000, 1, 1), new(2025, 12, 31));
        (DateOnly, decimal)[] closes = [.. bars.Select(static bar => (bar.Date, bar.Close))];
        AdjustmentFactors factors = AdjustmentFactors.Compute(
            _exchange.CorporateActions(symbol).Where(static action => action.ExDate.Year <= 2025),
            date => AdjustmentFactors.FindPreviousClose(closes, date));
        double[] prices = [.. bars.Select(bar => (double)(bar.Close * factors.At(bar.Date).Price))];
        return [.. prices.Skip(1).Zip(prices, static (now, before) => (now / before) - 1)];
    }

    private static double[] Residual(string symbol)
    {
        double beta = _exchange.GetSecurity(symbol).MarketBeta;
        return [.. _returns[symbol].Zip(_returns["MRKT.SIM"], (own, market) => own - (beta * market))];
    }

    private static double Covariance(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Average();
    }

    private static double Correlation(double[] x, double[] y) =>
        Covariance(x, y) / Math.Sqrt(Covariance(x, x) * Covariance(y, y));

    private static double Lagged(double[] x, int lag) => Correlation(x[lag..], x[..^lag]);

    private static double Yearly(double[] returns) => Math.Sqrt(252 * Covariance(returns, returns));

    private static double Kurtosis(double[] x)
    {
        double mean = x.Average();
        double variance = Covariance(x, x);
        return x.Average(value => Math.Pow(value - mean, 4)) / (variance * variance);
    }
}
