using ParquetSharp;
using ParquetSharp.Schema;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>The Delta types in which readers see the columns of a Parquet file. Legacy forms of lists and maps are those of
/// Parquet's specification.</summary>
internal static class ParquetTypes
{
    /// <exception cref="SchemaMismatchException">A column has no counterpart, or two have one name.</exception>
    public static StructType Read(GroupNode root) => ReadFields(root);

    private static StructType ReadFields(GroupNode group)
    {
        List<StructField> fields = [.. group.Fields.Select(static node => new StructField(node.Name, Read(node)))];
        IGrouping<string, StructField>? twice = fields.GroupBy(static field => field.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(static same => same.Skip(1).Any());
        return twice is null
            ? new StructType(fields)
            : throw new SchemaMismatchException(
                $"It has the columns {string.Join(" and ", twice.Select(static field => $"'{field.Name}'"))}, which Delta "
                + "takes for one.");
    }

    private static DeltaType Read(Node node)
    {
        if (node.Repetition == Repetition.Repeated)
        {
            throw new SchemaMismatchException($"Column '{node.Path.ToDotString()}' is repeated without being a list.");
        }

        return node switch
        {
            GroupNode { LogicalType: ListLogicalType } list => new ArrayType(Element(list)),
            GroupNode { LogicalType: MapLogicalType } map => ReadMap(map),
            GroupNode group => ReadFields(group),
            PrimitiveNode primitive => Read(primitive) ?? throw new SchemaMismatchException(
                $"Column '{node.Path.ToDotString()}' is stored as {primitive.PhysicalType} ({primitive.LogicalType.Type}), "
                + "which Delta has no type for. Write it as another type."),
            _ => throw new SchemaMismatchException($"Column '{node.Path.ToDotString()}' is of an unknown kind."),
        };
    }

    private static DeltaType Element(GroupNode list)
    {
        Node[] children = list.Fields;
        if (children is not [{ Repetition: Repetition.Repeated } repeated])
        {
            throw new SchemaMismatchException($"The list '{list.Path.ToDotString()}' is not built as Parquet has it.");
        }

        return repeated switch
        {
            GroupNode { Fields: [var single] } group when group.Name != "array" && group.Name != list.Name + "_tuple" => Read(single),
            GroupNode group => ReadFields(group),
            PrimitiveNode primitive => Read(primitive) ?? throw new SchemaMismatchException(
                $"The list '{list.Path.ToDotString()}' has elements that Delta has no type for."),
            _ => throw new SchemaMismatchException($"The list '{list.Path.ToDotString()}' is of an unknown kind."),
        };
    }

    private static MapType ReadMap(GroupNode map) =>
        map.Fields is [GroupNode { Repetition: Repetition.Repeated, Fields: [var key, var value] }]
            ? new MapType(Read(key), Read(value))
            : throw new SchemaMismatchException($"The map '{map.Path.ToDotString()}' is not built as Parquet has it.");

    private static DeltaType? Read(PrimitiveNode node)
    {
        using LogicalType logical = node.LogicalType;
        return logical switch
        {
            DecimalLogicalType number => number.Precision <= 38 ? new DecimalType(number.Precision, number.Scale) : null,
            IntLogicalType whole => Whole(whole),
            TimestampLogicalType time => time.TimeUnit == TimeUnit.Nanos
                ? throw new SchemaMismatchException(
                    $"Column '{node.Path.ToDotString()}' holds nanoseconds, which Delta tables cannot: write it with "
                    + "microseconds.")
                : time.IsAdjustedToUtc ? PrimitiveType.Timestamp : PrimitiveType.TimestampNtz,
            StringLogicalType or EnumLogicalType or JsonLogicalType => PrimitiveType.String,
            DateLogicalType => PrimitiveType.Date,
            BsonLogicalType => PrimitiveType.Binary,
            NullLogicalType => PrimitiveType.Void,
            NoneLogicalType => Physical(node.PhysicalType),
            _ => null,
        };
    }

    private static PrimitiveType? Whole(IntLogicalType type) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => PrimitiveType.Byte,
        (16, true) or (8, false) => PrimitiveType.Short,
        (32, true) or (16, false) => PrimitiveType.Integer,
        (64, true) or (32, false) => PrimitiveType.Long,
        _ => null,
    };

    private static PrimitiveType? Physical(PhysicalType type) => type switch
    {
        PhysicalType.Boolean => PrimitiveType.Boolean,
        PhysicalType.Int32 => PrimitiveType.Integer,
        PhysicalType.Int64 => PrimitiveType.Long,
        PhysicalType.Int96 => PrimitiveType.Timestamp,
        PhysicalType.Float => PrimitiveType.Float,
        PhysicalType.Double => PrimitiveType.Double,
        PhysicalType.ByteArray or PhysicalType.FixedLenByteArray => PrimitiveType.Binary,
        _ => null,
    };
}
