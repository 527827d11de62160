using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Markets.Bars;
using Wallstreet.Markets.Simulation;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace MarketLake.Bronze;

/// <summary>What the simulated exchange delivers, with the errors that a careless vendor would make.</summary>
public static class SimexFeeds
{
    /// <summary>Daily bars as delivered.</summary>
    [Asset("bronze/simex_daily", PartitionsPerStepMax = int.MaxValue, Owners = ["data-engineering"], Tags = ["layer=bronze", "synthetic"],
        CodeVersion = "1",
        Description = "Synthetic daily bars of the simulated exchange XSIM as its feed delivers them: raw prices, with injected errors.")]
    [PartitionedBy(typeof(MarketPartitions), nameof(MarketPartitions.Daily))]
    [Table(PartitionColumn = "session_date", Synthetic = true)]
    public static AssetOutput Daily(AssetContext context, SimulatedExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(exchange);
        (DateOnly from, DateOnly to) = Days(context);
        return AssetOutput.Rows(exchange.Symbols.SelectMany(symbol => DailyOf(exchange, symbol, from, to)));
    }

    /// <summary>Minute bars as delivered.</summary>
    [Asset("bronze/simex_minute", PartitionsPerStepMax = int.MaxValue, Owners = ["data-engineering"], Tags = ["layer=bronze", "synthetic"],
        CodeVersion = "1",
        Description = "Synthetic one-minute bars of the simulated exchange XSIM as its feed delivers them: raw prices, with injected errors.")]
    [PartitionedBy(typeof(MarketPartitions), nameof(MarketPartitions.Minute))]
    [Table(PartitionColumn = "session_date", PartitionBy = ["session_date"], Synthetic = true)]
    public static AssetOutput Minute(AssetContext context, SimulatedExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(exchange);
        return AssetOutput.Rows(context.Partitions.SelectMany(partition => MinutesOf(exchange, Day(partition))));
    }

    /// <summary>The truth log, to score quality gates by.</summary>
    [Asset("bronze/simex_truth", Owners = ["data-engineering"], Tags = ["layer=bronze", "synthetic"], CodeVersion = "1",
        Description = "Every error that the simulated exchange put into its daily feed: what a perfect quality gate would catch.")]
    [Table(Key = ["symbol", "session_date"], Synthetic = true)]
    public static AssetOutput Truth(AssetContext context, SimulatedExchange exchange)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(exchange);
        DateOnly today = DateOnly.FromDateTime(context.Time.GetUtcNow().UtcDateTime);
        return AssetOutput.Rows(exchange.Symbols
            .SelectMany(symbol => exchange.InjectedErrors(symbol, exchange.Options.FirstDate, today))
            .Where(static error => error.Feed == BarFeed.Daily)
            .Select(static error => new TruthRow(error.Symbol, error.Session, error.Kind.ToString())));
    }

    private static IEnumerable<SimexDailyRow> DailyOf(SimulatedExchange exchange, string symbol, DateOnly from, DateOnly to)
    {
        BarColumns bars = new();
        exchange.DeliveredDailyBars(symbol, from, to, bars);
        for (int i = 0; i < bars.Count; i++)
        {
            Bar bar = bars[i];
            yield return new SimexDailyRow(
                symbol, DateOnly.FromDateTime(bar.Start.UtcDateTime), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, i + 1);
        }
    }

    private static IEnumerable<SimexMinuteRow> MinutesOf(SimulatedExchange exchange, DateOnly date)
    {
        BarColumns bars = new();
        foreach (SimulatedSecurity security in exchange.SecuritiesListedOn(date))
        {
            bars.Clear();
            exchange.DeliveredMinuteBars(security.Symbol, date, bars);
            for (int i = 0; i < bars.Count; i++)
            {
                Bar bar = bars[i];
                yield return new SimexMinuteRow(
                    security.Symbol, date, bar.Start, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, i + 1, true);
            }
        }
    }

    private static (DateOnly From, DateOnly To) Days(AssetContext context) =>
        (Day(context.Partitions[0]), Day(context.Partitions[^1]));

    private static DateOnly Day(PartitionKey partition) =>
        DateOnly.ParseExact(partition.Value, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A delivered daily bar.</summary>
public sealed record SimexDailyRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "Trading session of XNYS (New York date)")] DateOnly SessionDate,
    [property: Column(Scale = 4, Comment = "First trade, USD, unadjusted")] decimal Open,
    [property: Column(Scale = 4, Comment = "Highest trade, USD, unadjusted")] decimal High,
    [property: Column(Scale = 4, Comment = "Lowest trade, USD, unadjusted")] decimal Low,
    [property: Column(Scale = 4, Comment = "Last trade, USD, unadjusted")] decimal Close,
    [property: Column(Comment = "Shares")] long Volume,
    [property: Column(Comment = "Position in the symbol's feed, from 1")] long SourceLine);

/// <summary>A delivered minute bar.</summary>
public sealed record SimexMinuteRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "Trading session of XNYS (New York date)")] DateOnly SessionDate,
    [property: Column(Comment = "Start of the minute, UTC")] DateTimeOffset BarStart,
    [property: Column(Scale = 4, Comment = "First trade, USD, unadjusted")] decimal Open,
    [property: Column(Scale = 4, Comment = "Highest trade, USD, unadjusted")] decimal High,
    [property: Column(Scale = 4, Comment = "Lowest trade, USD, unadjusted")] decimal Low,
    [property: Column(Scale = 4, Comment = "Last trade, USD, unadjusted")] decimal Close,
    [property: Column(Comment = "Shares")] long Volume,
    [property: Column(Comment = "Position in the symbol's session, from 1")] long SourceLine,
    [property: Column(Comment = "Always true: XSIM is simulated")] bool IsSynthetic);

/// <summary>An error of the truth log.</summary>
public sealed record TruthRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "Trading session of XNYS (New York date)")] DateOnly SessionDate,
    [property: Column(Comment = "Kind of error, for example BadTick")] string Kind);
