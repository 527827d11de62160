using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Schema;

/// <summary>Delta schemas as Arrow schemas and back.</summary>
public static class ArrowSchemas
{
    private static readonly TimestampType _instant = new(TimeUnit.Microsecond, "UTC");
    private static readonly TimestampType _wallClock = new(TimeUnit.Microsecond, (string?)null);

    /// <summary>The Arrow schema in which rows of a Delta schema are given.</summary>
    /// <param name="schema">The Delta schema.</param>
    /// <returns>Columns by the names users see. Instants are microseconds in UTC.</returns>
    public static Apache.Arrow.Schema ToArrow(StructType schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new Apache.Arrow.Schema(schema.Fields.Select(ToArrowField), null);
    }

    /// <summary>The Arrow field of a column.</summary>
    /// <param name="column">The column.</param>
    /// <returns>The field.</returns>
    public static Field ToArrowField(StructField column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new Field(column.Name, ToArrowType(column.Type), column.Nullable);
    }

    /// <summary>The Arrow type of a Delta type. Variants are text: JSON.</summary>
    /// <param name="type">The Delta type.</param>
    /// <returns>The Arrow type.</returns>
    /// <exception cref="UnsupportedFeatureException">Arrow has no such type here.</exception>
    public static IArrowType ToArrowType(DeltaType type) => ToArrowType(type, StringType.Default);

    /// <summary>The Arrow type of a Delta type, with variants in a type of the caller's choice.</summary>
    internal static IArrowType ToArrowType(DeltaType type, IArrowType variants) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Variant } => variants,
        PrimitiveType primitive => ToSimple(primitive),
        DecimalType number => new Decimal128Type(number.Precision, number.Scale),
        StructType structure => new Apache.Arrow.Types.StructType([.. structure.Fields.Select(
            column => new Field(column.Name, ToArrowType(column.Type, variants), column.Nullable))]),
        ArrayType array => new ListType(new Field("element", ToArrowType(array.ElementType, variants), array.ContainsNull)),
        MapType map => new Apache.Arrow.Types.MapType(
            new Field("key", ToArrowType(map.KeyType, variants), false),
            new Field("value", ToArrowType(map.ValueType, variants), map.ValueContainsNull)),
        _ => throw Unknown(type.DisplayName),
    };

    /// <summary>The Delta schema that holds rows of an Arrow schema without loss.</summary>
    /// <param name="schema">The Arrow schema.</param>
    /// <returns>The Delta schema.</returns>
    /// <exception cref="SchemaMismatchException">A column's type has no counterpart in Delta.</exception>
    public static StructType FromArrow(Apache.Arrow.Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new StructType([.. schema.FieldsList.Select(FromArrow)]);
    }

    /// <summary>The Delta column of an Arrow field.</summary>
    /// <param name="column">The field.</param>
    /// <returns>The column.</returns>
    public static StructField FromArrow(Field column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new StructField(
            column.Name,
            FromArrow(column.DataType) ?? throw new SchemaMismatchException(
                $"Column '{column.Name}' has the Arrow type {column.DataType.Name}, which Delta does not have. "
                + "Convert it first."),
            column.IsNullable);
    }

    private static IArrowType ToSimple(PrimitiveType type) => type.Kind switch
    {
        PrimitiveKind.String => StringType.Default,
        PrimitiveKind.Long => Int64Type.Default,
        PrimitiveKind.Integer => Int32Type.Default,
        PrimitiveKind.Short => Int16Type.Default,
        PrimitiveKind.Byte => Int8Type.Default,
        PrimitiveKind.Float => FloatType.Default,
        PrimitiveKind.Double => DoubleType.Default,
        PrimitiveKind.Boolean => BooleanType.Default,
        PrimitiveKind.Binary => BinaryType.Default,
        PrimitiveKind.Date => Date32Type.Default,
        PrimitiveKind.Timestamp => _instant,
        PrimitiveKind.TimestampNtz => _wallClock,
        PrimitiveKind.Void => NullType.Default,
        _ => throw Unknown(type.Name),
    };

    private static DeltaType? FromArrow(IArrowType type) => type switch
    {
        Decimal128Type number => new DecimalType(number.Precision, number.Scale),
        TimestampType time => time.Timezone is null or "" ? PrimitiveType.TimestampNtz : PrimitiveType.Timestamp,
        DictionaryType dictionary => FromArrow(dictionary.ValueType),
        Apache.Arrow.Types.StructType structure => new StructType([.. structure.Fields.Select(FromArrow)]),
        Apache.Arrow.Types.MapType map => FromArrow(map.KeyField.DataType) is { } key
            && FromArrow(map.ValueField.DataType) is { } value
            ? new MapType(key, value, map.ValueField.IsNullable)
            : null,
        ListType list => FromArrow(list.ValueDataType) is { } element
            ? new ArrayType(element, list.ValueField.IsNullable)
            : null,
        _ => FromSimple(type.TypeId),
    };

    private static PrimitiveType? FromSimple(ArrowTypeId type) => type switch
    {
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => PrimitiveType.String,
        ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.BinaryView => PrimitiveType.Binary,
        ArrowTypeId.Int64 or ArrowTypeId.UInt32 => PrimitiveType.Long,
        ArrowTypeId.Int32 or ArrowTypeId.UInt16 => PrimitiveType.Integer,
        ArrowTypeId.Int16 or ArrowTypeId.UInt8 => PrimitiveType.Short,
        ArrowTypeId.Int8 => PrimitiveType.Byte,
        ArrowTypeId.Float => PrimitiveType.Float,
        ArrowTypeId.Double => PrimitiveType.Double,
        ArrowTypeId.Boolean => PrimitiveType.Boolean,
        ArrowTypeId.Date32 => PrimitiveType.Date,
        ArrowTypeId.Null => PrimitiveType.Void,
        _ => null,
    };

    private static UnsupportedFeatureException Unknown(string type) =>
        new($"type {type}", $"Columns of type '{type}' cannot be read or written as Arrow by this version.");
}
