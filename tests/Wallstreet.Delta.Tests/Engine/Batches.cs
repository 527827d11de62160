using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Tests.Engine;

/// <summary>Small batches for tests.</summary>
internal static class Batches
{
    public static RecordBatch Prices(params (string? Symbol, double? Price)[] rows)
    {
        StringArray.Builder symbols = new();
        DoubleArray.Builder prices = new();
        foreach ((string? symbol, double? price) in rows)
        {
            symbols.Append(symbol!);
            prices.Append(price);
        }

        return new RecordBatch(
            new Apache.Arrow.Schema([new Field("symbol", StringType.Default, true), new Field("price", DoubleType.Default, true)], null),
            [symbols.Build(), prices.Build()],
            rows.Length);
    }

    public static async IAsyncEnumerable<RecordBatch> StreamAsync(params RecordBatch[] batches)
    {
        foreach (RecordBatch batch in batches)
        {
            await Task.Yield();
            yield return batch;
        }
    }
}
