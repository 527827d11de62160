using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>
/// Writes what DuckDB measured while writing a file as the statistics of the log: row count, null counts, and bounds
/// where they are certain. Parquet's bounds leave NaN out, so a column with NaN gets none.
/// </summary>
internal static partial class DuckStatistics
{
    private const int TextLengthMax = 32;

    /// <summary>The statistics of a file as JSON.</summary>
    public static string Write(StagedFile file, TargetSchema target)
    {
        List<Leaf> leaves = [];
        Collect(target.Stored, new Place(target.Mapping, target.Measured, [], []), file, leaves);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("numRecords", file.RowCount);
            WriteSection(writer, "minValues", leaves.Where(leaf => leaf.Min is not null), leaf => leaf.Min!);
            WriteSection(writer, "maxValues", leaves.Where(leaf => leaf.Max is not null), leaf => leaf.Max!);
            WriteSection(writer, "nullCount", leaves.Where(leaf => leaf.NullCount is not null), leaf => leaf.NullCount!);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>How many nulls a top-level column has; <see langword="null"/> if that is not known.</summary>
    public static long? FindNullCount(StagedFile file, string physicalName)
    {
        return Find(file, SqlText.Name(physicalName)) is { } column
            && column.TryGetValue("null_count", out string? count)
            && long.TryParse(count, CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    /// <summary>What DuckDB knows of a column; of variants, what it knows of a part that is null where they are.</summary>
    private static Dictionary<string, string>? Find(StagedFile file, string path) =>
        file.Columns.GetValueOrDefault(path) ?? file.Columns.GetValueOrDefault(path + ".metadata")
            ?? file.Columns.GetValueOrDefault(path + ".\"metadata\"");

    /// <summary>The bounds of a top-level column as they are written into the log.</summary>
    public static (string? Min, string? Max) FindBounds(StagedFile file, StructField field, ColumnMappingMode mapping)
    {
        List<Leaf> leaves = [];
        Collect([field], new Place(mapping, null, [], []), file, leaves);
        return leaves is [{ Path.Length: 1 } leaf] ? (leaf.Min, leaf.Max) : (null, null);
    }

    private static void Collect(IEnumerable<StructField> fields, Place place, StagedFile file, List<Leaf> leaves)
    {
        foreach (StructField field in fields)
        {
            string[] names = [.. place.Names, field.Name];
            string[] path = [.. place.Path, field.GetPhysicalName(place.Mapping)];
            if (field.Type is StructType structure)
            {
                Collect(structure.Fields, place with { Names = names, Path = path }, file, leaves);
            }
            else if (field.Type is PrimitiveType or DecimalType && place.Measured?.Contains(new ColumnPath(names)) != false
                && Find(file, string.Join('.', path.Select(SqlText.Name))) is { } known)
            {
                bool bounded = known.GetValueOrDefault("has_nan") != "true";
                string? count = known.GetValueOrDefault("null_count");
                leaves.Add(new Leaf(path,
                    bounded && known.TryGetValue("min", out string? min) ? Bound(field.Type, min, upper: false) : null,
                    bounded && known.TryGetValue("max", out string? max) ? Bound(field.Type, max, upper: true) : null,
                    count));
            }
        }
    }

    /// <summary>A bound as JSON; <see langword="null"/> where none is certain.</summary>
    private static string? Bound(DeltaType type, string text, bool upper)
    {
        if (type is DecimalType)
        {
            return PlainNumber().IsMatch(text) ? text : null;
        }

        return ((PrimitiveType)type).Kind switch
        {
            PrimitiveKind.Long or PrimitiveKind.Integer or PrimitiveKind.Short or PrimitiveKind.Byte =>
                PlainNumber().IsMatch(text) ? text : null,
            PrimitiveKind.Double or PrimitiveKind.Float => Floating(text),
            PrimitiveKind.Date => PlainDate().IsMatch(text) ? Quoted(text) : null,
            PrimitiveKind.Timestamp => Moment(text, zoned: true),
            PrimitiveKind.TimestampNtz => Moment(text, zoned: false),
            PrimitiveKind.String => Text(text, upper),
            _ => null,
        };
    }

    private static string? Floating(string text)
    {
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) ? text.ToUpperInvariant() : null;
    }

    private static string? Moment(string text, bool zoned)
    {
        string plain = zoned && text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3] : text;
        return DateTime.TryParseExact(plain, "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out DateTime moment)
            ? Quoted(moment.ToString(moment.Ticks % TimeSpan.TicksPerMillisecond == 0
                ? "yyyy-MM-dd'T'HH:mm:ss.fff" : "yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture) + (zoned ? "Z" : ""))
            : null;
    }

    /// <summary>Long texts are cut: below the value for the lower bound, above it for the upper one.</summary>
    private static string? Text(string text, bool upper)
    {
        Rune[] letters = [.. text.EnumerateRunes()];
        if (letters.Length <= TextLengthMax)
        {
            return Quoted(text);
        }

        if (!upper)
        {
            return Quoted(string.Concat(letters[..TextLengthMax]));
        }

        // Above every text that begins so, unless the next letter is the last of all; then more of it is kept.
        var last = new Rune(0x10FFFF);
        int length = TextLengthMax;
        while (length < letters.Length && letters[length] == last)
        {
            length++;
        }

        return length == letters.Length ? Quoted(text) : Quoted(string.Concat(letters[..length]) + last);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static void WriteSection(
        Utf8JsonWriter writer, string name, IEnumerable<Leaf> leaves, Func<Leaf, string> value)
    {
        writer.WriteStartObject(name);
        WriteLevel(writer, [.. leaves], 0, value);
        writer.WriteEndObject();
    }

    private static void WriteLevel(Utf8JsonWriter writer, Leaf[] leaves, int level, Func<Leaf, string> value)
    {
        foreach (IGrouping<string, Leaf> group in leaves.GroupBy(leaf => leaf.Path[level], StringComparer.Ordinal))
        {
            writer.WritePropertyName(group.Key);
            if (group.First().Path.Length == level + 1)
            {
                writer.WriteRawValue(value(group.First()));
            }
            else
            {
                writer.WriteStartObject();
                WriteLevel(writer, [.. group], level + 1, value);
                writer.WriteEndObject();
            }
        }
    }

    [GeneratedRegex(@"^-?\d+(\.\d+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainDate();

    /// <summary>Where fields lie: which columns are measured (null: all), by the names users see and by those of files.</summary>
    private sealed record Place(ColumnMappingMode Mapping, IReadOnlySet<ColumnPath>? Measured, string[] Names, string[] Path);

    private sealed record Leaf(string[] Path, string? Min, string? Max, string? NullCount);
}
