using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>Gives values the names and ids that files use where a table has column mapping, at every level, and variants
/// their two parts. Protocol sections "Writer Requirements for Column Mapping" and "Variant data in Parquet".</summary>
internal static class PhysicalSql
{
    private const string IdKey = "__duckdb_field_id";

    /// <summary>A value as files hold it.</summary>
    /// <param name="type">Its type, with the names that users see.</param>
    /// <param name="value">DuckDB's SQL for it.</param>
    /// <param name="mapping">The table's mode.</param>
    public static string Value(DeltaType type, string value, ColumnMappingMode mapping) =>
        Renames(type, mapping) ? Rename(type, value, mapping, 0) : value;

    /// <summary>The ids of columns and of the fields in them, as COPY takes them.</summary>
    public static string FieldIds(IEnumerable<StructField> fields, ColumnMappingMode mapping) =>
        "{" + string.Join(", ", fields.Select(field => Ids(field, mapping)).OfType<string>()) + "}";

    private static string? Ids(StructField field, ColumnMappingMode mapping)
    {
        string inner = Ids(field.Type, mapping);
        string[] parts =
        [
            .. field.MappedId is { } id ? (string[])[$"'{IdKey}': {SqlText.Number(id)}"] : [],
            .. inner.Length > 0 ? (string[])[inner] : [],
        ];
        string name = SqlText.Text(field.GetPhysicalName(mapping));
        return parts.Length == 0 ? null
            : inner.Length == 0 ? $"{name}: {SqlText.Number(field.MappedId!.Value)}"
            : $"{name}: {{{string.Join(", ", parts)}}}";
    }

    /// <summary>What lies within a type: nothing for one without fields.</summary>
    private static string Ids(DeltaType type, ColumnMappingMode mapping) => type switch
    {
        StructType structure => string.Join(", ", structure.Fields.Select(field => Ids(field, mapping)).OfType<string>()),
        ArrayType array => Within("element", array.ElementType, mapping),
        MapType map => string.Join(", ", ((string[])
            [Within("key", map.KeyType, mapping), Within("value", map.ValueType, mapping)]).Where(static part => part.Length > 0)),
        _ => "",
    };

    private static string Within(string name, DeltaType type, ColumnMappingMode mapping) =>
        Ids(type, mapping) is { Length: > 0 } inner ? $"'{name}': {{{inner}}}" : "";

    private static bool Renames(DeltaType type, ColumnMappingMode mapping) => type switch
    {
        StructType structure => structure.Fields.Any(
            field => field.GetPhysicalName(mapping) != field.Name || Renames(field.Type, mapping)),
        ArrayType array => Renames(array.ElementType, mapping),
        MapType map => Renames(map.KeyType, mapping) || Renames(map.ValueType, mapping),
        PrimitiveType primitive => primitive.Kind == PrimitiveKind.Variant,
        _ => false,
    };

    private static string Rename(DeltaType type, string value, ColumnMappingMode mapping, int depth)
    {
        string element = $"e{SqlText.Number(depth)}";
        return type switch
        {
            StructType structure => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{"
                + string.Join(", ", structure.Fields.Select(field => $"{SqlText.Text(field.GetPhysicalName(mapping))}: "
                    + Rename(field.Type, $"struct_extract({value}, {SqlText.Text(field.Name)})", mapping, depth)))
                + "} END",
            ArrayType array when Renames(type, mapping) =>
                $"list_transform({value}, lambda {element}: {Rename(array.ElementType, element, mapping, depth + 1)})",
            MapType map when Renames(type, mapping) =>
                $"CASE WHEN {value} IS NULL THEN NULL ELSE map_from_entries(list_transform(map_entries({value}), lambda {element}: "
                + $"{{'key': {Rename(map.KeyType, $"struct_extract({element}, 'key')", mapping, depth + 1)}, "
                + $"'value': {Rename(map.ValueType, $"struct_extract({element}, 'value')", mapping, depth + 1)}}})) END",
            PrimitiveType { Kind: PrimitiveKind.Variant } => $"CASE WHEN {value} IS NULL THEN NULL ELSE {{'value': "
                + $"{VariantFunctions.Value}({value}), 'metadata': {VariantFunctions.Metadata}({value})}} END",
            _ => value,
        };
    }
}
