using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>
/// Tells whether all files of a table are known to hold all its columns, under their own names and in their own types.
/// Such files DuckDB reads by their own schema, and then it knows the bounds of their columns, which makes sums and
/// joins about twice as fast; it does not when it is told the schema. The first file, whose schema and types DuckDB takes
/// for all, is asked itself. Of the others, a value that is no null shows that the column is there; some writers count the
/// nulls of columns that they did not write, so files in which a column has nulls only are asked too.
/// </summary>
internal static class UniformFiles
{
    /// <summary>Beyond this many files, asking the log about each costs more than it brings.</summary>
    private const int FilesMax = 10_000;

    /// <summary>Beyond this many files, asking them themselves costs more than it brings.</summary>
    private const int AskedMax = 64;

    public static bool Are(IReadOnlyList<StructField> stored, ColumnMappingMode mapping, IReadOnlyList<LocalFile> files)
    {
        // By ids the log cannot tell under which names the files hold the columns.
        if (mapping == ColumnMappingMode.Id || files.Count > FilesMax || !stored.All(IsPlain))
        {
            return false;
        }

        int asked = 0;
        foreach (LocalFile file in files)
        {
            bool? all = HasAll(file.Add, stored, mapping);
            if (all == false || (all is null && (++asked > AskedMax || !FileShapes.HaveAll(file, stored, mapping))))
            {
                return false;
            }
        }

        return FileShapes.HaveAllExactly(files[0], stored, mapping);
    }

    private static bool IsPlain(StructField field) =>
        field.Type is DecimalType or PrimitiveType { Kind: not PrimitiveKind.Void }
        && !field.Metadata.ContainsKey("delta.typeChanges");

    /// <summary>Whether a file has all columns; null if it is not certain that its writer wrote those whose nulls it
    /// counted.</summary>
    private static bool? HasAll(AddFile file, IReadOnlyList<StructField> stored, ColumnMappingMode mapping)
    {
        if (file.Statistics is not { } text)
        {
            return false;
        }

        try
        {
            using JsonDocument statistics = JsonDocument.Parse(text);
            if (statistics.RootElement.ValueKind != JsonValueKind.Object
                || !statistics.RootElement.TryGetProperty("nullCount", out JsonElement counts) || counts.ValueKind != JsonValueKind.Object)
            {
                return false;
            }

            long rows = statistics.RootElement.TryGetProperty("numRecords", out JsonElement records) ? Number(records) ?? 0 : 0;
            bool certain = true;
            foreach (StructField field in stored)
            {
                if (!counts.TryGetProperty(field.GetPhysicalName(mapping), out JsonElement nulls))
                {
                    return false;
                }

                certain &= Number(nulls) is >= 0 and { } count && count < rows;
            }

            return certain ? true : null;
        }
        catch (JsonException)
        {
            // Statistics are a help only; what is malformed counts as not there.
            return false;
        }
    }

    private static long? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : null;
}
