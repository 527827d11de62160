using System.Text.Json;
using Microsoft.Extensions.Logging;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Snapshots;

/// <summary>Holds what was read against what the writer of a version counted. Protocol section "Version Checksum
/// File".</summary>
internal sealed class ChecksumReader(IObjectStore store, DeltaOptions options)
{
    /// <exception cref="DeltaLogException">They differ, and the options say that this is an error.</exception>
    public async ValueTask VerifyAsync(LogFile file, TableState state, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await store.GetAsync(file.Key, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException)
        {
            // It was listed and cleaned up meanwhile; nothing depends on it.
            return;
        }

        // A power cut can leave the name alone: checksums are written after their commits and without waiting for the disk.
        if (content.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            return;
        }

        if (FindDifference(content, state) is not { } difference)
        {
            return;
        }

        string message = $"{file.Key} at {store.Location} says that version {state.Version} has {difference}. Either the "
            + "log was changed afterwards, or the checksum was written by a faulty program: compare with a backup, and "
            + "delete the checksum file if the log is right.";
        if (options.RequireChecksums)
        {
            throw new DeltaLogException(message);
        }

        options.LoggerFactory.CreateLogger<DeltaTable>().ChecksumDiffers(message);
    }

    /// <summary>What a checksum says differently; null if it agrees.</summary>
    public static string? FindDifference(byte[] content, TableState state)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(content);
            JsonElement root = document.RootElement;
            return Differs(root, "numFiles", state.Files.Count, "files")
                ?? Differs(root, "tableSizeBytes", state.Files.SizeBytes, "bytes in its files")
                ?? DiffersInDomains(root, state)
                ?? DiffersInProtocol(root, state);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return $"a checksum that is no valid JSON ({exception.Message})";
        }
    }

    private static string? Differs(JsonElement root, string name, long actual, string what) =>
        root.TryGetProperty(name, out JsonElement value) && value.GetInt64() is var expected && expected != actual
            ? $"{expected} {what}, and the log has {actual}"
            : null;

    private static string? DiffersInDomains(JsonElement root, TableState state) =>
        root.TryGetProperty("domainMetadata", out JsonElement list) && list.ValueKind == JsonValueKind.Array
        && list.GetArrayLength() is var expected && expected != state.Domains.Count
            ? $"{expected} domains, and the log has {state.Domains.Count}"
            : null;

    private static string? DiffersInProtocol(JsonElement root, TableState state)
    {
        if (root.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("id", out JsonElement id) && id.GetString() != state.Metadata.Id)
        {
            return $"the table id {id.GetString()}, and the log has {state.Metadata.Id}";
        }

        return root.TryGetProperty("protocol", out JsonElement protocol) && protocol.ValueKind == JsonValueKind.Object
            ? Differs(protocol, "minReaderVersion", state.Protocol.MinReaderVersion, "as its reader version")
                ?? Differs(protocol, "minWriterVersion", state.Protocol.MinWriterVersion, "as its writer version")
            : null;
    }
}
