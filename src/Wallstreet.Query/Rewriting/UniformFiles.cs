using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>
/// Tells whether all files of a table are known to hold all its columns, under their own names and in their own types.
/// Such files DuckDB reads by their own schema, and then it knows the bounds of their columns, which makes sums and
/// joins about twice as fast; it does not when it is told the schema. Some writers count the nulls of columns that they
/// did not write, so the first file, whose schema DuckDB takes, is asked itself.
/// </summary>
internal static class UniformFiles
{
    /// <summary>Beyond this many files, asking the log about each costs more than it brings.</summary>
    private const int FilesMax = 10_000;

    public static bool Are(IReadOnlyList<StructField> stored, ColumnMappingMode mapping, IReadOnlyList<LocalFile> files)
    {
        // By ids the log cannot tell under which names the files hold the columns.
        return mapping != ColumnMappingMode.Id && files.Count <= FilesMax && stored.All(IsPlain)
            && files.All(file => HasAll(file.Add, stored, mapping)) && FileShapes.HaveAll(files[0], stored, mapping);
    }

    private static bool IsPlain(StructField field) =>
        field.Type is DecimalType or PrimitiveType { Kind: not PrimitiveKind.Void }
        && !field.Metadata.ContainsKey("delta.typeChanges");

    /// <summary>A file has a column that its writer counted the nulls of.</summary>
    private static bool HasAll(AddFile file, IReadOnlyList<StructField> stored, ColumnMappingMode mapping)
    {
        if (file.Statistics is not { } text)
        {
            return false;
        }

        try
        {
            using JsonDocument statistics = JsonDocument.Parse(text);
            return statistics.RootElement.ValueKind == JsonValueKind.Object
                && statistics.RootElement.TryGetProperty("nullCount", out JsonElement counts)
                && counts.ValueKind == JsonValueKind.Object
                && stored.All(field => counts.TryGetProperty(field.GetPhysicalName(mapping), out _));
        }
        catch (JsonException)
        {
            // Statistics are a help only; what is malformed counts as not there.
            return false;
        }
    }
}
