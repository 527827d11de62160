using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Makes Arrow arrays from scratch: all null, or one value over and over.</summary>
internal static class ArrowBuffers
{
    public static ArrayData Nulls(IArrowType type, int length) => type switch
    {
        NullType => new ArrayData(type, length, length, 0, System.Array.Empty<ArrowBuffer>(), System.Array.Empty<ArrayData>()),
        Apache.Arrow.Types.StructType structure => new ArrayData(
            type,
            length,
            length,
            0,
            new[] { NoneValid(length) },
            structure.Fields.Select(field => field.IsNullable ? Nulls(field.DataType, length) : Empty(field.DataType, length)).ToArray()),
        Apache.Arrow.Types.MapType map => new ArrayData(
            type, length, length, 0, new[] { NoneValid(length), Offsets(length) }, new[] { Nulls(map.KeyValueType, 0) }),
        ListType list => new ArrayData(
            type, length, length, 0, new[] { NoneValid(length), Offsets(length) }, new[] { Nulls(list.ValueDataType, 0) }),
        StringType or BinaryType => new ArrayData(
            type, length, length, 0, new[] { NoneValid(length), Offsets(length), ArrowBuffer.Empty }, null),
        _ => new ArrayData(
            type, length, length, 0, new[] { NoneValid(length), Zeros(ByteCount(type, length)) }, null),
    };

    /// <summary>What stands where a struct is null that has parts which may not be.</summary>
    private static ArrayData Empty(IArrowType type, int length)
    {
        ArrayData nulls = Nulls(type, length);
        return nulls.Buffers.Length == 0
            ? nulls
            : new ArrayData(type, length, 0, 0, [ArrowBuffer.Empty, .. nulls.Buffers.Skip(1)], nulls.Children);
    }

    public static ArrayData Constant(DeltaType type, Literal? value, int length)
    {
        IArrowType arrow = ArrowSchemas.ToArrowType(type);
        if (value is null)
        {
            return Nulls(arrow, length);
        }

        return value.Value switch
        {
            string text => Repeat(arrow, System.Text.Encoding.UTF8.GetBytes(text), length),
            byte[] bytes => Repeat(arrow, bytes, length),
            bool flag => Fixed(arrow, length, Filled((length + 7) / 8, flag ? (byte)0xFF : (byte)0)),
            double number when type == PrimitiveType.Float => Fixed(arrow, length, Filled(length, (float)number)),
            double number => Fixed(arrow, length, Filled(length, number)),
            DeltaDecimal number => Fixed(arrow, length, Filled(length, number.Unscaled)),
            long number => Fixed(arrow, length, FilledInteger(arrow, length, number)),
            _ => throw new SchemaMismatchException($"A value of type {type} cannot be repeated."),
        };
    }

    /// <summary>The bytes that a fixed-width type takes.</summary>
    public static int ByteCount(IArrowType type, int length) => type is BooleanType
        ? (length + 7) / 8
        : checked(((FixedWidthType)type).BitWidth / 8 * length);

    public static ArrowBuffer Zeros(int byteCount) => new(new byte[byteCount]);

    private static ArrowBuffer NoneValid(int length) => Zeros((length + 7) / 8);

    private static ArrowBuffer Offsets(int length) => Zeros(checked((length + 1) * sizeof(int)));

    private static ArrayData Fixed(IArrowType type, int length, byte[] values) =>
        new(type, length, 0, 0, new[] { ArrowBuffer.Empty, new ArrowBuffer(values) }, null);

    private static byte[] Filled<T>(int length, T value)
        where T : unmanaged
    {
        T[] values = new T[length];
        System.Array.Fill(values, value);
        return System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private static byte[] FilledInteger(IArrowType type, int length, long value) => ((FixedWidthType)type).BitWidth switch
    {
        8 => Filled(length, (sbyte)value),
        16 => Filled(length, (short)value),
        32 => Filled(length, (int)value),
        _ => Filled(length, value),
    };

    private static ArrayData Repeat(IArrowType type, byte[] value, int length)
    {
        int[] offsets = new int[length + 1];
        byte[] values = new byte[checked(value.Length * length)];
        for (int row = 0; row < length; row++)
        {
            offsets[row] = row * value.Length;
            value.CopyTo(values, row * value.Length);
        }

        offsets[length] = values.Length;
        byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray();
        return new ArrayData(
            type, length, 0, 0, new[] { ArrowBuffer.Empty, new ArrowBuffer(bytes), new ArrowBuffer(values) }, null);
    }
}
