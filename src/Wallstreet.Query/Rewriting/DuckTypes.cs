using System.Globalization;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>The types of Delta tables in DuckDB's words.</summary>
internal static class DuckTypes
{
    /// <summary>DuckDB's name of a type.</summary>
    /// <exception cref="QueryFailedException">DuckDB has no such type.</exception>
    public static string Name(DeltaType type) => type switch
    {
        DecimalType number => string.Create(
            CultureInfo.InvariantCulture, $"DECIMAL({number.Precision},{number.Scale})"),
        ArrayType array => Name(array.ElementType) + "[]",
        MapType map => $"MAP({Name(map.KeyType)}, {Name(map.ValueType)})",
        StructType structure => "STRUCT("
            + string.Join(", ", structure.Fields.Select(field => $"{SqlText.Name(field.Name)} {Name(field.Type)}"))
            + ")",
        PrimitiveType primitive => Name(primitive),
        _ => throw new QueryFailedException($"Columns of type {type.DisplayName} cannot be queried."),
    };

    private static string Name(PrimitiveType type) => type.Kind switch
    {
        PrimitiveKind.String or PrimitiveKind.Variant => "VARCHAR",
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
