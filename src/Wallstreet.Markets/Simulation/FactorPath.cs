using Wallstreet.Markets.Calendars;

namespace Wallstreet.Markets.Simulation;

/// <summary>The returns of the market and of each sector beyond it, session by session.</summary>
internal static class FactorPath
{
    private const double SectorVolatility = 0.0042;
    private const double SectorTrend = 0.00025;
    private const double SectorTurnProbability = 1.0 / 130.0;

    // Calm, normal, crisis: long-run daily volatility, drift, and the chance of moving to each regime.
    private static readonly Regime[] _regimes =
    [
        new(0.0060, 0.0007, [0.989, 0.010, 0.001]),
        new(0.0098, 0.0003, [0.008, 0.989, 0.003]),
        new(0.0250, -0.0022, [0.000, 0.027, 0.973]),
    ];

    public static FactorDay[] OfMarket(long seed, SessionRange sessions)
    {
        ulong subject = RandomStream.SubjectOf("market");
        var path = new FactorDay[sessions.Count];
        int regime = 1;
        var variance = new GarchVariance(_regimes[regime].Volatility);
        for (int i = 0; i < path.Length; i++)
        {
            RandomStream random = RandomStream.Open(seed, subject, sessions[i].Date.DayNumber, RandomPurpose.Market);
            regime = NextRegime(_regimes[regime], random.NextUniform());
            double shock = Math.Clamp(variance.Volatility * random.NextFatTailed(), -0.11, 0.11);
            path[i] = new FactorDay(_regimes[regime].Drift + shock, variance.Value, regime == 2);
            variance.Update(shock, _regimes[regime].Volatility);
        }

        return path;
    }

    public static FactorDay[] OfSector(long seed, string sector, SessionRange sessions)
    {
        ulong subject = RandomStream.SubjectOf(sector);
        var path = new FactorDay[sessions.Count];
        var variance = new GarchVariance(SectorVolatility);
        double trend = SectorTrend;
        for (int i = 0; i < path.Length; i++)
        {
            RandomStream random = RandomStream.Open(seed, subject, sessions[i].Date.DayNumber, RandomPurpose.Sector);
            trend = random.NextUniform() < SectorTurnProbability ? -trend : trend;
            double shock = Math.Clamp(variance.Volatility * random.NextFatTailed(), -0.05, 0.05);
            path[i] = new FactorDay(trend + shock, variance.Value, false);
            variance.Update(shock, SectorVolatility);
        }

        return path;
    }

    private static int NextRegime(Regime current, double uniform)
    {
        double below = 0;
        for (int next = 0; next < current.Chances.Length - 1; next++)
        {
            below += current.Chances[next];
            if (uniform < below)
            {
                return next;
            }
        }

        return current.Chances.Length - 1;
    }

    private sealed record Regime(double Volatility, double Drift, double[] Chances);
}
