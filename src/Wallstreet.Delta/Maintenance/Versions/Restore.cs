using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.Maintenance.Versions;

/// <summary>Makes an earlier version's rows, schema and properties the newest again, as a commit of its own: nothing of the
/// history is lost. The files must still be there.</summary>
internal sealed class Restore(DeltaTable table, RestoreRequest request)
{
    public async ValueTask<RestoreResult> RunAsync(CancellationToken cancellationToken)
    {
        Snapshot latest = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        Snapshot wanted = await table.GetSnapshotAsync(request.Point, cancellationToken).ConfigureAwait(false);
        if (latest.Metadata.IsEnabled("delta.appendOnly"))
        {
            throw new ConstraintViolationException(
                "The table is append-only (delta.appendOnly), so no version of it can be taken back. Set the property to false "
                + "first.");
        }

        TableChange change = Plan(latest, wanted);
        if (change.Adds.Count + change.Removes.Count + change.Domains.Count == 0 && change.NewMetadata is null
            && change.NewProtocol is null)
        {
            return new RestoreResult(latest.Version, wanted.Version, 0, 0, 0, 0);
        }

        await FileExistence.RequireAsync(table, change.Adds, $"restore version {wanted.Version}", cancellationToken)
            .ConfigureAwait(false);
        RestoreResult result = new(
            0,
            wanted.Version,
            change.Adds.Count,
            change.Adds.Sum(static file => file.SizeBytes),
            change.Removes.Count,
            change.Removes.Sum(static file => file.SizeBytes));
        CommittedVersion committed = await table.CommitAsync(change, Describe(wanted, result), cancellationToken)
            .ConfigureAwait(false);
        return result with { Version = committed.Version };
    }

    private static TableChange Plan(Snapshot latest, Snapshot wanted)
    {
        FileSet now = latest.State.Files;
        FileSet then = wanted.State.Files;
        Metadata metadata = RestoredMetadata.Of(latest.Metadata, wanted.Metadata);
        Protocol protocol = ProtocolUnion.Of(latest.Protocol, wanted.Protocol);
        return new TableChange(latest)
        {
            Adds = [.. then.Where(file => now.Find(file.Key) is null)],
            Removes = [.. now.Where(file => then.Find(file.Key) is null)],
            NewMetadata = metadata == latest.Metadata ? null : metadata,
            NewProtocol = protocol == latest.Protocol ? null : protocol,
            Domains = [.. Domains(latest, wanted)],
            ReadsWholeTable = true,
            FilesAreChanges = true,
            FilesWereValid = true,
            RulesChecked = true,
        };
    }

    /// <summary>By which columns the table is clustered is part of the version; other domains belong to their owners.
    /// </summary>
    private static IEnumerable<DomainMetadata> Domains(Snapshot latest, Snapshot wanted)
    {
        DomainMetadata? now = latest.State.Domains.GetValueOrDefault(ClusteringColumns.Domain);
        DomainMetadata? then = wanted.State.Domains.GetValueOrDefault(ClusteringColumns.Domain);
        if (then is not null && then != now)
        {
            yield return then;
        }
        else if (then is null && now is not null)
        {
            yield return now with { Removed = true };
        }
    }

    private CommitOptions Describe(Snapshot wanted, RestoreResult result) =>
        (request.Commit ?? new CommitOptions("RESTORE")) with
        {
            Operation = "RESTORE",
            OperationParameters = request.Point.Timestamp is { } timestamp
                ? new Dictionary<string, string>
                {
                    ["timestamp"] = timestamp.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
                }
                : new Dictionary<string, string> { ["version"] = Text(wanted.Version) },
            OperationMetrics = new Dictionary<string, string>
            {
                ["numRestoredFiles"] = Text(result.FilesRestored),
                ["restoredFilesSize"] = Text(result.BytesRestored),
                ["numRemovedFiles"] = Text(result.FilesRemoved),
                ["removedFilesSize"] = Text(result.BytesRemoved),
                ["numOfFilesAfterRestore"] = Text(wanted.FileCount),
                ["tableSizeAfterRestore"] = Text(wanted.SizeBytes),
            },
        };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
