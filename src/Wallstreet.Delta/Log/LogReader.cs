using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Log;

/// <summary>Lists a table's log and reads its commits.</summary>
internal sealed class LogReader(IObjectStore store, int readsInFlightMax)
{
    /// <summary>Lists the files of the log from a version on.</summary>
    public async ValueTask<List<LogFile>> ListAsync(long fromVersion, CancellationToken cancellationToken)
    {
        List<LogFile> files = [];
        string? after = fromVersion <= 0 ? null : LogFile.StartKey(fromVersion);
        await foreach (ObjectHead head in store.ListAsync(LogFile.Folder, after, cancellationToken)
            .ConfigureAwait(false))
        {
            // Names that start with '_' sort after every version and are no part of the log proper.
            if (head.Key.AsSpan(LogFile.Folder.Length).StartsWith("_"))
            {
                break;
            }

            if (LogFile.TryParse(head.Key, head.SizeBytes, head.LastModified) is { } file)
            {
                files.Add(file);
            }
        }

        return files;
    }

    /// <summary>Reads commits in order, several at a time.</summary>
    public IAsyncEnumerable<CommitActions> ReadAsync(
        IReadOnlyList<LogFile> commits, bool withProvenance, CancellationToken cancellationToken) => ReadAhead.RunAsync(
            commits,
            readsInFlightMax,

            // Only the newest commit's provenance belongs to a snapshot: it may hold the in-commit timestamp.
            (commit, token) => ReadAsync(
                commit.Key, commit.Version, withProvenance || ReferenceEquals(commit, commits[^1]), token),
            cancellationToken);

    /// <summary>Reads a commit; null if there is none.</summary>
    public async ValueTask<CommitActions?> TryReadAsync(
        long version, bool withProvenance, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(LogFile.CommitKey(version), version, withProvenance, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (DeltaLogException exception) when (exception.InnerException is ObjectNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Parses the content of a commit.</summary>
    public static CommitActions Parse(long version, ReadOnlyMemory<byte> content, string key, bool withProvenance)
    {
        CommitActions actions = new(version);
        new ActionReader(withProvenance).Read(actions, content, key);
        return actions;
    }

    private async Task<CommitActions> ReadAsync(
        string key, long version, bool withProvenance, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            content = await store.GetAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectNotFoundException exception)
        {
            throw new DeltaLogException(
                $"The commit {key} was listed and is gone: the log was cleaned up meanwhile. Open the table again.",
                exception);
        }

        try
        {
            return Parse(version, content, key, withProvenance);
        }
        catch (DeltaLogException damage)
        {
            throw new DeltaLogException(
                $"{damage.Message.TrimEnd('.')}. The log of the table at {store.Location} is damaged: restore the file from a copy"
                + $"{(version > 0 ? ", or read a version before it" : "")}.",
                damage.InnerException);
        }
    }
}
