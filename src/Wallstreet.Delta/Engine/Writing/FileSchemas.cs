using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Variants;
using MapType = Wallstreet.Delta.Schema.MapType;
using StructType = Wallstreet.Delta.Schema.StructType;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>The Arrow schema of a data file: physical names, and field ids where column mapping has them.</summary>
internal static class FileSchemas
{
    public static Apache.Arrow.Schema Create(IReadOnlyList<StructField> columns, ColumnMappingMode mode) =>
        new(columns.Select(column => ToField(column, mode)), null);

    private static Field ToField(StructField column, ColumnMappingMode mode)
    {
        Dictionary<string, string>? facts = mode != ColumnMappingMode.None && column.MappedId is { } id
            ? new Dictionary<string, string> { ["PARQUET:field_id"] = id.ToString(CultureInfo.InvariantCulture) }
            : null;
        return new Field(column.GetPhysicalName(mode), ToType(column.Type, mode), column.Nullable, facts);
    }

    private static IArrowType ToType(DeltaType type, ColumnMappingMode mode) => type switch
    {
        StructType structure => new Apache.Arrow.Types.StructType(
            [.. structure.Fields.Select(column => ToField(column, mode))]),
        ArrayType array => new ListType(new Field("element", ToType(array.ElementType, mode), array.ContainsNull)),
        MapType map => new Apache.Arrow.Types.MapType(
            new Field("key", ToType(map.KeyType, mode), false),
            new Field("value", ToType(map.ValueType, mode), map.ValueContainsNull)),
        _ => ArrowSchemas.ToArrowType(type, VariantArrays.Type),
    };
}
