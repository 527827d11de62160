using System.Globalization;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>Tells whether a file has a column in another type than the table.</summary>
internal static class FileTypes
{
    /// <summary>Whether a file's value has the very type of the table's column, so far as values of other files could not be
    /// read as the file's.</summary>
    public static bool Are(DeltaType type, FileColumn column) => column.Kind == FileColumnKind.Value && Is(type, column.Encoding);

    /// <summary>Whether one is narrower, where the table's was widened.</summary>
    /// <param name="schema">The table's columns.</param>
    /// <param name="columns">The file's.</param>
    /// <param name="mapping">How the one is found in the other.</param>
    public static bool Differ(StructType schema, IReadOnlyList<FileColumn> columns, ColumnMappingMode mapping) =>
        schema.Fields.Any(field => FileShape.Find(columns, field, mapping) is { } column
            && Differ(field.Type, column, mapping, TypeWidening.WasWidened(field)));

    /// <summary>What lies in arrays and maps is part of the field that holds them; fields of structs are their own.</summary>
    private static bool Differ(DeltaType type, FileColumn column, ColumnMappingMode mapping, bool widened) => (type, column.Kind) switch
    {
        (StructType structure, FileColumnKind.Group) => Differ(structure, column.Children, mapping),
        (ArrayType array, FileColumnKind.List) => Differ(array.ElementType, column.Children[0], mapping, widened),
        (MapType map, FileColumnKind.Map) => Differ(map.KeyType, column.Children[0], mapping, widened)
            || Differ(map.ValueType, column.Children[1], mapping, widened),
        (_, FileColumnKind.Value) => widened && !Is(type, column.Encoding),
        _ => widened,
    };

    /// <summary>Whether a file's value has the very type. Only types that others can be widened to matter.</summary>
    private static bool Is(DeltaType type, string encoding) => type switch
    {
        DecimalType number => encoding.Contains(
            string.Create(CultureInfo.InvariantCulture, $"Decimal(precision={number.Precision}, scale={number.Scale})"), StringComparison.Ordinal),
        PrimitiveType primitive => primitive.Kind switch
        {
            PrimitiveKind.Long => IsWhole(encoding, "Int64", 64),
            PrimitiveKind.Integer => IsWhole(encoding, "Int32", 32),
            PrimitiveKind.Short => IsWhole(encoding, "Int32", 16),
            PrimitiveKind.Double => encoding.StartsWith("Double ", StringComparison.Ordinal),
            PrimitiveKind.TimestampNtz => encoding.Contains("Timestamp", StringComparison.Ordinal)
                || encoding.StartsWith("Int96 ", StringComparison.Ordinal),
            _ => true,
        },
        _ => true,
    };

    /// <summary>A whole number with as many bits, or of which the file says no more than how it stores it.</summary>
    private static bool IsWhole(string encoding, string stored, int bits) =>
        encoding.StartsWith(stored + " ", StringComparison.Ordinal)
        && (encoding.Contains(string.Create(CultureInfo.InvariantCulture, $"Int(bitWidth={bits}, "), StringComparison.Ordinal)
            || (bits >= 32 && !encoding.Contains('(', StringComparison.Ordinal)));
}
