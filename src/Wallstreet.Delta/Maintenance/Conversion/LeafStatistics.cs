using System.Text;
using ParquetSharp;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Reads what a file says of a column's values, over all its row groups. Bounds are taken where they are certain:
/// not of floating-point numbers, because Parquet leaves NaN out of them, and not of types whose order writers disagree
/// on.</summary>
internal static class LeafStatistics
{
    private static readonly UTF8Encoding _strict = new(false, true);

    /// <param name="file">The file.</param>
    /// <param name="column">The column's position in the file.</param>
    /// <param name="path">The column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="nullCounts">What each row group says of its nulls.</param>
    public static LeafFacts Read(
        ParquetFileReader file, int column, ColumnPath path, DeltaType type, IReadOnlyList<long?> nullCounts)
    {
        Literal? min = null;
        Literal? max = null;
        bool bounded = true;
        ColumnDescriptor descriptor = file.FileMetaData.Schema.Column(column);
        for (int index = 0; index < file.FileMetaData.NumRowGroups && bounded; index++)
        {
            using RowGroupReader group = file.RowGroup(index);
            if (group.MetaData.NumRows == 0 || nullCounts[index] == group.MetaData.NumRows)
            {
                continue;
            }

            (Literal? low, Literal? high) = Bounds(group, column, descriptor, type);
            bounded = low is not null && high is not null;
            min = min is null || (bounded && LiteralOrder.Compare(low!, min) < 0) ? low : min;
            max = max is null || (bounded && LiteralOrder.Compare(high!, max) > 0) ? high : max;
        }

        return new LeafFacts(path, bounded ? min : null, bounded ? max : null, nullCounts.Contains(null) ? null : nullCounts.Sum());
    }

    private static (Literal? Min, Literal? Max) Bounds(
        RowGroupReader group, int column, ColumnDescriptor descriptor, DeltaType type)
    {
        using ColumnChunkMetaData chunk = group.MetaData.GetColumnChunkMetaData(column);
        using ParquetSharp.Statistics? statistics = chunk.Statistics;
        return statistics switch
        {
            null or { HasMinMax: false } => (null, null),
            Statistics<int> whole => (Whole(whole.Min, descriptor, type), Whole(whole.Max, descriptor, type)),
            Statistics<long> whole => (Whole(whole.Min, descriptor, type), Whole(whole.Max, descriptor, type)),
            Statistics<ByteArray> bytes => (Text(bytes.Min, type), Text(bytes.Max, type)),
            _ => (null, null),
        };
    }

    private static Literal? Whole(long value, ColumnDescriptor descriptor, DeltaType type) => type switch
    {
        DecimalType number => new Literal(number, new DeltaDecimal(value, number.Scale)),
        PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } => Time(value, descriptor, type),
        PrimitiveType
        {
            Kind: PrimitiveKind.Long or PrimitiveKind.Integer or PrimitiveKind.Short or PrimitiveKind.Byte or PrimitiveKind.Date,
        } => value >= 0 || IsSigned(descriptor) ? new Literal(type, value) : null,
        _ => null,
    };

    private static Literal? Time(long value, ColumnDescriptor descriptor, DeltaType type)
    {
        const long MillisMax = long.MaxValue / 1000;
        return descriptor.LogicalType is TimestampLogicalType { TimeUnit: TimeUnit.Micros }
            ? new Literal(type, value)
            : value is > -MillisMax and < MillisMax ? new Literal(type, value * 1000) : null;
    }

    private static bool IsSigned(ColumnDescriptor descriptor) => descriptor.LogicalType is not IntLogicalType { IsSigned: false };

    /// <summary>Only what is text is a bound of texts; a writer may have cut it in the middle of a letter.</summary>
    private static Literal? Text(ByteArray value, DeltaType type)
    {
        if (type != PrimitiveType.String)
        {
            return null;
        }

        try
        {
            unsafe
            {
                return Literal.Of(_strict.GetString(new ReadOnlySpan<byte>((void*)value.Pointer, value.Length)));
            }
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
