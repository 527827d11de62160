using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>Which columns of a table get statistics: the first 32 or as many as <c>delta.dataSkippingNumIndexedCols</c>
/// says, or those that <c>delta.dataSkippingStatsColumns</c> names. Partition columns have none. Columns that may not be null
/// always have them, to show that they are not.</summary>
public static class StatisticsColumns
{
    private const int DefaultCount = 32;

    /// <summary>Chooses the columns.</summary>
    /// <param name="metadata">The table's metadata.</param>
    /// <returns>Leaf columns in the order of the schema, by the names users see.</returns>
    public static IReadOnlyList<ColumnPath> Select(Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        HashSet<string> partitions = new(metadata.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        List<ColumnPath> leaves = [.. StatisticsLayout.All(metadata.Schema, metadata.ColumnMapping).Columns
            .Select(static column => column.Path)
            .Where(path => !partitions.Contains(path.Names[0]))];
        if (StatisticsProperty.Find(metadata) is { } chosen)
        {
            return [.. leaves.Where(path => IsRequired(path, metadata)
                || chosen.Any(outer => ColumnReferences.IsWithin(path, outer)))];
        }

        int count = int.TryParse(
            metadata.FindProperty("delta.dataSkippingNumIndexedCols"),
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out int limit) ? limit : DefaultCount;
        return count < 0 ? leaves : [.. leaves.Where((path, index) => index < count || IsRequired(path, metadata))];
    }

    private static bool IsRequired(ColumnPath path, Metadata metadata) =>
        path.Names.Count == 1 && metadata.Schema.Find(path.Names[0])?.Nullable == false;
}
