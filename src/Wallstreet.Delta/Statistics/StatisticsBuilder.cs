using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Statistics;

/// <summary>Writes the statistics of a file as the log holds them. Bounds that JSON or other readers cannot hold are
/// left out; long texts are cut so that they stay bounds; times finer than milliseconds keep six digits.</summary>
public sealed class StatisticsBuilder
{
    private const int TextLengthMax = 32;
    private readonly StructType _schema;
    private readonly ColumnMappingMode _mode;
    private readonly HashSet<ColumnPath> _selected;
    private readonly Dictionary<ColumnPath, ColumnStatistics> _columns = [];

    /// <summary>Starts the statistics of one file.</summary>
    /// <param name="metadata">The table's metadata: schema, column mapping and which columns get statistics.</param>
    public StatisticsBuilder(Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        _schema = metadata.Schema;
        _mode = metadata.ColumnMapping;
        _selected = [.. StatisticsColumns.Select(metadata)];
    }

    private enum Section
    {
        Min,
        Max,
        NullCount,
    }

    /// <summary>How many rows the file has.</summary>
    public long RecordCount { get; set; }

    /// <summary>Sets what is known of a column. Columns that get no statistics are left out; only the null count of a
    /// column that may not be null is always kept.</summary>
    /// <param name="column">A leaf column, by the names users see.</param>
    /// <param name="min">The smallest value, or <see langword="null"/>. NaN means that nothing is known.</param>
    /// <param name="max">The largest value, or <see langword="null"/>.</param>
    /// <param name="nullCount">How many values are null.</param>
    public void Set(ColumnPath column, Literal? min, Literal? max, long? nullCount)
    {
        if (column.FindIn(_schema) is not { } found)
        {
            throw new SchemaMismatchException($"The table has no column '{column}'.");
        }

        if (_selected.Contains(column))
        {
            bool usable = IsBound(found.Type) && CanBeWritten(min) && CanBeWritten(max);
            _columns[column] = new ColumnStatistics(
                usable ? CutMin(min?.TryCast(found.Type)) : null,
                usable ? CutMax(max?.TryCast(found.Type)) : null,
                nullCount);
        }
        else if (!found.Nullable)
        {
            _columns[column] = new ColumnStatistics(null, null, nullCount);
        }
    }

    /// <summary>Writes the statistics.</summary>
    /// <returns>JSON for <see cref="AddFile.Statistics"/>.</returns>
    public string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", RecordCount);
            WriteSection(json, "minValues", Section.Min);
            WriteSection(json, "maxValues", Section.Max);
            WriteSection(json, "nullCount", Section.NullCount);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static bool IsBound(DeltaType type) => type is DecimalType or PrimitiveType
    {
        Kind: not (PrimitiveKind.Binary or PrimitiveKind.Boolean or PrimitiveKind.Void or PrimitiveKind.Variant),
    };

    /// <summary>JSON has no NaN and no infinity, and the texts of days and times end with the year 9999.</summary>
    private static bool CanBeWritten(Literal? value) => value?.Value switch
    {
        double number => double.IsFinite(number),
        long when value.Type is PrimitiveType { Kind: PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } =>
            value.ToObject() is DateOnly or DateTimeOffset or DateTime,
        _ => true,
    };

    private static Literal? CutMin(Literal? value) =>
        value?.Value is string { Length: > TextLengthMax } text
            ? new Literal(value.Type, text[..CutAt(text)])
            : value;

    /// <summary>The cut text with the greatest of all letters after it is greater than every text that starts so.
    /// </summary>
    private static Literal? CutMax(Literal? value)
    {
        if (value?.Value is not string { Length: > TextLengthMax } text)
        {
            return value;
        }

        int cut = CutAt(text);
        return text.AsSpan(cut).StartsWith("\U0010FFFF")
            ? null
            : new Literal(value.Type, text[..cut] + "\U0010FFFF");
    }

    private static int CutAt(string text) => char.IsHighSurrogate(text[TextLengthMax - 1]) ? TextLengthMax - 1 : TextLengthMax;

    private void WriteSection(Utf8JsonWriter json, string name, Section section)
    {
        json.WriteStartObject(name);
        WriteColumns(json, _schema, [], section);
        json.WriteEndObject();
    }

    private void WriteColumns(Utf8JsonWriter json, StructType structure, List<string> outer, Section section)
    {
        foreach (StructField column in structure.Fields)
        {
            outer.Add(column.Name);
            if (column.Type is StructType inner)
            {
                if (_columns.Keys.Any(path => path.Names.Count > outer.Count
                    && outer.SequenceEqual(path.Names.Take(outer.Count), StringComparer.OrdinalIgnoreCase)))
                {
                    json.WriteStartObject(column.GetPhysicalName(_mode));
                    WriteColumns(json, inner, outer, section);
                    json.WriteEndObject();
                }
            }
            else if (_columns.TryGetValue(new ColumnPath(outer), out ColumnStatistics known))
            {
                WriteColumn(json, column.GetPhysicalName(_mode), known, section);
            }

            outer.RemoveAt(outer.Count - 1);
        }
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, ColumnStatistics known, Section section)
    {
        if (section == Section.NullCount)
        {
            if (known.NullCount is { } count)
            {
                json.WriteNumber(name, count);
            }

            return;
        }

        // A bound without its opposite is of little use to most readers; both or none.
        if (known.Min is not null && known.Max is not null)
        {
            json.WritePropertyName(name);
            WriteValue(json, section == Section.Min ? known.Min : known.Max);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, Literal value)
    {
        switch (value.Type, value.Value)
        {
            case (PrimitiveType { Kind: PrimitiveKind.Date }, _):
            case (PrimitiveType { Kind: PrimitiveKind.Timestamp }, _):
            case (_, string):
                json.WriteStringValue(PartitionText.Write(value));
                break;
            case (PrimitiveType { Kind: PrimitiveKind.TimestampNtz }, long time):
                json.WriteStringValue(CalendarText.Time(time, 'T'));
                break;
            case (_, long number):
                json.WriteNumberValue(number);
                break;
            case (PrimitiveType { Kind: PrimitiveKind.Float }, double number):
                json.WriteNumberValue((float)number);
                break;
            case (_, double number):
                json.WriteNumberValue(number);
                break;
            case (_, DeltaDecimal number):
                json.WriteRawValue(number.ToString(), skipInputValidation: true);
                break;
            default:
                throw new SchemaMismatchException(
                    string.Create(CultureInfo.InvariantCulture, $"A bound of type {value.Type} cannot be written."));
        }
    }
}
