using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>Which columns of the statistics are read, found by their physical names while the JSON goes by; all others
/// are skipped.</summary>
internal sealed class StatisticsLayout
{
    public const int DepthMax = 128;
    private readonly StatisticsNode _root = new();
    private readonly List<(ColumnPath Path, DeltaType Type)> _columns = [];
    private readonly Dictionary<ColumnPath, int> _positions = [];

    private StatisticsLayout()
    {
    }

    private enum Section
    {
        Min,
        Max,
        NullCount,
    }

    /// <summary>No columns: only rows are counted.</summary>
    public static StatisticsLayout None { get; } = new();

    public IReadOnlyList<(ColumnPath Path, DeltaType Type)> Columns => _columns;

    /// <summary>The columns by their names in the log.</summary>
    public StatisticsNode Root => _root;

    /// <summary>Every column that can have statistics.</summary>
    public static StatisticsLayout All(StructType schema, ColumnMappingMode mode)
    {
        StatisticsLayout layout = new();
        layout.AddAll(schema, mode, []);
        return layout;
    }

    /// <summary>Only some columns; those that are not in the schema are left out.</summary>
    public static StatisticsLayout Of(StructType schema, ColumnMappingMode mode, IEnumerable<ColumnPath> columns)
    {
        StatisticsLayout layout = new();
        foreach (ColumnPath column in columns)
        {
            if (column.FindIn(schema) is { Type: not StructType } leaf && layout.IndexOf(column) < 0)
            {
                layout.Add(column, GetPhysicalNames(schema, mode, column), leaf.Type);
            }
        }

        return layout;
    }

    public int IndexOf(ColumnPath column) => _positions.TryGetValue(column, out int position) ? position : -1;

    /// <summary>Reads statistics; null if they are no JSON object, so that the file is read and not skipped.</summary>
    public FileStatistics? Read(ReadOnlyMemory<byte> json)
    {
        ColumnStatistics[] columns = new ColumnStatistics[_columns.Count];
        FileStatistics statistics = new(this, columns);
        try
        {
            Utf8JsonReader reader = new(json.Span, new JsonReaderOptions { MaxDepth = DepthMax });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadSection(ref reader, statistics, columns);
            }

            return statistics;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The names of a column of the schema in the log, from the outside in.</summary>
    public static List<string> GetPhysicalNames(StructType schema, ColumnMappingMode mode, ColumnPath column)
    {
        List<string> names = [];
        DeltaType type = schema;
        foreach (string name in column.Names)
        {
            StructField found = ((StructType)type).Find(name)!;
            names.Add(found.GetPhysicalName(mode));
            type = found.Type;
        }

        return names;
    }

    private void AddAll(StructType structure, ColumnMappingMode mode, List<(string Logical, string Physical)> outer)
    {
        foreach (StructField column in structure.Fields)
        {
            outer.Add((column.Name, column.GetPhysicalName(mode)));
            if (column.Type is StructType inner)
            {
                AddAll(inner, mode, outer);
            }
            else
            {
                Add(
                    new ColumnPath(outer.Select(static name => name.Logical)),
                    outer.Select(static name => name.Physical),
                    column.Type);
            }

            outer.RemoveAt(outer.Count - 1);
        }
    }

    private void Add(ColumnPath path, IEnumerable<string> physicalNames, DeltaType type)
    {
        StatisticsNode node = physicalNames.Aggregate(_root, static (outer, name) => outer.GetChild(name));
        node.Position = _columns.Count;
        _positions[path] = _columns.Count;
        _columns.Add((path, type));
    }

    private void ReadSection(ref Utf8JsonReader reader, FileStatistics statistics, ColumnStatistics[] columns)
    {
        if (reader.ValueTextEquals("numRecords"u8))
        {
            statistics.RecordCount = StatisticsValue.ReadCount(ref reader);
        }
        else if (reader.ValueTextEquals("tightBounds"u8))
        {
            reader.Read();
            statistics.TightBounds = reader.TokenType != JsonTokenType.False;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("minValues"u8))
        {
            ReadColumns(ref reader, _root, Section.Min, columns);
        }
        else if (reader.ValueTextEquals("maxValues"u8))
        {
            ReadColumns(ref reader, _root, Section.Max, columns);
        }
        else if (reader.ValueTextEquals("nullCount"u8))
        {
            ReadColumns(ref reader, _root, Section.NullCount, columns);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadColumns(ref Utf8JsonReader reader, StatisticsNode node, Section section, ColumnStatistics[] columns)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            StatisticsNode? child = node.FindChild(ref reader);
            if (child is null)
            {
                reader.Skip();
            }
            else if (child.Position < 0)
            {
                ReadColumns(ref reader, child, section, columns);
            }
            else
            {
                ReadColumn(ref reader, section, _columns[child.Position].Type, ref columns[child.Position]);
            }
        }
    }

    private static void ReadColumn(
        ref Utf8JsonReader reader, Section section, DeltaType type, ref ColumnStatistics column)
    {
        column = section switch
        {
            Section.Min => column with { Min = StatisticsValue.Read(ref reader, type) },
            Section.Max => column with { Max = StatisticsValue.Read(ref reader, type) },
            _ => column with { NullCount = StatisticsValue.ReadCount(ref reader) },
        };
    }
}
