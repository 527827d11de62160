using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Variants.Binary;

namespace Wallstreet.Delta.Variants;

/// <summary>Columns of variants as files hold them: groups of <c>value</c> and <c>metadata</c>, neither ever null by itself.
/// Protocol section "Variant data in Parquet".</summary>
internal static class VariantArrays
{
    private const int BytesMax = 1 << 30;

    /// <summary>The type of such a column.</summary>
    public static StructType Type { get; } = new(
        [new Field("value", BinaryType.Default, nullable: false), new Field("metadata", BinaryType.Default, nullable: false)]);

    /// <summary>Encodes a column of JSON text.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="column">What the column is called.</param>
    /// <param name="where">What holds it.</param>
    /// <exception cref="SchemaMismatchException">One of them is no JSON.</exception>
    public static ArrayData OfTexts(ArrayData texts, string column, string where)
    {
        StringArray source = new(texts);
        VariantEncoder encoder = new();
        Builder built = new(source.Length);
        for (int row = 0; row < source.Length; row++)
        {
            if (source.IsNull(row))
            {
                built.AddNull();
                continue;
            }

            try
            {
                encoder.Encode(source.GetBytes(row));
                built.Add(encoder.Value, encoder.Metadata);
            }
            catch (VariantFormatException exception)
            {
                throw new SchemaMismatchException(
                    $"Row {row + 1} of a batch of {where} has in the column '{column}' a text that cannot become a variant: "
                    + $"{exception.Message}. Give JSON; a text by itself stands in quotes.",
                    exception);
            }
        }

        return built.ToData();
    }

    /// <summary>Puts variants together that a file holds in parts; others are taken as they are.</summary>
    /// <exception cref="VariantFormatException">They break the format.</exception>
    public static ArrayData Of(StructArray variants)
    {
        StructType type = (StructType)variants.Data.DataType;
        int metadataAt = type.GetFieldIndex("metadata");
        BinaryArray metadata = (metadataAt < 0 ? null : variants.Fields[metadataAt] as BinaryArray)
            ?? throw new VariantFormatException("it has no 'metadata' of bytes");
        ShreddedVariant values = new(variants);
        VariantBuffer value = new();
        Builder built = new(variants.Length);
        for (int row = 0; row < variants.Length; row++)
        {
            if (variants.IsNull(row))
            {
                built.AddNull();
                continue;
            }

            if (metadata.IsNull(row))
            {
                throw new VariantFormatException("its 'metadata' is null");
            }

            value.Clear();
            values.Append(value, metadata.GetBytes(row), row);
            built.Add(value.Written, metadata.GetBytes(row));
        }

        return built.ToData();
    }

    private sealed class Builder(int length)
    {
        private readonly byte[] _valid = new byte[(length + 7) / 8];
        private readonly Bytes _values = new(length);
        private readonly Bytes _metadata = new(length);
        private int _row;
        private int _nulls;

        public void AddNull()
        {
            _nulls++;
            Next([], []);
        }

        public void Add(ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata)
        {
            BitUtility.SetBit(_valid, _row, true);
            Next(value, metadata);
        }

        public ArrayData ToData() => new(
            Type,
            length,
            _nulls,
            0,
            new[] { _nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_valid) },
            new[] { _values.ToData(), _metadata.ToData() });

        private void Next(ReadOnlySpan<byte> value, ReadOnlySpan<byte> metadata)
        {
            _values.Add(_row, value);
            _metadata.Add(_row, metadata);
            _row++;
        }
    }

    private sealed class Bytes(int length)
    {
        private readonly int[] _offsets = new int[length + 1];
        private byte[] _bytes = new byte[Math.Max(256, length * 16)];

        public void Add(int row, ReadOnlySpan<byte> bytes)
        {
            int start = _offsets[row];
            if (bytes.Length > BytesMax - start)
            {
                throw new VariantFormatException($"the column has more than {BytesMax} bytes in one batch; give smaller batches");
            }

            int end = start + bytes.Length;
            if (end > _bytes.Length)
            {
                System.Array.Resize(ref _bytes, Math.Max(end, (int)Math.Min(_bytes.Length * 2L, BytesMax)));
            }

            bytes.CopyTo(_bytes.AsSpan(start));
            _offsets[row + 1] = end;
        }

        public ArrayData ToData() => new(
            BinaryType.Default,
            length,
            0,
            0,
            new[]
            {
                ArrowBuffer.Empty,
                new ArrowBuffer(MemoryMarshal.AsBytes(_offsets.AsSpan()).ToArray()),
                new ArrowBuffer(_bytes.AsMemory(0, _offsets[length])),
            },
            null);
    }
}
