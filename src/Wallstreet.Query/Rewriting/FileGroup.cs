using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>Files that are read together.</summary>
/// <param name="Files">The files.</param>
/// <param name="Numbers">Their numbers among all files of the scan; <see langword="null"/> if these are all.</param>
/// <param name="Shape">The columns that each of them has; <see langword="null"/> if DuckDB is to find columns by itself.
/// </param>
/// <param name="Uniform">Whether the log tells that all of them have all columns, under the names that the log uses.
/// </param>
internal sealed record FileGroup(
    IReadOnlyList<LocalFile> Files, IReadOnlyList<int>? Numbers, FileShape? Shape, bool Uniform)
{
    /// <summary>Names that DuckDB gives to what it knows of a row; columns so named hide it.</summary>
    private static readonly HashSet<string> _virtualColumns = new(StringComparer.OrdinalIgnoreCase)
    {
        "file_index", "file_row_number", "filename",
    };

    /// <summary>Divides files as far as their columns demand it.</summary>
    public static FileGroup[] Divide(
        IReadOnlyList<StructField> stored, ColumnMappingMode mapping, IReadOnlyList<LocalFile> files)
    {
        if (FileShapes.AreNeeded(stored, mapping))
        {
            return ByShape(files, FileShapes.Read(files));
        }

        if (stored.Count == 0 || stored.Any(field => _virtualColumns.Contains(field.GetPhysicalName(mapping))))
        {
            return [new FileGroup(files, null, null, false)];
        }

        if (UniformFiles.Are(stored, mapping, files))
        {
            return [new FileGroup(files, null, null, true)];
        }

        // Where all files have the same columns, DuckDB is faster by the files' own schema than by one it is told.
        return FileShapes.TryRead(files) is { } shapes && Array.TrueForAll(shapes, shape => shape == shapes[0])
            ? [new FileGroup(files, null, shapes[0], false)]
            : [new FileGroup(files, null, null, false)];
    }

    private static FileGroup[] ByShape(IReadOnlyList<LocalFile> files, FileShape[] shapes)
    {
        FileGroup[] groups = [.. Enumerable.Range(0, files.Count).GroupBy(index => shapes[index].Text)
            .Select(group => new FileGroup(
                [.. group.Select(index => files[index])], [.. group], shapes[group.First()], false))];
        return groups.Length == 1 ? [groups[0] with { Numbers = null }] : groups;
    }
}
