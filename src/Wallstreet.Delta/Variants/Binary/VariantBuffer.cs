using System.Buffers.Binary;

namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Writes the bytes of one variant value: each number as small as it can be, each offset as short as it can be.
/// </summary>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantEncoding.md, section "Value encoding".</remarks>
internal sealed class VariantBuffer
{
    /// <summary>Spark holds no greater variant unless it is told to.</summary>
    public const int SizeMax = 16 * 1024 * 1024;

    private const int ShortTextMax = 63;
    private const int SmallCountMax = 255;
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Null() => Take(1)[0] = 0;

    public void Boolean(bool value) => Take(1)[0] = Header(value ? 1 : 2);

    public void Integer(long value)
    {
        switch (value)
        {
            case >= sbyte.MinValue and <= sbyte.MaxValue:
                Primitive(3, 1)[0] = unchecked((byte)value);
                break;
            case >= short.MinValue and <= short.MaxValue:
                BinaryPrimitives.WriteInt16LittleEndian(Primitive(4, sizeof(short)), (short)value);
                break;
            case >= int.MinValue and <= int.MaxValue:
                BinaryPrimitives.WriteInt32LittleEndian(Primitive(5, sizeof(int)), (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(Primitive(6, sizeof(long)), value);
                break;
        }
    }

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Primitive(7, sizeof(double)), value);

    /// <summary>An exact number of up to 38 digits.</summary>
    public void Decimal(Int128 unscaled, int scale)
    {
        int digits = Math.Max(Digits(unscaled), scale);
        int type = digits <= 9 ? 8 : digits <= 18 ? 9 : 10;
        Span<byte> taken = Primitive(type, 1 + (4 << (type - 8)));
        taken[0] = (byte)scale;
        switch (type)
        {
            case 8:
                BinaryPrimitives.WriteInt32LittleEndian(taken[1..], (int)unscaled);
                break;
            case 9:
                BinaryPrimitives.WriteInt64LittleEndian(taken[1..], (long)unscaled);
                break;
            default:
                BinaryPrimitives.WriteInt128LittleEndian(taken[1..], unscaled);
                break;
        }
    }

    public void Text(ReadOnlySpan<byte> text)
    {
        if (text.Length <= ShortTextMax)
        {
            Span<byte> taken = Take(1 + text.Length);
            taken[0] = (byte)((text.Length << 2) | 1);
            text.CopyTo(taken[1..]);
        }
        else
        {
            Sized(16, text);
        }
    }

    /// <summary>Bytes of a length of their own: a text or binary.</summary>
    public void Sized(int type, ReadOnlySpan<byte> bytes)
    {
        Span<byte> taken = Primitive(type, sizeof(int) + bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(taken, bytes.Length);
        bytes.CopyTo(taken[sizeof(int)..]);
    }

    /// <summary>Where a primitive of some type has its bytes, which the caller fills.</summary>
    public Span<byte> Primitive(int type, int size)
    {
        Span<byte> taken = Take(1 + size);
        taken[0] = Header(type);
        return taken[1..];
    }

    /// <summary>A value that is encoded already.</summary>
    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    /// <summary>Makes an array of the values written since a place.</summary>
    /// <param name="start">Where the first value begins.</param>
    /// <param name="offsets">Where each value begins.</param>
    public void CloseArray(int start, ReadOnlySpan<VariantPart> offsets)
    {
        int size = Length - start;
        int offsetWidth = WidthOf(size);
        bool large = offsets.Length > SmallCountMax;
        int countWidth = large ? 4 : 1;
        Span<byte> header = Insert(start, 1 + countWidth + ((offsets.Length + 1) * offsetWidth));
        header[0] = (byte)(3 | ((offsetWidth - 1) << 2) | (large ? 0x10 : 0));
        Number(header[1..], offsets.Length, countWidth);
        WriteOffsets(header[(1 + countWidth)..], offsets, start, size, offsetWidth);
    }

    /// <summary>Makes an object of the values written since a place.</summary>
    /// <param name="start">Where the first value begins.</param>
    /// <param name="fields">The number of each field's name and where its value begins, in the order of names.</param>
    public void CloseObject(int start, ReadOnlySpan<VariantPart> fields)
    {
        int size = Length - start;
        int offsetWidth = WidthOf(size);
        int last = 0;
        foreach (VariantPart field in fields)
        {
            last = Math.Max(last, field.NameId);
        }

        int idWidth = WidthOf(last);
        bool large = fields.Length > SmallCountMax;
        int countWidth = large ? 4 : 1;
        Span<byte> header = Insert(start, 1 + countWidth + (fields.Length * idWidth) + ((fields.Length + 1) * offsetWidth));
        header[0] = (byte)(2 | ((offsetWidth - 1) << 2) | ((idWidth - 1) << 4) | (large ? 0x40 : 0));
        Number(header[1..], fields.Length, countWidth);
        Span<byte> ids = header[(1 + countWidth)..];
        for (int field = 0; field < fields.Length; field++)
        {
            Number(ids[(field * idWidth)..], fields[field].NameId, idWidth);
        }

        WriteOffsets(ids[(fields.Length * idWidth)..], fields, start, size, offsetWidth);
    }

    /// <summary>How many bytes hold a number.</summary>
    public static int WidthOf(int number) => number <= 0xFF ? 1 : number <= 0xFFFF ? 2 : number <= 0xFFFFFF ? 3 : 4;

    /// <summary>Writes a number in little-endian order.</summary>
    public static void Number(Span<byte> bytes, int number, int width)
    {
        for (int index = 0; index < width; index++)
        {
            bytes[index] = unchecked((byte)(number >> (8 * index)));
        }
    }

    private static void WriteOffsets(Span<byte> bytes, ReadOnlySpan<VariantPart> parts, int start, int size, int width)
    {
        for (int part = 0; part < parts.Length; part++)
        {
            Number(bytes[(part * width)..], parts[part].Start - start, width);
        }

        Number(bytes[(parts.Length * width)..], size, width);
    }

    private static byte Header(int type) => (byte)(type << 2);

    private static int Digits(Int128 value)
    {
        int digits = 1;
        for (Int128 left = Int128.Abs(value) / 10; left > 0; left /= 10)
        {
            digits++;
        }

        return digits;
    }

    private Span<byte> Take(int size)
    {
        if (size > SizeMax - Length)
        {
            throw new VariantFormatException(
                $"it would take more than {SizeMax / (1024 * 1024)} MiB, which is the most that a variant may");
        }

        if (Length + size > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + size, _bytes.Length * 2));
        }

        Length += size;
        return _bytes.AsSpan(Length - size, size);
    }

    /// <summary>Makes room before what was written since a place.</summary>
    private Span<byte> Insert(int start, int size)
    {
        int moved = Length - start;
        Take(size);
        _bytes.AsSpan(start, moved).CopyTo(_bytes.AsSpan(start + size));
        return _bytes.AsSpan(start, size);
    }
}
