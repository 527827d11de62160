using System.Runtime.CompilerServices;
using ParquetSharp;
using ParquetSharp.IO;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Log;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>Reads the actions of a checkpoint: classic, of several parts, or of version 2 with side files.</summary>
internal sealed class CheckpointReader(IObjectStore store, int readsInFlightMax)
{
    public async IAsyncEnumerable<CommitActions> ReadAsync(
        IReadOnlyList<LogFile> parts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<SidecarFile> sidecars = [];
        await foreach (CommitActions part in ReadFilesAsync(
            [.. parts.Select(static part => part.Key)], parts[0].Version, cancellationToken).ConfigureAwait(false))
        {
            sidecars.AddRange(part.Sidecars);
            yield return part;
        }

        await foreach (CommitActions part in ReadFilesAsync(
            [.. sidecars.Select(KeyOf)], parts[0].Version, cancellationToken).ConfigureAwait(false))
        {
            yield return part;
        }
    }

    /// <summary>The keys of the side files that a checkpoint's own file names.</summary>
    public async ValueTask<IReadOnlyList<string>> ReadSidecarKeysAsync(LogFile file, CancellationToken cancellationToken) =>
        [.. (await ReadFileAsync(file.Key, file.Version, cancellationToken).ConfigureAwait(false)).Sidecars.Select(KeyOf)];

    /// <summary>Side files lie in one folder; only their name counts.</summary>
    private static string KeyOf(SidecarFile sidecar) =>
        LogFile.SidecarFolder + Uri.UnescapeDataString(sidecar.Path[(sidecar.Path.LastIndexOf('/') + 1)..]);

    private IAsyncEnumerable<CommitActions> ReadFilesAsync(
        IReadOnlyList<string> keys, long version, CancellationToken cancellationToken) => ReadAhead.RunAsync(
            keys, readsInFlightMax, (key, token) => ReadFileAsync(key, version, token), cancellationToken);

    private async Task<CommitActions> ReadFileAsync(string key, long version, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await store.GetAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException exception)
        {
            throw new DeltaLogException(
                $"The checkpoint of version {version} needs {key}, which is missing. Restore it, or delete the "
                + "checkpoint if the commits before it are still there.",
                exception);
        }

        if (key.EndsWith(".json", StringComparison.Ordinal))
        {
            return LogReader.Parse(version, content, key, false);
        }

        try
        {
            return Parse(content, version);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or UnsupportedFeatureException))
        {
            // The Parquet library and damaged columns throw exceptions of many kinds; whatever it is, the file is named.
            throw new DeltaLogException(
                $"The checkpoint {key} cannot be read: {ParquetErrors.Reason(exception)}. Delete it if the commits before it are still "
                + "there; they say the same.",
                exception);
        }
    }

    private static CommitActions Parse(byte[] content, long version)
    {
        CommitActions actions = new(version);
        using MemoryStream stream = new(content, writable: false);
        using ManagedRandomAccessFile input = new(stream);
        using ParquetFileReader file = new(input);
        for (int group = 0; group < file.FileMetaData.NumRowGroups; group++)
        {
            using CheckpointColumns columns = new(file, group);
            new CheckpointRows(columns).Read(actions);
        }

        return actions;
    }
}
