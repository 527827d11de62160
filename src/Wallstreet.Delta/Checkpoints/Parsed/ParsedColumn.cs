using System.Buffers.Binary;
using System.Numerics;
using ParquetSharp;
using ParquetSharp.Schema;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Checkpoints.Parsed;

/// <summary>A column of a checkpoint that holds values of a column of the table, or says something of them.</summary>
/// <param name="name">Its name.</param>
/// <param name="depth">How many groups there are around it.</param>
internal sealed class ParsedColumn(string name, short depth)
{
    private const int Int32DigitsMax = 9;
    private const int Int64DigitsMax = 18;

    /// <summary>Whole numbers.</summary>
    /// <param name="select">Gives how many of the groups around are there, and the number.</param>
    public CheckpointPart OfCounts(Func<CheckpointRow, (short Depth, long? Value)> select) =>
        new(Node(LogicalType.None(), PhysicalType.Int64), [CheckpointLeaf.Of(select, depth)]);

    /// <summary>Truths.</summary>
    /// <param name="select">Gives how many of the groups around are there, and the truth.</param>
    public CheckpointPart OfFlags(Func<CheckpointRow, (short Depth, bool? Value)> select) =>
        new(Node(LogicalType.None(), PhysicalType.Boolean), [CheckpointLeaf.Of(select, depth)]);

    /// <summary>Values of a type of the table, as Spark writes them.</summary>
    /// <param name="type">The type.</param>
    /// <param name="select">Gives how many of the groups around are there, and the value.</param>
    /// <returns>The column; null for a type that has no values here.</returns>
    public CheckpointPart? OfValues(DeltaType type, Func<CheckpointRow, (short Depth, Literal? Value)> select) => type switch
    {
        DecimalType number => OfDecimals(number, select),
        PrimitiveType { Kind: PrimitiveKind.Boolean } => OfFlags(Values(select, static value => value as bool?)),
        PrimitiveType { Kind: PrimitiveKind.Byte } => OfInt32(LogicalType.Int(8, isSigned: true), select),
        PrimitiveType { Kind: PrimitiveKind.Short } => OfInt32(LogicalType.Int(16, isSigned: true), select),
        PrimitiveType { Kind: PrimitiveKind.Integer } => OfInt32(LogicalType.None(), select),
        PrimitiveType { Kind: PrimitiveKind.Date } => OfInt32(LogicalType.Date(), select),
        PrimitiveType { Kind: PrimitiveKind.Float or PrimitiveKind.Double } => OfFloating(type, select),
        PrimitiveType { Kind: PrimitiveKind.String } => OfBytes(LogicalType.String(), select),
        PrimitiveType { Kind: PrimitiveKind.Binary } => OfBytes(LogicalType.None(), select),
        _ => FindTime(type) is { } large
            ? new CheckpointPart(
                Node(large, PhysicalType.Int64), [CheckpointLeaf.Of(Values(select, static value => value as long?), depth)])
            : null,
    };

    private static LogicalType? FindTime(DeltaType type) => type switch
    {
        PrimitiveType { Kind: PrimitiveKind.Long } => LogicalType.None(),
        PrimitiveType { Kind: PrimitiveKind.Timestamp } => LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros),
        PrimitiveType { Kind: PrimitiveKind.TimestampNtz } => LogicalType.Timestamp(isAdjustedToUtc: false, TimeUnit.Micros),
        _ => null,
    };

    private static Func<CheckpointRow, (short, T?)> Values<T>(
        Func<CheckpointRow, (short Depth, Literal? Value)> select, Func<object, T?> convert)
        where T : struct => row => select(row) is var (present, value)
            ? (present, value is null ? null : convert(value.Value))
            : default;

    private PrimitiveNode Node(LogicalType logical, PhysicalType physical, int length = -1) =>
        new(name, Repetition.Optional, logical, physical, length);

    private CheckpointPart OfInt32(LogicalType logical, Func<CheckpointRow, (short, Literal?)> select) => new(
        Node(logical, PhysicalType.Int32),
        [CheckpointLeaf.Of(Values(select, static value => value is long number && number == (int)number ? (int)number : default(int?)), depth)]);

    private CheckpointPart OfFloating(DeltaType type, Func<CheckpointRow, (short, Literal?)> select) => type == PrimitiveType.Float
        ? new(
            Node(LogicalType.None(), PhysicalType.Float),
            [CheckpointLeaf.Of(Values(select, static value => value is double number ? (float)number : default(float?)), depth)])
        : new(
            Node(LogicalType.None(), PhysicalType.Double),
            [CheckpointLeaf.Of(Values(select, static value => value as double?), depth)]);

    private CheckpointPart OfBytes(LogicalType logical, Func<CheckpointRow, (short Depth, Literal? Value)> select) => new(
        Node(logical, PhysicalType.ByteArray),
        [
            CheckpointLeaf.OfText(
                row => select(row) is var (present, value)
                    ? (present, value?.Value is byte[] bytes ? bytes : CheckpointLeaf.Utf8(value?.Value as string))
                    : default,
                depth),
        ]);

    private CheckpointPart OfDecimals(DecimalType type, Func<CheckpointRow, (short Depth, Literal? Value)> select)
    {
        Int128 end = (Int128)BigInteger.Pow(10, type.Precision);
        LogicalType logical = LogicalType.Decimal(type.Precision, type.Scale);
        if (type.Precision <= Int32DigitsMax)
        {
            return new(Node(logical, PhysicalType.Int32), [CheckpointLeaf.Of(Values(select, value => (int?)Unscaled(value)), depth)]);
        }

        if (type.Precision <= Int64DigitsMax)
        {
            return new(Node(logical, PhysicalType.Int64), [CheckpointLeaf.Of(Values(select, value => (long?)Unscaled(value)), depth)]);
        }

        int length = (int)Math.Ceiling(((type.Precision * Math.Log2(10)) + 1) / 8);
        return new(
            Node(logical, PhysicalType.FixedLenByteArray, length),
            [
                CheckpointLeaf.OfBytes(
                    row => select(row) is var (present, value) ? (present, BigEndian(value is null ? null : Unscaled(value.Value), length)) : default,
                    depth,
                    length),
            ]);

        // A number that the type cannot hold is none.
        Int128? Unscaled(object value) =>
            value is DeltaDecimal number && number.TryRescale(type.Scale, out DeltaDecimal scaled) && Int128.Abs(scaled.Unscaled) < end
                ? scaled.Unscaled
                : null;
    }

    private static byte[]? BigEndian(Int128? value, int length)
    {
        if (value is not { } number)
        {
            return null;
        }

        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt128BigEndian(bytes, number);
        return bytes[^length..];
    }
}
