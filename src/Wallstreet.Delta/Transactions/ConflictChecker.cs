using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.Transactions;

/// <summary>Decides whether a change may follow a commit that another writer landed first.</summary>
/// <remarks>The rules are those of the reference implementation's ConflictChecker, with two that are finer and still
/// correct: added files are matched by statistics too, and files that were only rearranged abort nobody who did not
/// read them.</remarks>
internal sealed class ConflictChecker
{
    private readonly TableChange _change;
    private readonly IsolationLevel _isolation;
    private readonly HashSet<FileKey> _removes;
    private readonly ScanPlanner? _readPlanner;

    public ConflictChecker(TableChange change, IsolationLevel isolation)
    {
        _change = change;

        // What rearranges rows reads them all and changes none: only what it removes can collide.
        _isolation = change.DataChange ? isolation : IsolationLevel.Snapshot;
        _removes = [.. change.Removes.Select(static file => file.Key)];
        Snapshot read = change.ReadSnapshot;
        _readPlanner = change.ReadPredicate is { } predicate
            ? new ScanPlanner(read.Metadata, read.PartitionFields, predicate)
            : null;
    }

    /// <summary>Finds the rule that the winner breaks; null if the change may follow.</summary>
    public (ConflictRule Rule, string What)? Find(CommitActions winner)
    {
        if (winner.Protocol is not null)
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

        if (winner.Domains.Find(other => _change.Domains.Any(own => own.Domain == other.Domain)) is { } domain)
        {
            return (ConflictRule.ConcurrentTransaction, $"changed the metadata domain '{domain.Domain}' too");
        }

        return FindAppend(winner) ?? FindDelete(winner);
    }

    private (ConflictRule Rule, string What)? FindAppend(CommitActions winner)
    {
        bool blind = winner.CommitInfo?.IsBlindAppend ?? false;
        if (_isolation == IsolationLevel.Snapshot || (blind && _isolation == IsolationLevel.WriteSerializable))
        {
            return null;
        }

        AddFile? unread = winner.Adds.Find(add => add.DataChange && WasRead(add));
        return unread is null
            ? null
            : (ConflictRule.ConcurrentAppend, $"added '{unread.Path}', which this change should have read");
    }

    private (ConflictRule Rule, string What)? FindDelete(CommitActions winner)
    {
        foreach (RemoveFile remove in winner.Removes)
        {
            if (_removes.Contains(remove.Key))
            {
                return (ConflictRule.ConcurrentDeleteDelete, $"removed '{remove.Path}', which this change removes too");
            }

            if (_isolation != IsolationLevel.Snapshot && remove.DataChange && WasRead(remove))
            {
                return (ConflictRule.ConcurrentDeleteRead, $"removed '{remove.Path}', which this change had read");
            }
        }

        return null;
    }

    private bool WasRead(RemoveFile remove) =>
        _change.ReadsWholeTable
        || (_readPlanner is not null && _change.ReadSnapshot.State.Files.Find(remove.Key) is { } file
            && WasRead(file));

    private bool WasRead(AddFile file) =>
        _change.ReadsWholeTable
        || (_readPlanner is not null && _readPlanner.Plan(file).Match != FileMatch.None);
}
