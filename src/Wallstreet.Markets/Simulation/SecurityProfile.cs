namespace Wallstreet.Markets.Simulation;

/// <summary>How one simulated security behaves; drawn once from the seed and its symbol.</summary>
internal sealed record SecurityProfile(SimulatedSecurity Security, ulong Subject)
{
    public required double SectorLoading { get; init; }

    /// <summary>Long-run daily volatility of what neither market nor sector explains.</summary>
    public required double OwnVolatility { get; init; }

    public required double Drift { get; init; }

    public required int FirstPriceTicks { get; init; }

    /// <summary>Shares traded on an ordinary regular session, before any split.</summary>
    public required double BaseVolume { get; init; }

    /// <summary>Dividends of a year over the price; 0 for those that pay none.</summary>
    public required double DividendYield { get; init; }

    /// <summary>The position in the month of a dividend's ex-date, in sessions.</summary>
    public required int DividendSessionOfMonth { get; init; }

    /// <summary>The ratio the board likes for its splits: 2, 3 or 4.</summary>
    public required int SplitRatio { get; init; }

    public static SecurityProfile Draw(long seed, SimulatedSecurity master)
    {
        ulong subject = RandomStream.SubjectOf(master.Symbol);
        RandomStream random = RandomStream.Open(seed, subject, 0, RandomPurpose.Profile);
        bool isFund = master.Sector == SimulatedUniverse.Fund;
        double beta = random.NextBetween(0.55, 1.55);
        double loading = random.NextBetween(0.7, 1.2);
        double volatility = random.NextBetween(0.008, 0.019);
        double drift = random.NextBetween(-0.0001, 0.00025);
        int price = random.NextWhole(1_500, 15_000);
        double volume = random.NextBetween(0.2e6, 3e6);
        bool pays = random.NextUniform() < 0.6;
        double yield = random.NextBetween(0.008, 0.04);
        int dividendSession = random.NextWhole(3, 17);
        int splitRatio = random.NextWhole(2, 5);
        return new SecurityProfile(master with { MarketBeta = isFund ? 1.0 : beta }, subject)
        {
            SectorLoading = isFund ? 0 : loading,
            OwnVolatility = isFund ? 0.0004 : volatility,
            Drift = isFund ? 0 : drift,
            FirstPriceTicks = price,
            BaseVolume = isFund ? volume * 4 : volume,
            DividendYield = isFund ? 0.017 : (pays ? yield : 0),
            DividendSessionOfMonth = dividendSession,
            SplitRatio = splitRatio,
        };
    }
}
