using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Orchestration.Definitions;

namespace MarketLake.Gold;

/// <summary>The adjusted prices of one symbol, oldest first, as columns.</summary>
internal sealed class PriceSeries
{
    private const string Sql = """
        SELECT symbol, session_date, CAST(high AS DOUBLE) * adj_factor, CAST(low AS DOUBLE) * adj_factor, adj_close
        FROM gold.daily_prices
        ORDER BY symbol, session_date
        """;

    private PriceSeries(string symbol) => Symbol = symbol;

    public string Symbol { get; }

    public List<DateOnly> Dates { get; } = [];

    public List<double> High { get; } = [];

    public List<double> Low { get; } = [];

    public List<double> Close { get; } = [];

    /// <summary>Reads all symbols, one after the other; only one is in memory.</summary>
    public static async IAsyncEnumerable<PriceSeries> ReadAsync(AssetContext context)
    {
        PriceSeries? current = null;
        await foreach (object?[] row in context.QueryRowsAsync(Sql).ConfigureAwait(false))
        {
            string symbol = (string)row[0]!;
            if (current is not null && current.Symbol != symbol)
            {
                yield return current;
                current = null;
            }

            current ??= new PriceSeries(symbol);
            current.Dates.Add((DateOnly)row[1]!);
            current.High.Add((double)row[2]!);
            current.Low.Add((double)row[3]!);
            current.Close.Add((double)row[4]!);
        }

        if (current is not null)
        {
            yield return current;
        }
    }
}
