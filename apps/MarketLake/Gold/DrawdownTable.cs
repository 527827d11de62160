using System.Runtime.InteropServices;
using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Markets.Indicators;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;

namespace MarketLake.Gold;

/// <summary>Falls from a peak of at least a tenth.</summary>
[Asset("gold/drawdown_events", Owners = ["quant-research"], Tags = ["layer=gold", "synthetic=partly"], CodeVersion = "1",
    Description = "Every fall of an adjusted price by at least 10 % from its running peak: when it began, was deepest and had recovered.")]
[Table(Key = ["symbol", "peak_date"])]
[From("gold/daily_prices")]
public sealed class DrawdownTable
{
    private const double DepthMin = 0.10;

    /// <summary>Finds the falls symbol by symbol.</summary>
    public static AssetOutput Materialize(AssetContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return AssetOutput.Rows(FindAsync(context));
    }

    private static async IAsyncEnumerable<DrawdownRow> FindAsync(AssetContext context)
    {
        await foreach (PriceSeries series in PriceSeries.ReadAsync(context).ConfigureAwait(false))
        {
            foreach (DrawdownEvent fall in Drawdowns.Events(CollectionsMarshal.AsSpan(series.Close), DepthMin))
            {
                DateOnly peak = series.Dates[fall.Peak];
                DateOnly? recovery = fall.Recovery is { } index ? series.Dates[index] : null;
                DateOnly end = recovery ?? series.Dates[^1];
                yield return new DrawdownRow(
                    series.Symbol, peak, series.Dates[fall.Trough], recovery, fall.Depth, end.DayNumber - peak.DayNumber);
            }
        }
    }
}

/// <summary>A fall from a peak.</summary>
public sealed record DrawdownRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "Session of the highest adjusted close before the fall")] DateOnly PeakDate,
    [property: Column(Comment = "Session of the lowest adjusted close of the fall")] DateOnly TroughDate,
    [property: Column(Comment = "First session at or above the peak again; null while it has not recovered")] DateOnly? RecoveryDate,
    [property: Column(Comment = "Trough over peak, minus 1; negative")] double Depth,
    [property: Column(Comment = "Calendar days from the peak to the recovery, or to the newest bar")] int DurationDays);
