using System.Globalization;
using Apache.Arrow.Types;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Results;

/// <summary>Arrow's types in DuckDB's words.</summary>
internal static class SqlTypes
{
    public static string Name(IArrowType type) => type switch
    {
        Decimal128Type number => string.Create(
            CultureInfo.InvariantCulture, $"DECIMAL({number.Precision},{number.Scale})"),
        TimestampType { Timezone: null or "" } => "TIMESTAMP",
        TimestampType => "TIMESTAMP WITH TIME ZONE",
        MapType map => $"MAP({Name(map.KeyField.DataType)}, {Name(map.ValueField.DataType)})",
        ListType list => Name(list.ValueDataType) + "[]",
        FixedSizeListType list => string.Create(
            CultureInfo.InvariantCulture, $"{Name(list.ValueDataType)}[{list.ListSize}]"),
        StructType structure => "STRUCT("
            + string.Join(", ", structure.Fields.Select(field => $"{SqlText.Name(field.Name)} {Name(field.DataType)}"))
            + ")",
        DictionaryType dictionary => Name(dictionary.ValueType),
        _ => Plain(type.TypeId),
    };

    private static string Plain(ArrowTypeId type) => type switch
    {
        ArrowTypeId.Boolean => "BOOLEAN",
        ArrowTypeId.Int8 => "TINYINT",
        ArrowTypeId.Int16 => "SMALLINT",
        ArrowTypeId.Int32 => "INTEGER",
        ArrowTypeId.Int64 => "BIGINT",
        _ => Rare(type),
    };

    private static string Rare(ArrowTypeId type) => type switch
    {
        ArrowTypeId.UInt8 => "UTINYINT",
        ArrowTypeId.UInt16 => "USMALLINT",
        ArrowTypeId.UInt32 => "UINTEGER",
        ArrowTypeId.UInt64 => "UBIGINT",
        ArrowTypeId.Float => "FLOAT",
        ArrowTypeId.Double => "DOUBLE",
        ArrowTypeId.String or ArrowTypeId.StringView or ArrowTypeId.LargeString => "VARCHAR",
        ArrowTypeId.Date32 => "DATE",
        ArrowTypeId.Time64 or ArrowTypeId.Time32 => "TIME",
        ArrowTypeId.Interval => "INTERVAL",
        ArrowTypeId.Null => "\"NULL\"",
        _ => "BLOB",
    };
}
