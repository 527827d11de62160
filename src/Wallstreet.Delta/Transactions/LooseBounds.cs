using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Transactions;

/// <summary>Says in the statistics of a file that rows of it are deleted, so that its minima and maxima need not be those
/// of a row that is left. Protocol section "Per-file Statistics".</summary>
internal static class LooseBounds
{
    private const string Name = "tightBounds";
    private const string RowCount = "numRecords";

    /// <param name="statistics">The statistics of the file as it was.</param>
    /// <param name="rowCount">How many rows the file has, deleted ones too: the one fact that must stay.</param>
    public static RawText Of(RawText statistics, long rowCount)
    {
        try
        {
            return Written(statistics, rowCount);
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return new RawText(string.Create(
                CultureInfo.InvariantCulture, $"{{\"numRecords\":{rowCount},\"{Name}\":false}}"));
        }
    }

    private static RawText Written(RawText statistics, long rowCount)
    {
        using JsonDocument document = JsonDocument.Parse(statistics.ToBytes());
        ArrayBufferWriter<byte> output = new(512);
        using (Utf8JsonWriter writer = new(output, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber(RowCount, rowCount);
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Name is not (Name or RowCount))
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteBoolean(Name, false);
            writer.WriteEndObject();
        }

        return new RawText(output.WrittenSpan.ToArray(), escaped: false);
    }
}
