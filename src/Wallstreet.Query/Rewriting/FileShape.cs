using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>The columns of a file; many files share one.</summary>
internal sealed class FileShape(IReadOnlyList<FileColumn> columns)
{
    /// <summary>All about it in one text.</summary>
    public string Text { get; } = string.Join(',', columns);

    public IReadOnlyList<FileColumn> Columns => columns;

    /// <summary>Finds a column of the table among those of a file or of a group in it: by id, by exact name, then by any
    /// case. Protocol section "Reader Requirements for Column Mapping".</summary>
    public static FileColumn? Find(IReadOnlyList<FileColumn> columns, StructField field, ColumnMappingMode mapping)
    {
        if (mapping == ColumnMappingMode.Id && field.MappedId is { } id
            && columns.FirstOrDefault(column => column.FieldId == id) is { } found)
        {
            return found;
        }

        string name = field.GetPhysicalName(mapping);
        return columns.FirstOrDefault(column => column.Name == name)
            ?? columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
