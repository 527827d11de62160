using System.Buffers;
using System.Text.Json;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>The note that says up to which version the files that commits removed are deleted. The reference
/// implementation keeps the same one, so either program goes on where the other was.</summary>
internal static class VacuumNote
{
    public const string Key = LogFile.Folder + "_last_vacuum_info";
    private const string Member = "latestCommitVersionOutsideOfRetentionWindow";

    public static async ValueTask<long?> TryReadAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        try
        {
            byte[] content = await store.GetAsync(Key, cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Member, out JsonElement version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out long value) && value >= 0
                ? value
                : null;
        }
        catch (Exception exception) when (exception is ObjectNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static ValueTask WriteAsync(IObjectStore store, long version, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber(Member, version);
            json.WriteEndObject();
        }

        return store.PutAsync(Key, buffer.WrittenSpan.ToArray(), cancellationToken);
    }
}
