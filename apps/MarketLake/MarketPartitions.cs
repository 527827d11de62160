using Wallstreet.Lakehouse.Partitions;
using Wallstreet.Orchestration.Partitions;

namespace MarketLake;

/// <summary>How the lake's tables are cut: by session of the New York Stock Exchange.</summary>
public static class MarketPartitions
{
    /// <summary>Daily bars: every session from 2000-01-03 that has closed.</summary>
    public static PartitionsDefinition Daily { get; } = new SessionPartitions(ExchangeSessions.Nyse, new DateOnly(2000, 1, 3));

    /// <summary>Minute bars: every session from 2024-01-02 that has closed.</summary>
    public static PartitionsDefinition Minute { get; } = new SessionPartitions(ExchangeSessions.Nyse, new DateOnly(2024, 1, 2));
}
