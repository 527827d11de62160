using Wallstreet.Delta;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Writing;

/// <summary>Finds the columns and fields that a statement brings and a table lacks.</summary>
internal static class SchemaMerge
{
    /// <summary>The table's schema with what the statement adds, at the end of the struct that it belongs to.</summary>
    /// <param name="table">The table's schema.</param>
    /// <param name="columns">The statement's columns.</param>
    /// <param name="allowed">Whether columns may come.</param>
    /// <param name="name">The table's name, for messages.</param>
    /// <exception cref="SchemaMismatchException">The statement brings something that may not come.</exception>
    public static StructType Merge(StructType table, IReadOnlyList<StructField> columns, bool allowed, string name)
    {
        StructField[] unknown = [.. columns.Where(column => table.Find(column.Name) is null)];
        if (unknown.Length > 0 && !allowed)
        {
            throw new SchemaMismatchException(
                $"The table {name} has no column {string.Join(", ", unknown.Select(column => column.Name))}. It has "
                + $"{string.Join(", ", table.Fields.Select(field => field.Name))}. Leave the column out, or allow "
                + "the write to add columns.");
        }

        StructType given = new(columns);
        StructField[] known = [.. table.Fields.Select(field => given.Find(field.Name) is { } brought
            ? Merge(field, brought, allowed, name, field.Name)
            : field)];
        return unknown.Length == 0 && known.SequenceEqual(table.Fields) ? table : new StructType([.. known, .. unknown]);
    }

    private static StructField Merge(StructField field, StructField brought, bool allowed, string table, string path)
    {
        DeltaType merged = Merge(field.Type, brought.Type, allowed, table, path);
        return merged == field.Type ? field : field with { Type = merged };
    }

    private static DeltaType Merge(DeltaType type, DeltaType brought, bool allowed, string table, string path)
    {
        switch (type, brought)
        {
            case (ArrayType a, ArrayType b):
                return a with { ElementType = Merge(a.ElementType, b.ElementType, allowed, table, path + ".element") };
            case (MapType a, MapType b):
                return a with
                {
                    KeyType = Merge(a.KeyType, b.KeyType, allowed, table, path + ".key"),
                    ValueType = Merge(a.ValueType, b.ValueType, allowed, table, path + ".value"),
                };
            case (StructType a, StructType b):
                StructField[] unknown = [.. b.Fields.Where(field => a.Find(field.Name) is null)];
                if (unknown.Length > 0 && !allowed)
                {
                    throw new SchemaMismatchException(
                        $"The column {path} of the table {table} has no field {string.Join(", ", unknown.Select(field => field.Name))}. It has "
                        + $"{string.Join(", ", a.Fields.Select(field => field.Name))}. Leave the field out, or allow the write to add columns.");
                }

                return new StructType([.. a.Fields.Select(field => b.Find(field.Name) is { } other
                    ? Merge(field, other, allowed, table, $"{path}.{field.Name}")
                    : field), .. unknown]);
            default:
                return type;
        }
    }
}
