using System.Globalization;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Lakehouse.Tables;

/// <summary>Which rows of a table belong to some partitions of its asset, as a SQL condition and as parameters.</summary>
/// <param name="Condition">The condition on the partition column.</param>
/// <param name="Parameters">
/// <c>partition_start</c> and <c>partition_end</c> (both included, dates for sessions, days, months and years, else
/// timestamps with an excluded end) and <c>partition</c> (the key, or <c>A..B</c>).
/// </param>
internal sealed record PartitionFilter(string Condition, IReadOnlyDictionary<string, object?> Parameters)
{
    /// <summary>The filter of some neighbouring partitions, in order; null when there are none to filter by.</summary>
    /// <exception cref="PartitionColumnMissingException">The asset has partitions, but its table has no partition column.</exception>
    public static PartitionFilter? For(AssetDefinition asset, IReadOnlyList<PartitionKey> partitions)
    {
        if (asset.Partitions is not { } definition || partitions.Count == 0)
        {
            return null;
        }

        string column = Quote(TableSpec.Of(asset).PartitionColumn ?? throw new PartitionColumnMissingException(asset.Key));
        string key = new PartitionRange(partitions[0], partitions[^1]).ToString();
        return definition switch
        {
            StaticPartitions => Keys(column, key, partitions),
            _ when definition.Kind is "session" or "day" or "month" or "year" => Dates(column, key, definition, partitions),
            _ => Instants(column, key, definition, partitions),
        };
    }

    private static PartitionFilter Keys(string column, string key, IReadOnlyList<PartitionKey> partitions) => new(
        $"{column} IN ({string.Join(", ", partitions.Select(static p => Literal(p.Value)))})",
        Parameterize(key, partitions[0].Value, partitions[^1].Value));

    private static PartitionFilter Dates(
        string column, string key, PartitionsDefinition definition, IReadOnlyList<PartitionKey> partitions)
    {
        DateOnly first = FirstDay(partitions[0]);
        DateOnly last = definition.Kind switch
        {
            "month" => FirstDay(partitions[^1]).AddMonths(1).AddDays(-1),
            "year" => FirstDay(partitions[^1]).AddYears(1).AddDays(-1),
            _ => FirstDay(partitions[^1]),
        };
        return new PartitionFilter(
            string.Create(CultureInfo.InvariantCulture, $"{column} BETWEEN DATE '{first:yyyy-MM-dd}' AND DATE '{last:yyyy-MM-dd}'"),
            Parameterize(key, first, last));
    }

    private static PartitionFilter Instants(
        string column, string key, PartitionsDefinition definition, IReadOnlyList<PartitionKey> partitions)
    {
        DateTimeOffset start = definition.GetWindow(partitions[0])!.Value.Start.ToUniversalTime();
        DateTimeOffset end = definition.GetWindow(partitions[^1])!.Value.End.ToUniversalTime();
        return new PartitionFilter(
            string.Create(CultureInfo.InvariantCulture,
                $"{column} >= TIMESTAMPTZ '{start:yyyy-MM-dd HH:mm:ss.ffffff}+00' AND {column} < TIMESTAMPTZ '{end:yyyy-MM-dd HH:mm:ss.ffffff}+00'"),
            Parameterize(key, start, end));
    }

    private static DateOnly FirstDay(PartitionKey key)
    {
        string text = key.Value.Length switch { 4 => key.Value + "-01-01", 7 => key.Value + "-01", _ => key.Value };
        return DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, object?> Parameterize(string key, object start, object end) => new(StringComparer.Ordinal)
    {
        ["partition"] = key,
        ["partition_start"] = start,
        ["partition_end"] = end,
    };

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
