namespace Wallstreet.Delta.Files;

/// <summary>Reads Thrift's compact protocol, in which Parquet footers are written, as far as skipping goes.</summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    public const int BinaryType = 8;
    public const int ListType = 9;
    public const int StructType = 12;
    private const int DepthMax = 32;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>The next field of a structure; 0 at its end.</summary>
    /// <param name="id">The field before; becomes this one.</param>
    public int NextField(ref int id)
    {
        byte head = NextByte();
        int type = head & 0x0F;
        if (type != 0)
        {
            id = head >> 4 is var step and > 0 ? id + step : checked((int)Whole());
        }

        return type;
    }

    /// <summary>The begin of a list: how many elements of which type.</summary>
    public (int Count, int Type) List()
    {
        byte head = NextByte();
        int count = head >> 4;
        return (count == 15 ? checked((int)Varint()) : count, head & 0x0F);
    }

    /// <summary>A whole number.</summary>
    public long Whole()
    {
        ulong value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Leaves a value out.</summary>
    public void Skip(int type, int depth = 0)
    {
        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                NextByte();
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                Advance(8);
                break;
            case BinaryType:
                Advance(checked((int)Varint()));
                break;
            case ListType or 10:
                SkipList(depth);
                break;
            case StructType when depth < DepthMax:
                SkipStruct(depth);
                break;
            default:
                throw new FormatException($"The footer has a field of type {type}, which it cannot have.");
        }
    }

    private void SkipList(int depth)
    {
        (int count, int type) = List();
        for (int index = 0; index < count; index++)
        {
            // A truth value takes a byte in a list and none in a structure.
            Skip(type is 1 or 2 ? 3 : type, depth + 1);
        }
    }

    private void SkipStruct(int depth)
    {
        int id = 0;
        while (NextField(ref id) is var type and not 0)
        {
            Skip(type, depth + 1);
        }
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = NextByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("The footer has a number of more than 64 bits.");
    }

    private byte NextByte() => _position < _bytes.Length
        ? _bytes[_position++]
        : throw new FormatException("The footer ends too soon.");

    private void Advance(int count) => _position = count >= 0 && count <= _bytes.Length - _position
        ? _position + count
        : throw new FormatException("The footer ends too soon.");
}
