using System.Globalization;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;

namespace Wallstreet.Query.Rewriting;

/// <summary>The types of Delta tables in DuckDB's words.</summary>
internal static class DuckTypes
{
    /// <summary>DuckDB's name of a type.</summary>
    /// <exception cref="QueryFailedException">DuckDB has no such type.</exception>
    public static string Name(DeltaType type) => Name(type, "VARCHAR");

    /// <summary>DuckDB's name of a type in statements that write: variants keep their bytes.</summary>
    /// <exception cref="QueryFailedException">DuckDB has no such type.</exception>
    public static string Stored(DeltaType type) => Name(type, VariantFunctions.Type);

    private static string Name(DeltaType type, string variant) => type switch
    {
        DecimalType number => string.Create(
            CultureInfo.InvariantCulture, $"DECIMAL({number.Precision},{number.Scale})"),
        ArrayType array => Name(array.ElementType, variant) + "[]",
        MapType map => $"MAP({Name(map.KeyType, variant)}, {Name(map.ValueType, variant)})",
        StructType structure => "STRUCT("
            + string.Join(", ", structure.Fields.Select(field => $"{SqlText.Name(field.Name)} {Name(field.Type, variant)}"))
            + ")",
        PrimitiveType { Kind: PrimitiveKind.Variant } => variant,
        PrimitiveType primitive => Name(primitive),
        _ => throw new QueryFailedException($"Columns of type {type.DisplayName} cannot be queried."),
    };

    private static string Name(PrimitiveType type) => type.Kind switch
    {
        PrimitiveKind.String => "VARCHAR",
        PrimitiveKind.Long => "BIGINT",
        PrimitiveKind.Integer => "INTEGER",
        PrimitiveKind.Short => "SMALLINT",
        PrimitiveKind.Byte => "TINYINT",
        PrimitiveKind.Float => "FLOAT",
        PrimitiveKind.Double => "DOUBLE",
        PrimitiveKind.Boolean => "BOOLEAN",
        PrimitiveKind.Binary => "BLOB",
        PrimitiveKind.Date => "DATE",
        PrimitiveKind.Timestamp => "TIMESTAMPTZ",
        PrimitiveKind.TimestampNtz => "TIMESTAMP",
        PrimitiveKind.Void => "INTEGER",
        _ => throw new QueryFailedException($"Columns of type {type.Name} cannot be queried."),
    };
}
