using System.Text.Json;

namespace Wallstreet.Delta.Variants.Binary;

/// <summary>Writes the bytes of variants as JSON. Hostile bytes end in an error: depth, parts and text are bounded by
/// what honest bytes of their length can hold.</summary>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantEncoding.md.</remarks>
internal static class VariantJson
{
    /// <summary>As deep as JSON of this library and of Spark may be.</summary>
    public const int DepthMax = 1000;

    /// <summary>As JSON text of one value; Spark holds no variant beyond it.</summary>
    private const int TextMax = 128 * 1024 * 1024;

    /// <summary>Writes a value.</summary>
    /// <exception cref="VariantFormatException">The bytes break the format.</exception>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        int left = value.Length;
        Write(json, new VariantNames(metadata), value, 0, ref left);
    }

    /// <summary>Whether a value is an object.</summary>
    public static bool IsObject(ReadOnlySpan<byte> value) => value.Length > 0 && (value[0] & 3) == 2;

    private static void Write(
        Utf8JsonWriter json, VariantNames names, ReadOnlySpan<byte> value, int depth, ref int left)
    {
        // Each value takes a byte at least; parts that share their bytes would let few bytes become endless text.
        if (left-- <= 0 || depth > DepthMax || json.BytesCommitted + json.BytesPending > TextMax)
        {
            throw new VariantFormatException(value.IsEmpty
                ? "it is empty" : "its parts lie within each other, or are too many");
        }

        uint first = VariantBytes.Unsigned(value, 0, 1);
        int header = (int)(first >> 2);
        switch (first & 3)
        {
            case 0:
                WritePrimitive(json, header, value[1..]);
                break;
            case 1:
                VariantScalars.String(json, VariantBytes.Slice(value, 1, header));
                break;
            case 2:
                WriteObject(json, names, value, depth, ref left);
                break;
            default:
                WriteArray(json, names, value, depth, ref left);
                break;
        }
    }

    private static void WriteObject(
        Utf8JsonWriter json, VariantNames names, ReadOnlySpan<byte> value, int depth, ref int left)
    {
        VariantObject fields = VariantObject.OfObject(value);
        json.WriteStartObject();
        for (int item = 0; item < fields.Count; item++)
        {
            json.WritePropertyName(VariantScalars.NameOf(names[fields.NameId(item)]));
            Write(json, names, fields.Value(item), depth + 1, ref left);
        }

        json.WriteEndObject();
    }

    private static void WriteArray(
        Utf8JsonWriter json, VariantNames names, ReadOnlySpan<byte> value, int depth, ref int left)
    {
        VariantObject items = VariantObject.OfArray(value);
        json.WriteStartArray();
        for (int item = 0; item < items.Count; item++)
        {
            Write(json, names, items.Value(item), depth + 1, ref left);
        }

        json.WriteEndArray();
    }

    private static void WritePrimitive(Utf8JsonWriter json, int type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case 0:
                json.WriteNullValue();
                break;
            case 1 or 2:
                json.WriteBooleanValue(type == 1);
                break;
            case 3:
                json.WriteNumberValue(unchecked((sbyte)VariantBytes.Unsigned(value, 0, 1)));
                break;
            case 4:
                json.WriteNumberValue(VariantBytes.Int16(value));
                break;
            case 5:
                json.WriteNumberValue(VariantBytes.Int32(value));
                break;
            case 6:
                json.WriteNumberValue(VariantBytes.Int64(value));
                break;
            case 7:
                VariantScalars.Number(json, BitConverter.Int64BitsToDouble(VariantBytes.Int64(value)));
                break;
            case 14:
                VariantScalars.Number(json, BitConverter.Int32BitsToSingle(VariantBytes.Int32(value)));
                break;
            case 8 or 9 or 10:
                WriteDecimal(json, type, value);
                break;
            default:
                WriteRare(json, type, value);
                break;
        }
    }

    private static void WriteDecimal(Utf8JsonWriter json, int type, ReadOnlySpan<byte> value)
    {
        int scale = (int)VariantBytes.Unsigned(value, 0, 1);
        VariantScalars.Decimal(
            json,
            type switch
            {
                8 => VariantBytes.Int32(value[1..]),
                9 => VariantBytes.Int64(value[1..]),
                _ => VariantBytes.Int128(value[1..]),
            },
            scale);
    }

    private static void WriteRare(Utf8JsonWriter json, int type, ReadOnlySpan<byte> value)
    {
        switch (type)
        {
            case 11:
                VariantScalars.Date(json, VariantBytes.Int32(value));
                break;
            case 12 or 13:
                VariantScalars.Time(json, VariantBytes.Int64(value), type == 12);
                break;
            case 15:
                json.WriteBase64StringValue(VariantBytes.Slice(value, 4, VariantBytes.Unsigned(value, 0, 4)));
                break;
            case 16:
                VariantScalars.String(json, VariantBytes.Slice(value, 4, VariantBytes.Unsigned(value, 0, 4)));
                break;
            case 17:
                VariantScalars.ClockTime(json, VariantBytes.Int64(value));
                break;
            case 18 or 19:
                VariantScalars.NanoTime(json, VariantBytes.Int64(value), type == 18);
                break;
            case 20:
                VariantScalars.Guid(json, VariantBytes.Slice(value, 0, 16));
                break;
            default:
                throw new VariantFormatException($"it holds a value of the type {type}, which the format does not have");
        }
    }
}
