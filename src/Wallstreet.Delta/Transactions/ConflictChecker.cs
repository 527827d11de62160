using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.Transactions;

/// <summary>Decides whether a change may follow a commit that another writer landed first.</summary>
/// <remarks>The rules are those of the reference implementation's ConflictChecker, with some that are finer and still
/// correct: added files are matched by statistics too; files that were only rearranged abort nobody who did not remove
/// them; rows that were deleted from a file abort nobody who deletes other rows of it.</remarks>
internal sealed class ConflictChecker
{
    private readonly TableChange _change;
    private readonly IsolationLevel _isolation;
    private readonly PendingDeletions _deletions;

    /// <summary>Files of the version that was read which the change removes or names again: they must still be there.</summary>
    private readonly HashSet<FileKey> _taken;
    private readonly ScanPlanner? _readPlanner;

    private Protocol _protocol;

    /// <summary>Files that winners made of others, so that rows that were read may be in them now.</summary>
    private readonly Dictionary<FileKey, AddFile> _moved = [];

    public ConflictChecker(TableChange change, IsolationLevel isolation, PendingDeletions deletions)
    {
        _change = change;

        // What rearranges rows reads them all and changes none: only what it removes can collide.
        bool onlyRearranges = !change.DataChange && change.NewMetadata is null && change.NewProtocol is null;
        _isolation = onlyRearranges ? IsolationLevel.Snapshot : isolation;
        _deletions = deletions;
        Snapshot read = change.ReadSnapshot;
        _taken =
        [
            .. change.Removes.Select(static file => file.Key),
            .. change.Adds.Select(static file => file.Key).Where(key => read.State.Files.Find(key) is not null),
        ];
        _protocol = read.Protocol;
        _readPlanner = change.ReadPredicate is { } predicate
            ? new ScanPlanner(read.Metadata, read.PartitionFields, predicate)
            : null;
    }

    /// <summary>Finds the rule that the winner breaks; null if the change may follow.</summary>
    public async ValueTask<(ConflictRule Rule, string What)?> FindAsync(
        CommitActions winner, CancellationToken cancellationToken)
    {
        if (FindInTable(winner) is { } conflict)
        {
            return conflict;
        }

        Dictionary<string, AddFile> adds = new(StringComparer.Ordinal);
        foreach (AddFile add in winner.Adds)
        {
            adds[add.Key.Path] = add;
        }

        return await FindAppendAsync(winner, adds, cancellationToken).ConfigureAwait(false)
            ?? await FindDeleteAsync(winner, adds, cancellationToken).ConfigureAwait(false);
    }

    private (ConflictRule Rule, string What)? FindInTable(CommitActions winner)
    {
        if (winner.Protocol is { } protocol && !CanFollow(protocol))
        {
            return (ConflictRule.ProtocolChanged, "changed the table's protocol");
        }

        if (winner.Metadata is not null)
        {
            return (ConflictRule.MetadataChanged, "changed the table's schema or properties");
        }

        if (_change.Application is { } own && winner.Applications.Exists(other => other.ApplicationId == own.ApplicationId))
        {
            return (ConflictRule.ConcurrentTransaction, $"recorded the application id '{own.ApplicationId}' too");
        }

        return winner.Domains.Find(IsInTheWay) is { } domain
            ? (ConflictRule.ConcurrentTransaction, $"changed the metadata domain '{domain.Domain}', which this change sets or depends on")
            : FindUseOfDropped(winner);
    }

    /// <summary>A column by which the table is clustered now must not go.</summary>
    private bool IsInTheWay(DomainMetadata other) =>
        (other.Domain == ClusteringColumns.Domain && _change.NewMetadata is { } metadata && !ClusteringColumns.AreIn(metadata, other))
        || _change.Domains.Any(own => own.Domain == other.Domain);

    /// <summary>What the winner adds may be made of a feature that this change takes away.</summary>
    private (ConflictRule Rule, string What)? FindUseOfDropped(CommitActions winner)
    {
        if (_change.NewProtocol is not { } protocol)
        {
            return null;
        }

        if (!protocol.HasWriterFeature(TableFeatures.DeletionVectors)
            && winner.Adds.Find(static add => add.DeletionVector is not null) is { } deleted)
        {
            return (ConflictRule.ConcurrentAppend, $"gave '{deleted.Path}' a deletion vector, which this change does away with");
        }

        if (!protocol.HasWriterFeature(TableFeatures.RowTracking)
            && winner.Adds.Find(static add => add.BaseRowId is not null) is { } tracked)
        {
            return (ConflictRule.ConcurrentAppend, $"gave the rows of '{tracked.Path}' ids, which this change does away with");
        }

        return !protocol.HasWriterFeature(TableFeatures.DomainMetadata) && winner.Domains.Find(static item => !item.Removed) is { } domain
            ? (ConflictRule.ConcurrentTransaction, $"changed the domain '{domain.Domain}', which this change does away with")
            : null;
    }

    /// <summary>An upgrade alone aborts nobody who can write what it asks for: what features demand of rows comes with
    /// metadata. A downgrade may take away what the change is made of.</summary>
    private bool CanFollow(Protocol winner)
    {
        if (_change.NewProtocol is not null || !winner.Includes(_protocol))
        {
            return false;
        }

        ProtocolGate.RequireWritable(winner, _change.ReadSnapshot.Metadata);
        _protocol = winner;
        return true;
    }

    private async ValueTask<(ConflictRule Rule, string What)?> FindAppendAsync(
        CommitActions winner, Dictionary<string, AddFile> adds, CancellationToken cancellationToken)
    {
        // A change of the table itself is not reordered with appends that it read.
        bool blind = (winner.CommitInfo?.IsBlindAppend ?? false) && _change.NewMetadata is null;
        if (_isolation == IsolationLevel.Snapshot || (blind && _isolation == IsolationLevel.WriteSerializable))
        {
            return null;
        }

        Dictionary<string, RemoveFile> removes = new(StringComparer.Ordinal);
        foreach (RemoveFile remove in winner.Removes)
        {
            removes[remove.Key.Path] = remove;
        }

        foreach (AddFile add in adds.Values.Where(add => add.DataChange && WasRead(add)))
        {
            bool onlyDeleted = removes.TryGetValue(add.Key.Path, out RemoveFile? old)
                && await _deletions.OnlyDeletedAsync(old.DeletionVector, add, cancellationToken).ConfigureAwait(false);
            if (!onlyDeleted)
            {
                return (ConflictRule.ConcurrentAppend, $"added '{add.Path}', which this change should have read");
            }
        }

        return null;
    }

    private async ValueTask<(ConflictRule Rule, string What)?> FindDeleteAsync(
        CommitActions winner, Dictionary<string, AddFile> adds, CancellationToken cancellationToken)
    {
        foreach (RemoveFile remove in winner.Removes)
        {
            if (_taken.Contains(remove.Key))
            {
                return (ConflictRule.ConcurrentDeleteDelete, $"removed '{remove.Path}', which this change removes or names again");
            }

            bool read = !_change.ReadsRowsAlone && remove.DataChange && WasRead(remove);
            if (_isolation != IsolationLevel.Snapshot && read)
            {
                return (ConflictRule.ConcurrentDeleteRead, $"removed '{remove.Path}', which this change had read");
            }

            if (_deletions.TryGet(remove.Key, out PendingDeletion? deletion)
                && !(adds.TryGetValue(remove.Key.Path, out AddFile? replacement)
                    && await _deletions.TryFollowAsync(deletion, replacement, cancellationToken).ConfigureAwait(false)))
            {
                return (
                    ConflictRule.ConcurrentDeleteDelete,
                    replacement is null
                        ? $"removed '{remove.Path}', of which this change deletes or depends on rows"
                        : $"changed rows of '{remove.Path}' that this change deletes or depends on too");
            }
        }

        foreach (AddFile add in winner.Adds.Where(static add => !add.DataChange))
        {
            _moved[add.Key] = add;
        }

        return null;
    }

    private bool WasRead(RemoveFile remove) =>
        _change.ReadsWholeTable
        || (_readPlanner is not null
            && (_change.ReadSnapshot.State.Files.Find(remove.Key) ?? _moved.GetValueOrDefault(remove.Key)) is { } file
            && WasRead(file));

    private bool WasRead(AddFile file) =>
        _change.ReadsWholeTable
        || (_readPlanner is not null && _readPlanner.Plan(file).Match != FileMatch.None);
}
