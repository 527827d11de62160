using System.Globalization;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;

namespace Wallstreet.Query.Rewriting;

/// <summary>Writes how a column of the table is made of a column of a file: nested names are mapped, nested columns that
/// the file lacks are null, variants become JSON text.</summary>
internal sealed class FileProjection(ColumnMappingMode mapping, bool keepsVariants)
{
    private int _lambdas;

    /// <summary>The column of the table.</summary>
    /// <param name="source">The expression that has the file's value.</param>
    /// <param name="type">The table's type.</param>
    /// <param name="column">The file's column; <see langword="null"/> if it has none.</param>
    public string Of(string source, DeltaType type, FileColumn? column)
    {
        if (column is null)
        {
            return $"CAST(NULL AS {(keepsVariants ? DuckTypes.Stored(type) : DuckTypes.Name(type))})";
        }

        if (IsSame(type, column))
        {
            return $"CAST({source} AS {DuckTypes.Name(type)})";
        }

        return (type, column.Kind) switch
        {
            (PrimitiveType { Kind: PrimitiveKind.Variant }, FileColumnKind.Group) => Variant(source, column),
            (StructType structure, FileColumnKind.Group) => Struct(source, structure, column),
            (ArrayType array, FileColumnKind.List) => List(source, array, column),
            (MapType map, FileColumnKind.Map) => Map(source, map, column),
            _ => $"CAST({source} AS {DuckTypes.Name(type)})",
        };
    }

    /// <summary>Whether a cast does it.</summary>
    private bool IsSame(DeltaType type, FileColumn column) => (type, column.Kind) switch
    {
        (PrimitiveType { Kind: PrimitiveKind.Variant }, _) => false,
        (StructType structure, FileColumnKind.Group) => structure.Fields.Count == column.Children.Count
            && structure.Fields.Zip(column.Children).All(pair =>
                pair.First.Name == pair.Second.Name
                && Equals(FileShape.Find(column.Children, pair.First, mapping), pair.Second) && IsSame(pair.First.Type, pair.Second)),
        (ArrayType array, FileColumnKind.List) => IsSame(array.ElementType, column.Children[0]),
        (MapType map, FileColumnKind.Map) => IsSame(map.KeyType, column.Children[0])
            && IsSame(map.ValueType, column.Children[1]),
        _ => true,
    };

    private string Struct(string source, StructType type, FileColumn column)
    {
        IEnumerable<string> fields = type.Fields.Select(field =>
        {
            FileColumn? found = FileShape.Find(column.Children, field, mapping);
            return $"{SqlText.Name(field.Name)} := "
                + Of(found is null ? "" : $"{source}.{SqlText.Name(found.Name)}", field.Type, found);
        });
        return $"CASE WHEN {source} IS NULL THEN NULL ELSE struct_pack({string.Join(", ", fields)}) END";
    }

    private string List(string source, ArrayType type, FileColumn column)
    {
        string item = NextName();
        return $"list_transform({source}, lambda {item}: {Of(item, type.ElementType, column.Children[0])})";
    }

    private string Map(string source, MapType type, FileColumn column)
    {
        string entry = NextName();
        string key = Of($"{entry}.key", type.KeyType, column.Children[0]);
        string value = Of($"{entry}.value", type.ValueType, column.Children[1]);
        return $"CASE WHEN {source} IS NULL THEN NULL ELSE map_from_entries(list_transform(map_entries({source}), "
            + $"lambda {entry}: struct_pack(k := {key}, v := {value}))) END";
    }

    /// <summary>Where the file says that a group is a variant DuckDB knows it itself, shredded ones too; else it sees bytes.
    /// </summary>
    private string Variant(string source, FileColumn column)
    {
        string[] names = [.. column.Children.Select(static child => child.Name)];
        if (FileColumns.IsVariant(column) && !keepsVariants)
        {
            string bytes = $"CAST(variant_to_parquet_variant({source}) AS STRUCT(\"metadata\" BLOB, \"value\" BLOB))";
            return $"CASE WHEN {source} IS NULL THEN NULL ELSE "
                + $"{VariantFunctions.ToText}(struct_extract({bytes}, 'metadata'), struct_extract({bytes}, 'value')) END";
        }

        return names is ["value", "metadata"] or ["metadata", "value"]
            ? $"CASE WHEN {source} IS NULL THEN NULL ELSE {(keepsVariants ? VariantFunctions.Pack : VariantFunctions.ToText)}"
                + $"({source}.metadata, {source}.value) END"
            : throw new QueryFailedException(
                $"The column '{column.Name}' of a data file holds variants as {string.Join(", ", names)}, which cannot be "
                + "queried. Rewrite the file with another writer, or read the table with the built-in engine.");
    }

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"e{_lambdas++}");
}
