using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Apache.Arrow;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Variants.Binary;

namespace Wallstreet.Delta.Variants;

/// <summary>Turns a column of variants into a column of JSON text. A variant that is null is the text <c>null</c>, and no
/// null of the column. Protocol section "Variant Data Type".</summary>
internal static class VariantTexts
{
    private const long TextsMax = 1L << 30;

    /// <summary>Converts variants.</summary>
    /// <param name="variants">The group of columns that holds them.</param>
    /// <exception cref="VariantFormatException">They break the format.</exception>
    public static ArrayData Of(StructArray variants)
    {
        int metadataAt = ((Apache.Arrow.Types.StructType)variants.Data.DataType).GetFieldIndex("metadata");
        BinaryArray metadata = (metadataAt < 0 ? null : variants.Fields[metadataAt] as BinaryArray)
            ?? throw new VariantFormatException("it has no 'metadata' of bytes");
        ShreddedVariant values = new(variants);
        ArrayBufferWriter<byte> texts = new(Math.Max(1024, variants.Length * 16));
        int[] offsets = new int[variants.Length + 1];
        byte[] valid = new byte[(variants.Length + 7) / 8];
        using Utf8JsonWriter json = new(texts, JsonText.WriterOptions);
        for (int row = 0; row < variants.Length; row++)
        {
            if (variants.IsValid(row))
            {
                values.Write(json, metadata.GetBytes(row), row);
                json.Flush();
                json.Reset();
                BitUtility.SetBit(valid, row, true);
            }

            offsets[row + 1] = texts.WrittenCount <= TextsMax
                ? texts.WrittenCount
                : throw new VariantFormatException($"{row + 1} of them are more than {TextsMax} bytes of JSON");
        }

        return new ArrayData(
            Apache.Arrow.Types.StringType.Default,
            variants.Length,
            variants.Length - BitUtility.CountBits(valid, 0, variants.Length),
            0,
            new[]
            {
                new ArrowBuffer(valid),
                new ArrowBuffer(MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray()),
                new ArrowBuffer(texts.WrittenMemory),
            },
            null);
    }

    /// <summary>The JSON text of one variant.</summary>
    /// <exception cref="VariantFormatException">It breaks the format.</exception>
    public static byte[] Of(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        ArrayBufferWriter<byte> text = new(256);
        using (Utf8JsonWriter json = new(text, JsonText.WriterOptions))
        {
            VariantJson.Write(json, metadata, value);
        }

        return text.WrittenSpan.ToArray();
    }
}
