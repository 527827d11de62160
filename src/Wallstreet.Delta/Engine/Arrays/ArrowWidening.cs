using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Conversions of numbers that lose nothing.</summary>
internal static class ArrowWidening
{
    public static ArrayData? TryWiden(ArrayData source, IArrowType wanted) =>
        (source.DataType.TypeId, wanted.TypeId) switch
        {
            (ArrowTypeId.Int8, ArrowTypeId.Int16) => Map<sbyte, short>(source, wanted, static value => value),
            (ArrowTypeId.Int8, ArrowTypeId.Int32) => Map<sbyte, int>(source, wanted, static value => value),
            (ArrowTypeId.Int8, ArrowTypeId.Int64) => Map<sbyte, long>(source, wanted, static value => value),
            (ArrowTypeId.UInt8, ArrowTypeId.Int16) => Map<byte, short>(source, wanted, static value => value),
            (ArrowTypeId.Int16, ArrowTypeId.Int32) => Map<short, int>(source, wanted, static value => value),
            (ArrowTypeId.Int16, ArrowTypeId.Int64) => Map<short, long>(source, wanted, static value => value),
            (ArrowTypeId.UInt16, ArrowTypeId.Int32) => Map<ushort, int>(source, wanted, static value => value),
            (ArrowTypeId.Int32, ArrowTypeId.Int64) => Map<int, long>(source, wanted, static value => value),
            (ArrowTypeId.UInt32, ArrowTypeId.Int64) => Map<uint, long>(source, wanted, static value => value),
            (ArrowTypeId.Float, ArrowTypeId.Double) => Map<float, double>(source, wanted, static value => value),
            _ => TryWidenFurther(source, wanted),
        };

    /// <summary>The wider pairs of the type widening feature. Protocol section "Type Widening".</summary>
    private static ArrayData? TryWidenFurther(ArrayData source, IArrowType wanted) =>
        (source.DataType.TypeId, wanted) switch
        {
            (ArrowTypeId.Int8, DoubleType) => Map<sbyte, double>(source, wanted, static value => value),
            (ArrowTypeId.Int16, DoubleType) => Map<short, double>(source, wanted, static value => value),
            (ArrowTypeId.Int32, DoubleType) => Map<int, double>(source, wanted, static value => value),
            (ArrowTypeId.Date32, TimestampType { Timezone: null or "" }) =>
                Map<int, long>(source, wanted, static value => value * 86_400_000_000L),
            (ArrowTypeId.Int8, Decimal128Type type) => Map<sbyte, Int128>(source, wanted, value => value * Scale(type)),
            (ArrowTypeId.Int16, Decimal128Type type) => Map<short, Int128>(source, wanted, value => value * Scale(type)),
            (ArrowTypeId.Int32, Decimal128Type type) => Map<int, Int128>(source, wanted, value => value * Scale(type)),
            (ArrowTypeId.Int64, Decimal128Type type) => Map<long, Int128>(source, wanted, value => value * Scale(type)),
            _ => null,
        };

    public static ArrayData Map<TFrom, TTo>(ArrayData source, IArrowType type, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        ReadOnlySpan<TFrom> values = MemoryMarshal.Cast<byte, TFrom>(source.Buffers[1].Span)
            .Slice(source.Offset, source.Length);
        TTo[] converted = new TTo[source.Length];
        ReadOnlySpan<byte> valid = source.Buffers[0].Span;
        for (int row = 0; row < converted.Length; row++)
        {
            // What lies below a null may be anything, and must not overflow.
            if (valid.IsEmpty || BitUtility.GetBit(valid, source.Offset + row))
            {
                converted[row] = convert(values[row]);
            }
        }

        (ArrowBuffer validity, int nulls) = CopyValidity(source);
        ArrowBuffer buffer = new(MemoryMarshal.AsBytes(converted.AsSpan()).ToArray());
        return new ArrayData(type, source.Length, nulls, 0, new[] { validity, buffer }, null);
    }

    public static (ArrowBuffer Buffer, int NullCount) CopyValidity(ArrayData source)
    {
        ReadOnlySpan<byte> valid = source.Buffers[0].Span;
        if (valid.IsEmpty)
        {
            return (ArrowBuffer.Empty, 0);
        }

        byte[] copy = new byte[(source.Length + 7) / 8];
        int nulls = 0;
        for (int row = 0; row < source.Length; row++)
        {
            bool there = BitUtility.GetBit(valid, source.Offset + row);
            BitUtility.SetBit(copy, row, there);
            nulls += there ? 0 : 1;
        }

        return (new ArrowBuffer(copy), nulls);
    }

    private static Int128 Scale(Decimal128Type type)
    {
        Int128 factor = 1;
        for (int digit = 0; digit < type.Scale; digit++)
        {
            factor *= 10;
        }

        return factor;
    }
}
