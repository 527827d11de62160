using System.Text;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>The statistics of a file. Protocol section "Per-file Statistics". What is malformed counts as not there.
/// </summary>
public sealed class FileStatistics
{
    private readonly StatisticsLayout _layout;
    private readonly ColumnStatistics[] _columns;

    internal FileStatistics(StatisticsLayout layout, ColumnStatistics[] columns)
    {
        _layout = layout;
        _columns = columns;
    }

    /// <summary>How many rows the file has, deleted ones included.</summary>
    public long? RecordCount { get; internal set; }

    /// <summary>Whether the bounds are values of rows that are not deleted.</summary>
    public bool TightBounds { get; internal set; } = true;

    /// <summary>Reads the statistics of a file.</summary>
    /// <param name="json">The raw JSON of an add action.</param>
    /// <param name="schema">The table's schema.</param>
    /// <param name="mode">The table's column mapping mode.</param>
    /// <returns>The statistics, or <see langword="null"/> if the text is no JSON object.</returns>
    public static FileStatistics? Parse(string? json, StructType schema, ColumnMappingMode mode) =>
        json is null ? null : StatisticsLayout.All(schema, mode).Read(Encoding.UTF8.GetBytes(json));

    /// <summary>The columns that there is something known of.</summary>
    /// <returns>Paths by the names users see, with their statistics.</returns>
    public IEnumerable<KeyValuePair<ColumnPath, ColumnStatistics>> GetColumns() =>
        _layout.Columns.Select((column, position) => KeyValuePair.Create(column.Path, _columns[position]))
            .Where(static pair => pair.Value != default);

    /// <summary>Finds the statistics of a column.</summary>
    /// <param name="column">The column, by the names users see.</param>
    /// <returns>What the log says; empty if it says nothing.</returns>
    public ColumnStatistics Find(ColumnPath column) =>
        _layout.IndexOf(column) is var position && position < 0 ? default : _columns[position];

    /// <summary>The statistics of a column of the layout.</summary>
    internal ColumnStatistics At(int position) => _columns[position];

    /// <summary>What may be relied upon: bounds are loosened where writers are known to cut them.</summary>
    internal ColumnFacts GetFacts(int position) =>
        StatisticsTrust.ToFacts(_layout.Columns[position].Type, _columns[position], RecordCount, TightBounds);
}
