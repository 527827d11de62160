using System.Numerics;
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
        DecimalType number => new DecimalMeasure(
            value => new Literal(number, new DeltaDecimal(value, number.Scale))),
        PrimitiveType { Kind: PrimitiveKind.Long or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } =>
            new WholeMeasure<long>(value => new Literal(type, value)),
        PrimitiveType { Kind: PrimitiveKind.Integer or PrimitiveKind.Date } =>
            new WholeMeasure<int>(value => new Literal(type, (long)value)),
        PrimitiveType { Kind: PrimitiveKind.Short } => new WholeMeasure<short>(value => new Literal(type, (long)value)),
        PrimitiveType { Kind: PrimitiveKind.Byte } => new WholeMeasure<sbyte>(value => new Literal(type, (long)value)),
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

    private sealed class WholeMeasure<T>(Func<T, Literal> toLiteral) : ColumnMeasure
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        private T _min = T.MaxValue;
        private T _max = T.MinValue;
        private bool _any;

        public override (Literal? Min, Literal? Max) GetBounds() =>
            _any ? (toLiteral(_min), toLiteral(_max)) : (null, null);

        protected override void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
        {
            ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(source.Buffers[1].Span).Slice(offset, length);
            int done = valid.IsEmpty ? AddVectors(values) : 0;
            for (int row = done; row < values.Length; row++)
            {
                if (valid.IsEmpty || valid[row])
                {
                    _any = true;
                    _min = T.Min(_min, values[row]);
                    _max = T.Max(_max, values[row]);
                }
            }
        }

        private int AddVectors(ReadOnlySpan<T> values)
        {
            ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
            if (vectors.IsEmpty)
            {
                return 0;
            }

            Vector<T> min = vectors[0];
            Vector<T> max = min;
            foreach (Vector<T> vector in vectors)
            {
                min = Vector.Min(min, vector);
                max = Vector.Max(max, vector);
            }

            _any = true;
            for (int lane = 0; lane < Vector<T>.Count; lane++)
            {
                _min = T.Min(_min, min[lane]);
                _max = T.Max(_max, max[lane]);
            }

            return vectors.Length * Vector<T>.Count;
        }
    }

    private sealed class DecimalMeasure(Func<Int128, Literal> toLiteral) : ColumnMeasure
    {
        private Int128 _min = Int128.MaxValue;
        private Int128 _max = Int128.MinValue;
        private bool _any;

        public override (Literal? Min, Literal? Max) GetBounds() =>
            _any ? (toLiteral(_min), toLiteral(_max)) : (null, null);

        protected override void AddValues(ArrayData source, ReadOnlySpan<bool> valid, int offset, int length)
        {
            ReadOnlySpan<Int128> values = MemoryMarshal.Cast<byte, Int128>(source.Buffers[1].Span).Slice(offset, length);
            (Int128 min, Int128 max) = (_min, _max);
            for (int row = 0; row < values.Length; row++)
            {
                if (valid.IsEmpty || valid[row])
                {
                    Int128 value = values[row];
                    _any = true;
                    min = value < min ? value : min;
                    max = value > max ? value : max;
                }
            }

            (_min, _max) = (min, max);
        }
    }

    /// <summary>With a NaN in the file there are no bounds: readers differ on where NaN lies.</summary>
    private sealed class FloatingMeasure<T>(Func<T, Literal> toLiteral) : ColumnMeasure
        where T : unmanaged, IFloatingPointIeee754<T>
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
            int done = valid.IsEmpty ? AddVectors(values) : 0;
            for (int row = done; row < values.Length; row++)
            {
                if (valid.IsEmpty || valid[row])
                {
                    Add(values[row]);
                }
            }
        }

        private int AddVectors(ReadOnlySpan<T> values)
        {
            ReadOnlySpan<Vector<T>> vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
            if (vectors.IsEmpty)
            {
                return 0;
            }

            Vector<T> min = vectors[0];
            Vector<T> max = min;
            Vector<T> numbers = Vector.Equals(min, min);
            foreach (Vector<T> vector in vectors)
            {
                min = Vector.Min(min, vector);
                max = Vector.Max(max, vector);
                numbers &= Vector.Equals(vector, vector);
            }

            // Only NaN is not equal to itself.
            _nan |= !Vector.EqualsAll(numbers, Vector.Equals(Vector<T>.Zero, Vector<T>.Zero));
            for (int lane = 0; lane < Vector<T>.Count; lane++)
            {
                Add(min[lane]);
                Add(max[lane]);
            }

            return vectors.Length * Vector<T>.Count;
        }

        private void Add(T value)
        {
            _any = true;
            _nan |= T.IsNaN(value);
            _min = value < _min ? value : _min;
            _max = value > _max ? value : _max;
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
