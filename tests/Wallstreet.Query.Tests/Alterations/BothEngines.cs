using System.Collections;
using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Query.Results;

namespace Wallstreet.Query.Tests.Alterations;

/// <summary>Reads a table with DuckDB and with the Arrow engine, which must agree.</summary>
internal static class BothEngines
{
    /// <summary>All rows as text, sorted: columns by blanks, rows by line.</summary>
    public static async Task<string> ReadAsync(Lake lake, string name, long? version = null)
    {
        string sql = version is { } number ? $"FROM {name} AT (VERSION => {number})" : $"FROM {name}";
        string fromDuck = Sorted((await lake.ReadAsync(sql)).Select(Text));
        DeltaTable table = await lake.TableAsync(name);
        Snapshot snapshot = version is { } past
            ? await table.GetSnapshotAsync(past, Lake.Token)
            : await table.GetSnapshotAsync(Lake.Token);
        List<string> rows = [];
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(table, snapshot.PlanScan(), null, Lake.Token))
        {
            using (batch)
            {
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => Text(ArrowCells.ReadRow(batch, row))));
            }
        }

        Assert.Equal(fromDuck, Sorted(rows));
        return fromDuck;
    }

    private static string Sorted(IEnumerable<string> rows) => string.Join('\n', rows.Order(StringComparer.Ordinal));

    private static string Text(object?[] row) => string.Join(' ', row.Select(Text));

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IDictionary map => "{" + string.Join(',', map.Keys.Cast<object>().Select(key => $"{Text(key)}:{Text(map[key])}")) + "}",
        IEnumerable list => "[" + string.Join(',', list.Cast<object?>().Select(Text)) + "]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
