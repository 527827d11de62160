using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Turns arrays of views into plain arrays of text or bytes.</summary>
internal static class ArrowViews
{
    public static ArrayData Flatten(ArrayData source, IArrowType type)
    {
        IArrowArray array = ArrowArrayFactory.BuildArray(source);
        int[] offsets = new int[source.Length + 1];
        using MemoryStream values = new();
        for (int row = 0; row < source.Length; row++)
        {
            ReadOnlySpan<byte> value = array switch
            {
                StringViewArray texts => texts.GetBytes(row, out _),
                BinaryViewArray bytes => bytes.GetBytes(row),
                _ => [],
            };
            values.Write(value);
            offsets[row + 1] = checked((int)values.Length);
        }

        (ArrowBuffer valid, int nulls) = ArrowWidening.CopyValidity(source);
        ArrowBuffer packed = new(MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray());
        return new ArrayData(
            type, source.Length, nulls, 0, new[] { valid, packed, new ArrowBuffer(values.ToArray()) }, null);
    }
}
