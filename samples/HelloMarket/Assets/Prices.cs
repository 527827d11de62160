using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Partitions;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Markets.Simulation;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Query;

namespace HelloMarket.Assets;

/// <summary>Synthetic closing prices of three symbols, a partition for each session of early 2024.</summary>
[Asset("raw/prices", Description = "Synthetic closing prices of three symbols.", CodeVersion = "1", PartitionsPerStepMax = 100)]
[PartitionedBy(typeof(Prices), nameof(Sessions))]
[Table(PartitionColumn = "session_date", Key = ["symbol", "session_date"], Synthetic = true)]
public sealed class Prices
{
    private static readonly string[] _symbols = ["BYTE.SIM", "KITE.SIM", "SODA.SIM"];

    /// <summary>The sessions of New York from January to March 2024; weekends and holidays are none.</summary>
    public static PartitionsDefinition Sessions { get; } =
        new SessionPartitions(ExchangeSessions.Nyse, new DateOnly(2024, 1, 2), new DateOnly(2024, 4, 1));

    /// <summary>Makes the partitions that are asked for, whether they are one or many.</summary>
    public static AssetOutput Materialize(AssetContext context, SimulatedExchange exchange)
    {
        DateOnly from = DateOnly.Parse(context.Partitions[0].Value, null);
        DateOnly to = DateOnly.Parse(context.Partitions[^1].Value, null);
        return AssetOutput.Rows(_symbols.SelectMany(symbol => exchange.DailyBars(symbol, from, to)
            .Select(bar => new PriceRow(symbol, bar.Date, bar.Close, bar.Volume))));
    }

    /// <summary>A check in C#: it sees what was written and says what it found.</summary>
    [Check(Description = "Every session has a price of every symbol.", Blocking = true)]
    public static async Task<AssetCheckResult> IsCompleteAsync(AssetCheckContext context, QueryEngine lake)
    {
        const string sql = "SELECT count(*) FROM (SELECT session_date FROM raw.prices GROUP BY ALL HAVING count(*) <> 3)";
        await using QueryResult answer = await lake.QueryAsync(sql, null, context.CancellationToken);
        object?[] row = await answer.ReadRowsAsync(context.CancellationToken).FirstAsync(context.CancellationToken);
        long holes = Convert.ToInt64(row[0], null);
        return holes == 0 ? AssetCheckResult.Pass() : AssetCheckResult.Fail($"{holes} sessions are not complete.");
    }
}

/// <summary>A closing price; its properties become the columns <c>symbol</c>, <c>session_date</c>, <c>close</c>, <c>volume</c>.</summary>
public sealed record PriceRow(
    string Symbol,
    DateOnly SessionDate,
    [property: Column(Scale = 4, Comment = "Last trade of the session, in USD, unadjusted")] decimal Close,
    [property: Column(Comment = "Shares")] long Volume);
