using System.Runtime.InteropServices;
using Apache.Arrow;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Engine;

/// <summary>Gathers the smallest and largest value and the nulls of one leaf column over the batches of a file.</summary>
internal abstract class ColumnMeasure
{
    public long NullCount { get; private set; }

    public abstract (Literal? Min, Literal? Max) GetBounds();

    public static ColumnMeasure For(DeltaType type) => type switch
    {
        DecimalType number => new OrderedMeasure<Int128>(
            value => new Literal(number, new DeltaDecimal(value, number.Scale))),
        PrimitiveType { Kind: PrimitiveKind.Long or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } =>
            new OrderedMeasure<long>(value => new Literal(type, value)),
        PrimitiveType { Kind: PrimitiveKind.Integer or PrimitiveKind.Date } =>
            new OrderedMeasure<int>(value => new Literal(type, (long)value)),
        PrimitiveType { Kind: PrimitiveKind.Short } => new OrderedMeasure<short>(value => new Literal(type, (long)value)),
        PrimitiveType { Kind: PrimitiveKind.Byte } => new OrderedMeasure<sbyte>(value => new Literal(type, (long)value)),
        PrimitiveType { Kind: PrimitiveKind.Double } => new FloatingMeasure<double>(value => new Literal(type, value)),
        PrimitiveType { Kind: PrimitiveKind.Float } =>
            new FloatingMeasure<float>(value => new Literal(type, (double)value)),
        PrimitiveType { Kind: PrimitiveKind.String } => new TextMeasure(),
        _ => new CountMeasure(),
    };

    /// <param name="source">The column; within a struct, positions count from the struct's start.</param>
    /// <param name="valid">Which rows are not null, the struct around included; empty if all are.</param>
    /// <param name="offset">The first row.</param>
    /// <param name="length">How many rows.</param>
    public void Add(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
    {
        if (!valid.IsEmpty)
        {
            NullCount += length - valid.Count(true);
        }

        AddValues(source, valid, offset, length);
    }

    protected abstract void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length);

    private sealed class CountMeasure : ColumnMeasure
    {
        public override (Literal? Min, Literal? Max) GetBounds() => (null, null);

        protected override void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
        {
        }
    }

    private sealed class OrderedMeasure<T>(Func<T, Literal> toLiteral) : ColumnMeasure
        where T : unmanaged, IComparable<T>
    {
        private T _min;
        private T _max;
        private bool _any;

        public override (Literal? Min, Literal? Max) GetBounds() =>
            _any ? (toLiteral(_min), toLiteral(_max)) : (null, null);

        protected override void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
        {
            ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(source.Buffers[1].Span).Slice(offset, length);
            for (int row = 0; row < values.Length; row++)
            {
                if (!valid.IsEmpty && !valid[row])
                {
                    continue;
                }

                T value = values[row];
                if (!_any)
                {
                    (_min, _max, _any) = (value, value, true);
                }
                else if (value.CompareTo(_min) < 0)
                {
                    _min = value;
                }
                else if (value.CompareTo(_max) > 0)
                {
                    _max = value;
                }
            }
        }
    }

    /// <summary>With a NaN in the file there are no bounds: readers differ on where NaN lies.</summary>
    private sealed class FloatingMeasure<T>(Func<T, Literal> toLiteral) : ColumnMeasure
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        private T _min = T.PositiveInfinity;
        private T _max = T.NegativeInfinity;
        private bool _any;
        private bool _nan;

        public override (Literal? Min, Literal? Max) GetBounds() =>
            _any && !_nan ? (toLiteral(_min), toLiteral(_max)) : (null, null);

        protected override void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
        {
            ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(source.Buffers[1].Span).Slice(offset, length);
            for (int row = 0; row < values.Length; row++)
            {
                if (!valid.IsEmpty && !valid[row])
                {
                    continue;
                }

                T value = values[row];
                _any = true;
                _nan |= T.IsNaN(value);
                _min = value < _min ? value : _min;
                _max = value > _max ? value : _max;
            }
        }
    }

    /// <summary>UTF-8 bytes order as code points do.</summary>
    private sealed class TextMeasure : ColumnMeasure
    {
        private byte[]? _min;
        private byte[]? _max;

        public override (Literal? Min, Literal? Max) GetBounds() => _min is null
            ? (null, null)
            : (Literal.Of(System.Text.Encoding.UTF8.GetString(_min)), Literal.Of(System.Text.Encoding.UTF8.GetString(_max!)));

        protected override void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
        {
            ReadOnlySpan<int> offsets = MemoryMarshal.Cast<byte, int>(source.Buffers[1].Span).Slice(offset, length + 1);
            ReadOnlySpan<byte> bytes = source.Buffers[2].Span;
            for (int row = 0; row < length; row++)
            {
                if (!valid.IsEmpty && !valid[row])
                {
                    continue;
                }

                ReadOnlySpan<byte> value = bytes[offsets[row]..offsets[row + 1]];
                if (_min is null || value.SequenceCompareTo(_min) < 0)
                {
                    _min = value.ToArray();
                    _max ??= _min;
                }
                else if (value.SequenceCompareTo(_max) > 0)
                {
                    _max = value.ToArray();
                }
            }
        }
    }
}
