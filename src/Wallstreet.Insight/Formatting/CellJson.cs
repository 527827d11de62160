using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Insight.Formatting;

/// <summary>
/// Writes cells of a result as JSON: numbers as numbers, decimals as strings (no digit is lost), dates and timestamps in
/// ISO 8601, what was not published as null. Numbers that JSON cannot hold (NaN, infinities) are strings.
/// </summary>
public static class CellJson
{
    private const long SafeIntegerMax = 1L << 53;

    /// <summary>Writes one cell.</summary>
    public static void Write(Utf8JsonWriter writer, object? cell)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (cell)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case decimal exact:
                writer.WriteStringValue(exact.ToString(CultureInfo.InvariantCulture));
                break;
            default:
                WriteNumberOrOther(writer, cell);
                break;
        }
    }

    private static void WriteNumberOrOther(Utf8JsonWriter writer, object cell)
    {
        switch (cell)
        {
            case double or float when ValueText.TryNumber(cell, out double number):
                WriteDouble(writer, cell, number);
                break;
            case BigInteger big when BigInteger.Abs(big) > SafeIntegerMax:
                writer.WriteStringValue(big.ToString(CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case BigInteger or long or int or short or sbyte or uint or ushort or byte:
                writer.WriteNumberValue(cell is BigInteger small ? (long)small : Convert.ToInt64(cell, CultureInfo.InvariantCulture));
                break;
            default:
                WriteOther(writer, cell);
                break;
        }
    }

    private static void WriteDouble(Utf8JsonWriter writer, object cell, double number)
    {
        if (!double.IsFinite(number))
        {
            writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
        }
        else if (cell is float single)
        {
            writer.WriteNumberValue(single);
        }
        else
        {
            writer.WriteNumberValue(number);
        }
    }

    private static void WriteOther(Utf8JsonWriter writer, object cell)
    {
        switch (cell)
        {
            case DateTimeOffset moment:
                writer.WriteStringValue(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                string zone = moment.Kind == DateTimeKind.Utc ? "'Z'" : "";
                writer.WriteStringValue(moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF" + zone, CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                writer.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                writer.WriteBase64StringValue(bytes);
                break;
            case IDictionary map:
                WriteMap(writer, map);
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (object? item in list)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(ValueText.Write(cell, default));
                break;
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, IDictionary map)
    {
        writer.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            writer.WritePropertyName(ValueText.Write(entry.Key, default));
            Write(writer, entry.Value);
        }

        writer.WriteEndObject();
    }
}

/// <summary>Rows of cells in JSON, as <see cref="CellJson"/> writes them; they are written, never read.</summary>
public sealed class RowsJsonConverter : JsonConverter<IReadOnlyList<object?[]>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<object?[]> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("Rows are written by the program and never read.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<object?[]> value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartArray();
        foreach (object?[] row in value)
        {
            writer.WriteStartArray();
            foreach (object? cell in row)
            {
                CellJson.Write(writer, cell);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
