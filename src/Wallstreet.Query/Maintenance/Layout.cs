using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Maintenance;

/// <summary>By which columns rows are laid out, and what the files say of it.</summary>
/// <param name="Columns">The columns, by the names users see.</param>
/// <param name="StoredColumns">The same, by the names that files have.</param>
/// <param name="Provider">Who clusters the files, on clustered tables; else null.</param>
/// <param name="FileSizeBytes">About how big each file becomes.</param>
internal sealed record Layout(
    IReadOnlyList<ColumnPath> Columns, IReadOnlyList<ColumnPath> StoredColumns, string? Provider, long FileSizeBytes)
{
    /// <summary>The layout of a version of a table.</summary>
    public static Layout Of(Metadata metadata, IReadOnlyList<ColumnPath> columns, string? provider, long fileSizeBytes) =>
        new(columns, [.. columns.Select(column => Stored(column, metadata))], provider, fileSizeBytes);

    private static ColumnPath Stored(ColumnPath column, Metadata metadata)
    {
        List<string> names = [];
        DeltaType type = metadata.Schema;
        foreach (string name in column.Names)
        {
            StructField field = (type as StructType)?.Find(name)
                ?? throw new SchemaMismatchException($"The table has no column '{column}' to lay rows out by.");
            names.Add(field.GetPhysicalName(metadata.ColumnMapping));
            type = field.Type;
        }

        return new ColumnPath([.. names]);
    }
}
