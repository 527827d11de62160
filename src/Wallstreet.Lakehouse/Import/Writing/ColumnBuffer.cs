using System.Buffers.Binary;
using System.Text;
using Apache.Arrow;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Writing;

/// <summary>Collects the values of one column until an array is made of them.</summary>
internal sealed class ColumnBuffer(ColumnType type)
{
    private ArrowBuffer.Builder<byte> _values = new();
    private ArrowBuffer.Builder<int> _offsets = new();
    private ArrowBuffer.BitmapBuilder _valid = new();
    private int _nulls;
    private int _count;

    /// <summary>How many bytes the values take.</summary>
    public int Bytes => _values.Length;

    public void AppendNull()
    {
        if (type.Kind == ColumnKind.Text)
        {
            AppendText(default);
        }
        else
        {
            AppendExact(0);
        }

        _valid.Set(_count - 1, false);
        _nulls++;
    }

    /// <summary>Adds a text to a text column.</summary>
    public void AppendText(ReadOnlySpan<char> text)
    {
        _offsets.Append(_values.Length);
        int bytes = Encoding.UTF8.GetByteCount(text);
        Span<byte> target = bytes <= 512 ? stackalloc byte[bytes] : new byte[bytes];
        Encoding.UTF8.GetBytes(text, target);
        _values.Append(target);
        End();
    }

    /// <summary>Adds a value to a column of another kind.</summary>
    public void Append(in CellValue value)
    {
        if (type.Kind == ColumnKind.Double)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteDoubleLittleEndian(bytes, value.Approximate);
            _values.Append(bytes);
            End();
        }
        else
        {
            AppendExact(value.Exact);
        }
    }

    /// <summary>The values since the last call, as an array; the buffer is empty afterwards.</summary>
    public IArrowArray Build()
    {
        ArrowBuffer valid = _nulls == 0 ? ArrowBuffer.Empty : _valid.Build();
        ArrowBuffer[] buffers;
        if (type.Kind == ColumnKind.Text)
        {
            _offsets.Append(_values.Length);
            buffers = [valid, _offsets.Build(), _values.Build()];
        }
        else
        {
            buffers = [valid, type.Kind == ColumnKind.Boolean ? Packed() : _values.Build()];
        }

        IArrowArray array = ArrowArrayFactory.BuildArray(new ArrayData(type.ToArrow(), _count, _nulls, 0, buffers));
        (_values, _offsets, _valid, _nulls, _count) = (new(), new(), new(), 0, 0);
        return array;
    }

    private void AppendExact(Int128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt128LittleEndian(bytes, value);
        _values.Append(bytes[..Width()]);
        End();
    }

    private int Width() => type.Kind switch
    {
        ColumnKind.Decimal => 16,
        ColumnKind.Date => 4,
        ColumnKind.Boolean => 1,
        _ => 8,
    };

    private ArrowBuffer Packed()
    {
        ArrowBuffer.BitmapBuilder bits = new(_count);
        foreach (byte value in _values.Span)
        {
            bits.Append(value != 0);
        }

        return bits.Build();
    }

    private void End()
    {
        _valid.Append(true);
        _count++;
    }
}
