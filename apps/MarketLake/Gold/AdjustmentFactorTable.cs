using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Markets.Actions;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;

namespace MarketLake.Gold;

/// <summary>Adjustment factors of every security with corporate actions, as stretches of days.</summary>
[Asset("gold/adjustment_factors", Owners = ["quant-research"], Tags = ["layer=gold", "synthetic"], CodeVersion = "1",
    Description = "What prices of a stretch of days are multiplied by to be comparable with the newest: splits and dividends, backward.")]
[Table(Key = ["symbol", "valid_from"])]
[From("silver/corporate_actions")]
[From("silver/daily_bars")]
public sealed class AdjustmentFactorTable
{
    /// <summary>Computes the factors.</summary>
    public static async Task<AssetOutput> MaterializeAsync(AssetContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Dictionary<string, List<CorporateAction>> actions = await ReadActionsAsync(context).ConfigureAwait(false);
        Dictionary<string, List<(DateOnly Date, decimal Close)>> closes = await ReadClosesAsync(context).ConfigureAwait(false);
        return AssetOutput.Rows(actions.OrderBy(static a => a.Key, StringComparer.Ordinal)
            .SelectMany(symbol => FactorsOf(symbol.Key, symbol.Value, closes.GetValueOrDefault(symbol.Key) ?? [])));
    }

    private static IEnumerable<FactorRow> FactorsOf(
        string symbol, List<CorporateAction> actions, List<(DateOnly Date, decimal Close)> closes)
    {
        if (closes.Count == 0)
        {
            yield break;
        }

        // Actions beyond the newest bar are announced, not known to prices yet.
        DateOnly last = closes[^1].Date;
        AdjustmentFactors factors = AdjustmentFactors.Compute(
            actions.Where(a => a.ExDate > closes[0].Date && a.ExDate <= last),
            date => AdjustmentFactors.FindPreviousClose(closes, date));
        DateOnly from = closes[0].Date;
        foreach (AdjustmentFactor factor in factors.All)
        {
            bool newest = factor.Through == DateOnly.MaxValue;
            DateOnly before = newest ? new DateOnly(9999, 12, 31) : factor.Through.AddDays(1);
            yield return new FactorRow(symbol, from, before, (double)factor.Price, (double)factor.Split);
            from = before;
        }
    }

    private static async Task<Dictionary<string, List<CorporateAction>>> ReadActionsAsync(AssetContext context)
    {
        Dictionary<string, List<CorporateAction>> actions = new(StringComparer.Ordinal);
        await foreach (object?[] row in context.QueryRowsAsync(
            "SELECT symbol, ex_date, kind, split_ratio, cash_amount FROM silver.corporate_actions").ConfigureAwait(false))
        {
            string symbol = (string)row[0]!;
            DateOnly exDate = (DateOnly)row[1]!;
            CorporateAction action = (string)row[2]! == "split"
                ? new Split(symbol, exDate, (decimal)row[3]!)
                : new CashDividend(symbol, exDate, (decimal)row[4]!);
            (actions.TryGetValue(symbol, out List<CorporateAction>? list) ? list : actions[symbol] = []).Add(action);
        }

        return actions;
    }

    private static async Task<Dictionary<string, List<(DateOnly Date, decimal Close)>>> ReadClosesAsync(AssetContext context)
    {
        Dictionary<string, List<(DateOnly, decimal)>> closes = new(StringComparer.Ordinal);
        await foreach (object?[] row in context.QueryRowsAsync(
            "SELECT symbol, session_date, close FROM silver.daily_bars ORDER BY symbol, session_date").ConfigureAwait(false))
        {
            string symbol = (string)row[0]!;
            (closes.TryGetValue(symbol, out List<(DateOnly, decimal)>? list) ? list : closes[symbol] = [])
                .Add(((DateOnly)row[1]!, (decimal)row[2]!));
        }

        return closes;
    }
}

/// <summary>A factor and the days for which it holds.</summary>
public sealed record FactorRow(
    [property: Column(Comment = "Symbol; those of XSIM end in .SIM, SPX is the real index")] string Symbol,
    [property: Column(Comment = "First day (inclusive)")] DateOnly ValidFrom,
    [property: Column(Comment = "First day after (exclusive)")] DateOnly ValidBefore,
    [property: Column(Comment = "For prices: splits and dividends")] double Factor,
    [property: Column(Comment = "Splits alone; volumes are divided by it")] double SplitFactor);
