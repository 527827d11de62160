using System.Text.Json;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>The note that says where the newest checkpoint is. It is only a hint: a damaged one is ignored, for the
/// listing says the same. Protocol section "Last Checkpoint File".</summary>
internal static class LastCheckpoint
{
    public static async ValueTask<long?> TryReadVersionAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        try
        {
            byte[] content = await store.GetAsync(LogFile.LastCheckpointKey, cancellationToken).ConfigureAwait(false);
            using JsonDocument document = JsonDocument.Parse(content);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("version", out JsonElement version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt64(out long value) && value >= 0
                ? value
                : null;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
