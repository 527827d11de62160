using System.Buffers.Binary;

namespace Wallstreet.Delta.DeletionVectors;

/// <summary>Takes numbers from the bytes of a bitmap, one after the other, and never beyond their end.</summary>
internal ref struct BitmapBytes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public ushort TakeUInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort)));

    public uint TakeUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong TakeUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new BitmapFormatException($"it ends {count - _rest.Length} bytes too soon");
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>Takes numbers of two bytes.</summary>
    public ushort[] TakeUInt16s(int count)
    {
        ReadOnlySpan<byte> taken = Take(count * sizeof(ushort));
        ushort[] numbers = new ushort[count];
        for (int item = 0; item < count; item++)
        {
            numbers[item] = BinaryPrimitives.ReadUInt16LittleEndian(taken[(item * sizeof(ushort))..]);
        }

        return numbers;
    }
}
