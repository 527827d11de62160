using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Checkpoints.Parsed;

/// <summary>How a checkpoint says the statistics and partition values of files: as text
/// (<c>delta.checkpoint.writeStatsAsJson</c>, unless it is false), as columns (<c>delta.checkpoint.writeStatsAsStruct</c>, if it
/// is true), both, or not at all. Protocol sections "Checkpoints" and "Checkpoint Schema".</summary>
internal sealed class CheckpointStatistics
{
    /// <summary>Statistics that are read take much more memory than their text.</summary>
    private const int ValuesMax = 500_000;

    private const short FileDepth = 1;
    private const short StructDepth = 2;
    private const short SectionDepth = 3;
    private readonly StatisticsLayout? _layout;

    /// <param name="metadata">The table's.</param>
    /// <param name="rows">What the checkpoint will hold: it gets columns for what is known of any file.</param>
    public CheckpointStatistics(Metadata metadata, IEnumerable<CheckpointRow> rows)
    {
        IsText = !string.Equals(
            metadata.FindProperty("delta.checkpoint.writeStatsAsJson"), "false", StringComparison.OrdinalIgnoreCase);
        if (!metadata.IsEnabled("delta.checkpoint.writeStatsAsStruct"))
        {
            return;
        }

        _layout = StatisticsLayout.All(metadata.Schema, metadata.ColumnMapping);
        StatisticsPresence presence = new(_layout);
        foreach (AddFile add in rows.Select(static row => row.Add).OfType<AddFile>().Where(static add => !add.RawStatistics.IsEmpty))
        {
            presence.Add(add.RawStatistics.ToBytes());
        }

        Parts = [CreateStatistics(metadata, _layout, presence), .. CreatePartitions(metadata)];
    }

    /// <summary>Whether statistics are written as text.</summary>
    public bool IsText { get; }

    /// <summary>The columns of <c>add</c> with statistics and partition values; none if they are not wanted.</summary>
    public IReadOnlyList<CheckpointPart> Parts { get; } = [];

    /// <summary>How many rows are read at once.</summary>
    public int RowGroupRowsMax => _layout is null ? int.MaxValue : ValuesMax / (_layout.Columns.Count + 1) + 1;

    /// <summary>Reads the statistics of rows, if they become columns.</summary>
    public List<CheckpointRow> Parse(List<CheckpointRow> rows) => _layout is null
        ? rows
        : rows.ConvertAll(row => row.Add is { RawStatistics.IsEmpty: false } add
            ? row with { Statistics = _layout.Read(add.RawStatistics.ToBytes()) }
            : row);

    private static CheckpointPart CreateStatistics(Metadata metadata, StatisticsLayout layout, StatisticsPresence presence)
    {
        List<CheckpointPart> parts =
        [
            new ParsedColumn("numRecords", StructDepth).OfCounts(static row => (Depth(row, StructDepth), row.Statistics?.RecordCount)),
        ];
        if (presence.TightBounds)
        {
            parts.Add(new ParsedColumn("tightBounds", StructDepth).OfFlags(static row => (Depth(row, StructDepth), row.Statistics?.TightBounds)));
        }

        List<(IReadOnlyList<string> Names, int Position)> columns =
        [
            .. layout.Columns.Select((column, position) => (
                (IReadOnlyList<string>)StatisticsLayout.GetPhysicalNames(metadata.Schema, metadata.ColumnMapping, column.Path), position)),
        ];
        AddSection("minValues", presence.Min, (name, inner, position) => Bound(
            name, inner, layout.Columns[position].Type, row => (Depth(row, inner), row.Statistics?.At(position).Min)));
        AddSection("maxValues", presence.Max, (name, inner, position) => Bound(
            name, inner, layout.Columns[position].Type, row => (Depth(row, inner), row.Statistics?.At(position).Max)));
        AddSection("nullCount", presence.NullCount, (name, inner, position) => new ParsedColumn(name, inner).OfCounts(
            row => (Depth(row, inner), row.Statistics?.At(position).NullCount)));
        return CheckpointPart.Group("stats_parsed", parts);

        // Parquet has no groups without columns.
        void AddSection(string name, IReadOnlyList<bool> present, Func<string, short, int, CheckpointPart?> create)
        {
            List<CheckpointPart> section = Nest([.. columns.Where(column => present[column.Position])], 0, SectionDepth, create);
            if (section.Count > 0)
            {
                parts.Add(CheckpointPart.Group(name, section));
            }
        }
    }

    /// <summary>A column of bounds, which binary columns do not have.</summary>
    private static CheckpointPart? Bound(
        string name, short depth, DeltaType type, Func<CheckpointRow, (short Depth, Literal? Value)> select) =>
        type == PrimitiveType.Binary ? null : new ParsedColumn(name, depth).OfValues(type, select);

    /// <summary>Columns that share their outer names become groups.</summary>
    private static List<CheckpointPart> Nest(
        List<(IReadOnlyList<string> Names, int Position)> columns, int level, short depth, Func<string, short, int, CheckpointPart?> create)
    {
        List<CheckpointPart> parts = [];
        foreach (IGrouping<string, (IReadOnlyList<string> Names, int Position)> group in columns.GroupBy(
            column => column.Names[level], StringComparer.Ordinal))
        {
            if (group.First().Names.Count == level + 1)
            {
                if (create(group.Key, depth, group.First().Position) is { } part)
                {
                    parts.Add(part);
                }
            }
            else if (Nest([.. group], level + 1, (short)(depth + 1), create) is { Count: > 0 } inner)
            {
                parts.Add(CheckpointPart.Group(group.Key, inner));
            }
        }

        return parts;
    }

    /// <summary>How many groups around a column are there: all of them, where the file has statistics.</summary>
    private static short Depth(CheckpointRow row, short depth) =>
        row.Add is null ? (short)0 : row.Statistics is null ? FileDepth : depth;

    private static IEnumerable<CheckpointPart> CreatePartitions(Metadata metadata)
    {
        List<CheckpointPart> parts = [];
        foreach (string name in metadata.PartitionColumns)
        {
            if (metadata.Schema.Find(name) is not { } column)
            {
                continue;
            }

            string physical = column.GetPhysicalName(metadata.ColumnMapping);
            CheckpointPart? part = new ParsedColumn(physical, StructDepth).OfValues(column.Type, row => (
                row.Add is null ? (short)0 : StructDepth,
                row.Add?.PartitionValues.GetValueOrDefault(physical) is { Length: > 0 } text ? PartitionText.TryParse(text, column.Type) : null));
            if (part is not null)
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? [] : [CheckpointPart.Group("partitionValues_parsed", parts)];
    }
}
