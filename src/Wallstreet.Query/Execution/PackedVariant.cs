using System.Buffers.Binary;
using System.Text;
using Wallstreet.Delta;
using Wallstreet.Delta.Variants;

namespace Wallstreet.Query.Execution;

/// <summary>A variant in one piece: how long its names are, its names, its bytes. So DuckDB carries it from file to file
/// without a look at it.</summary>
internal static class PackedVariant
{
    private const int ShownMax = 60;

    public static byte[] Of(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        byte[] packed = new byte[sizeof(int) + metadata.Length + value.Length];
        BinaryPrimitives.WriteInt32LittleEndian(packed, metadata.Length);
        metadata.CopyTo(packed.AsSpan(sizeof(int)));
        value.CopyTo(packed.AsSpan(sizeof(int) + metadata.Length));
        return packed;
    }

    /// <summary>Encodes a JSON text.</summary>
    /// <exception cref="DataFileException">It is no JSON.</exception>
    public static byte[] Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            (byte[] metadata, byte[] value) = VariantValue.FromJson(json);
            return Of(metadata, value);
        }
        catch (DataFileException exception)
        {
            string shown = Encoding.UTF8.GetString(json[..Math.Min(json.Length, ShownMax)]).TrimEnd('\uFFFD');
            throw new DataFileException(
                $"{exception.Message} The text is: {shown}{(json.Length > ShownMax ? "…" : "")}", exception);
        }
    }

    public static byte[] ToJson(ReadOnlySpan<byte> packed) => VariantValue.ToJson(Metadata(packed), Value(packed));

    public static ReadOnlySpan<byte> Metadata(ReadOnlySpan<byte> packed) => packed.Slice(sizeof(int), Length(packed));

    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> packed) => packed[(sizeof(int) + Length(packed))..];

    private static int Length(ReadOnlySpan<byte> packed)
    {
        int length = packed.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(packed);
        return length >= 0 && length <= packed.Length - sizeof(int)
            ? length
            : throw new DataFileException("Bytes were made a variant that are none. Give JSON text, or parse_json(text).");
    }
}
