using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;

namespace Wallstreet.Query.Results;

internal static class JsonResultWriter
{
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(QueryResult result, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream, _options);
        await using (writer.ConfigureAwait(false))
        {
            JsonEncodedText[] names = [.. result.Columns.Select(
                column => JsonEncodedText.Encode(column.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping))];
            writer.WriteStartArray();
            await foreach (RecordBatch batch in result.ReadArrowAsync(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    WriteRows(writer, names, batch);
                }

                await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>Writes one value as the JSON that results use.</summary>
    public static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case float number when float.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case sbyte or short or int or byte or ushort or uint or ulong or BigInteger:
                writer.WriteRawValue(CellText.Write(value));
                break;
            case object?[] items:
                WriteArray(writer, items);
                break;
            case Dictionary<string, object?> fields:
                WriteObject(writer, fields);
                break;
            default:
                writer.WriteStringValue(CellText.Write(value));
                break;
        }
    }

    public static string ToText(object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, _options))
        {
            WriteValue(writer, value);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteRows(Utf8JsonWriter writer, JsonEncodedText[] names, RecordBatch batch)
    {
        for (int row = 0; row < batch.Length; row++)
        {
            writer.WriteStartObject();
            for (int column = 0; column < names.Length; column++)
            {
                writer.WritePropertyName(names[column]);
                WriteValue(writer, ArrowCells.Read(batch.Column(column), row));
            }

            writer.WriteEndObject();
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, object?[] items)
    {
        writer.WriteStartArray();
        foreach (object? item in items)
        {
            WriteValue(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, Dictionary<string, object?> fields)
    {
        writer.WriteStartObject();
        foreach ((string name, object? field) in fields)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, field);
        }

        writer.WriteEndObject();
    }
}
