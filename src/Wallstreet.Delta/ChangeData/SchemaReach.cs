using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.ChangeData;

/// <summary>Tells whether rows written under one schema can be read with a later one and lose nothing: columns may have
/// been added, made nullable or widened; not dropped, renamed or given another type.</summary>
internal static class SchemaReach
{
    /// <summary>What a read would lose; null if it loses nothing.</summary>
    /// <param name="written">The metadata under which rows were written.</param>
    /// <param name="read">The metadata under which they are read.</param>
    /// <param name="reader">Names the latter in the answer.</param>
    public static string? FindLoss(Metadata written, Metadata read, string reader)
    {
        if (ReferenceEquals(written, read) || (written.SchemaString == read.SchemaString
            && written.PartitionColumns.SequenceEqual(read.PartitionColumns)
            && written.ColumnMapping == read.ColumnMapping))
        {
            return null;
        }

        if (!written.PartitionColumns.SequenceEqual(read.PartitionColumns, StringComparer.OrdinalIgnoreCase))
        {
            return $"is partitioned by [{string.Join(", ", written.PartitionColumns)}], and {reader} by "
                + $"[{string.Join(", ", read.PartitionColumns)}]";
        }

        return FindLoss(written.Schema, read.Schema, "", reader);
    }

    private static string? FindLoss(StructType written, StructType read, string prefix, string reader)
    {
        foreach (StructField column in written.Fields)
        {
            // Names in files stay when a column is renamed; tables without column mapping have only the one name.
            string physical = column.MappedName ?? column.Name;
            StructField? same = read.Fields.FirstOrDefault(other =>
                string.Equals(other.MappedName ?? other.Name, physical, StringComparison.OrdinalIgnoreCase))
                ?? (column.MappedName is null ? read.Find(column.Name) : null);
            string name = prefix + column.Name;
            string? loss = same is null ? $"has the column '{name}', which {reader} does not have"
                : !string.Equals(same.Name, column.Name, StringComparison.OrdinalIgnoreCase)
                    ? $"has the column '{name}', which {reader} calls '{same.Name}'"
                    : FindLoss(column.Type, same.Type, name, reader);
            if (loss is not null)
            {
                return loss;
            }
        }

        return null;
    }

    private static string? FindLoss(DeltaType written, DeltaType read, string name, string reader) => (written, read) switch
    {
        (StructType from, StructType to) => FindLoss(from, to, name + ".", reader),
        (ArrayType from, ArrayType to) => FindLoss(from.ElementType, to.ElementType, name + ".element", reader),
        (MapType from, MapType to) => FindLoss(from.KeyType, to.KeyType, name + ".key", reader)
            ?? FindLoss(from.ValueType, to.ValueType, name + ".value", reader),
        _ => written == read || written == PrimitiveType.Void || TypeWidening.IsAllowed(written, read)
            ? null
            : $"has the column '{name}' of type {written}, which is {read} in {reader}",
    };
}
