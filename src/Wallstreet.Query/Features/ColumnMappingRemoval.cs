using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Maintenance;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Features;

/// <summary>
/// Writes all files of a table anew with the names that users see, and takes column mapping off in the same commit: a
/// table is of one kind or of the other, never between. What others commit meanwhile is written anew too before it is tried
/// again.
/// </summary>
/// <remarks>Where it stays open whether the commit landed (its answer was lost, and the log could not be read either), the new
/// files stay: if it did, they are the table. If it did not, VACUUM deletes them.</remarks>
internal sealed class ColumnMappingRemoval(
    SourceResolver sources, DuckHost host, QueryOptions options, TimeProvider timeProvider)
{
    private const int RoundsMax = 10;

    /// <param name="table">The table.</param>
    /// <param name="keepsProperty">Whether the property stays, as <c>none</c>.</param>
    /// <param name="commit">User metadata and engine of the commit.</param>
    /// <param name="progress">Told about files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The version; <see langword="null"/> if the table has no column mapping.</returns>
    public async ValueTask<CommittedVersion?> RunAsync(DeltaTable table, bool keepsProperty, CommitOptions? commit,
        IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken)
    {
        using var staging = new StagingArea(table.Store, options.TempDirectory, timeProvider);
        var written = new Dictionary<(string, string?), Rewritten>();
        Metadata? metadata = null;
        try
        {
            for (int round = 1; ; round++)
            {
                Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
                if (snapshot.ColumnMapping == ColumnMappingMode.None)
                {
                    await ForgetAsync(table, written, static _ => false).ConfigureAwait(false);
                    return null;
                }

                Rearrangement.RequireAllowed(snapshot, RowIdColumns.Of(snapshot.Metadata) is not null);
                Alteration removal = ColumnMappingAlterations.Remove(snapshot, keepsProperty);
                HashSet<(string, string?)> alive = [.. snapshot.Files.Select(Identity)];
                bool same = metadata is null || metadata == snapshot.Metadata;
                await ForgetAsync(table, written, key => same && alive.Contains(key)).ConfigureAwait(false);
                metadata = snapshot.Metadata;
                var work = new RewriteWork(table, snapshot, sources, host, timeProvider, removal.Metadata);
                await WriteAsync(work, snapshot, written, staging, progress, cancellationToken).ConfigureAwait(false);
                staging.Published.BeginCommit();
                try
                {
                    return await CommitAsync(table, removal, [.. written.Values], commit, cancellationToken).ConfigureAwait(false);
                }
                catch (ConcurrentModificationException) when (round < RoundsMax)
                {
                    // What the other writer left as it was need not be written again.
                    staging.Published.EndCommit();
                }
            }
        }
        catch (Exception failure)
        {
            await staging.Published.WithdrawAsync(failure).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Writes the files that are not written yet, each by itself: rows stay together as they are.</summary>
    private static async Task WriteAsync(RewriteWork work, Snapshot snapshot, Dictionary<(string, string?), Rewritten> written,
        StagingArea staging, IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken)
    {
        ScanFile[] files = [.. snapshot.PlanScan().Files];
        long total = files.Sum(static file => file.Add.SizeBytes);
        long done = 0;
        for (int index = 0; index < files.Length; index++)
        {
            ScanFile file = files[index];
            if (!written.ContainsKey(Identity(file.Add)))
            {
                var rewrite = new Rewrite([file], null) { KeepsLayout = true };
                written.Add(Identity(file.Add), new Rewritten(
                    rewrite, await work.WriteAsync(rewrite, staging, cancellationToken).ConfigureAwait(false)));
            }

            done += file.Add.SizeBytes;
            progress?.Report(new OptimizeProgress(done, total, index + 1, files.Length));
        }
    }

    private static async Task<CommittedVersion> CommitAsync(
        DeltaTable table, Alteration removal, Rewritten[] written, CommitOptions? asked, CancellationToken cancellationToken)
    {
        AddFile[] adds = [.. written.SelectMany(static item => item.Adds)];
        AddFile[] removes = [.. written.SelectMany(static item => item.Rewrite.Files).Select(static file => file.Add)];
        var change = new TableChange(removal.Before)
        {
            Adds = adds,
            Removes = removes,
            NewMetadata = removal.Metadata,
            Domains = removal.Domains,
            DataChange = false,
            ReadsWholeTable = true,
            RowIdsKept = RowIdColumns.Of(removal.Before.Metadata) is not null,
        };
        CommitOptions commit = (asked ?? new CommitOptions(removal.Operation)) with
        {
            Operation = removal.Operation,
            OperationParameters = removal.Parameters,
            OperationMetrics = new Dictionary<string, string>
            {
                ["numRewrittenFiles"] = Text(removes.Length),
                ["numOutputRows"] = Text(adds.Sum(file => removal.Before.FindStatistics(file)?.RecordCount ?? 0)),
                ["numCopiedRows"] = Text(adds.Sum(file => removal.Before.FindStatistics(file)?.RecordCount ?? 0)),
                ["numAddedFiles"] = Text(adds.Length),
                ["numRemovedFiles"] = Text(removes.Length),
            },
        };
        return await table.CommitAsync(change, commit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes back what was made of files that are no more.</summary>
    private static async Task ForgetAsync(DeltaTable table, Dictionary<(string, string?), Rewritten> written,
        Func<(string, string?), bool> isNeeded)
    {
        foreach (((string, string?) key, Rewritten item) in written.Where(pair => !isNeeded(pair.Key)).ToArray())
        {
            written.Remove(key);
            await PublishedFiles.DeleteAsync(
                table.Store, item.Adds.Select(add => DataPath.FindKey(add.Path, table.Location)!)).ConfigureAwait(false);
        }
    }

    private static (string, string?) Identity(AddFile file) => (file.Path, file.DeletionVector?.UniqueId);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
