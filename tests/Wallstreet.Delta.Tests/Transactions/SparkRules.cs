using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>The reference implementation's ConflictChecker as far as its rules can differ from ours: added files are
/// matched by partition, removed ones by path.</summary>
internal static class SparkRules
{
    public static ConflictRule? Find(ConflictOperation second, TableChange change, CommitActions winner, bool serializable) =>
        FindInTable(change, winner) ?? FindInFiles(second, change, winner, serializable);

    private static ConflictRule? FindInTable(TableChange change, CommitActions winner)
    {
        if (winner.Protocol is { } protocol && (change.NewProtocol is not null
            || change.ReadSnapshot.Protocol.WriterFeatures!.Except(protocol.WriterFeatures!).Any()))
        {
            return ConflictRule.ProtocolChanged;
        }

        if (winner.Metadata is not null)
        {
            return ConflictRule.MetadataChanged;
        }

        bool sameDomain = winner.Domains.Exists(domain => change.Domains.Any(own => own.Domain == domain.Domain));
        return sameDomain || winner.Applications.Exists(app => app.ApplicationId == change.Application?.ApplicationId)
            ? ConflictRule.ConcurrentTransaction
            : null;
    }

    private static ConflictRule? FindInFiles(
        ConflictOperation second, TableChange change, CommitActions winner, bool serializable)
    {
        bool blind = winner.CommitInfo?.IsBlindAppend ?? false;
        if (!IsSnapshotOnly(change) && (!blind || serializable || change.NewMetadata is not null)
            && winner.Adds.Exists(add => second.Reads.Contains(add.PartitionValues["symbol"]!, StringComparison.Ordinal)))
        {
            return ConflictRule.ConcurrentAppend;
        }

        if (winner.Removes.Exists(remove => change.ReadsWholeTable || second.ReadFiles.Split(' ').Contains(remove.Path)))
        {
            return ConflictRule.ConcurrentDeleteRead;
        }

        IEnumerable<string> removes = change.Removes.Select(static file => file.Path)
            .Concat(change.RowDeletions.Select(static deletion => deletion.File.Path));
        return winner.Removes.Exists(remove => removes.Contains(remove.Path)) ? ConflictRule.ConcurrentDeleteDelete : null;
    }

    private static bool IsSnapshotOnly(TableChange change)
    {
        bool hasFiles = change.Adds.Count + change.Removes.Count + change.RowDeletions.Count > 0;
        return !(hasFiles && change.DataChange) && change.NewMetadata is null && change.NewProtocol is null
            && change.Domains.Count == 0 && change.Application is null;
    }
}
