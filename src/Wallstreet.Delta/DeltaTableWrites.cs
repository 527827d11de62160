using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta;

/// <summary>The common ways to write rows.</summary>
public static class DeltaTableWrites
{
    private static readonly WriteOptions _defaults = new();

    /// <summary>Adds rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="engine">Writes the files.</param>
    /// <param name="rows">The rows; the engine disposes of the batches.</param>
    /// <param name="commit">What the history says; metrics are added.</param>
    /// <param name="cancellationToken">Gives up; the rows may still have been added.</param>
    /// <returns>The version with the rows.</returns>
    public static async ValueTask<CommittedVersion> AppendAsync(
        this DeltaTable table,
        IDataEngine engine,
        IAsyncEnumerable<RecordBatch> rows,
        CommitOptions commit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(engine);
        Snapshot snapshot = await GetWritableAsync(table, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AddFile> files = await engine.WriteAsync(table, snapshot, rows, _defaults, cancellationToken)
            .ConfigureAwait(false);
        return await table.CommitAsync(
            new TableChange(snapshot) { Adds = files }, WithMetrics(commit, files, []), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Replaces every row.</summary>
    /// <param name="table">The table.</param>
    /// <param name="engine">Writes the files.</param>
    /// <param name="rows">The new rows; the engine disposes of the batches.</param>
    /// <param name="commit">What the history says; metrics are added.</param>
    /// <param name="cancellationToken">Gives up; the rows may still have been replaced.</param>
    /// <returns>The version with the new rows only.</returns>
    public static async ValueTask<CommittedVersion> OverwriteAsync(
        this DeltaTable table,
        IDataEngine engine,
        IAsyncEnumerable<RecordBatch> rows,
        CommitOptions commit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(engine);
        Snapshot snapshot = await GetWritableAsync(table, cancellationToken).ConfigureAwait(false);
        AddFile[] old = [.. snapshot.Files];
        TableChange change = new(snapshot) { Removes = old, ReadsWholeTable = true, FilesAreChanges = true };
        ChangeValidator.Validate(change);
        IReadOnlyList<AddFile> files = await engine.WriteAsync(table, snapshot, rows, _defaults, cancellationToken)
            .ConfigureAwait(false);
        return await table.CommitAsync(change with { Adds = files }, WithMetrics(commit, files, old), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Replaces the rows that match a predicate. Files with other rows too are rewritten without the matching
    /// ones.</summary>
    /// <param name="table">The table.</param>
    /// <param name="engine">Reads and writes the files.</param>
    /// <param name="predicate">Which rows are replaced.</param>
    /// <param name="rows">The new rows, which must all match; the engine disposes of the batches.</param>
    /// <param name="commit">What the history says; metrics are added.</param>
    /// <param name="cancellationToken">Gives up; the rows may still have been replaced.</param>
    /// <returns>The version with the new rows in place of the old.</returns>
    /// <exception cref="ConstraintViolationException">A new row does not match the predicate.</exception>
    public static async ValueTask<CommittedVersion> ReplaceWhereAsync(
        this DeltaTable table,
        IDataEngine engine,
        Predicate predicate,
        IAsyncEnumerable<RecordBatch> rows,
        CommitOptions commit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(predicate);
        Snapshot snapshot = await GetWritableAsync(table, cancellationToken).ConfigureAwait(false);
        ScanPlan matching = snapshot.PlanScan(predicate);
        AddFile[] removed = [.. matching.Files.Select(static file => file.Add)];
        TableChange change = new(snapshot) { Removes = removed, ReadPredicate = predicate };
        ChangeValidator.Validate(change);
        if (matching.Files.Any(static file => file.Match == FileMatch.Maybe))
        {
            ChangeValidator.RequireCopyable(snapshot.Metadata, "replaced");
        }

        IReadOnlyList<AddFile> files = await engine.WriteAsync(table, snapshot, rows, _defaults, cancellationToken)
            .ConfigureAwait(false);
        await RequireMatchAsync(table, engine, snapshot, predicate, files, cancellationToken).ConfigureAwait(false);
        ScanPlan survivors = new(
            snapshot,
            new Predicate.IsNotTrue(predicate),
            [.. matching.Files.Where(static file => file.Match == FileMatch.Maybe)],
            0);
        IReadOnlyList<AddFile> kept = survivors.Files.Count == 0 ? [] : await engine.CopyAsync(
            table, survivors, _defaults, cancellationToken).ConfigureAwait(false);
        change = change with { Adds = [.. files, .. kept], FilesAreChanges = kept.Count == 0, RowIdsKept = true };
        return await table.CommitAsync(change, WithMetrics(commit, change.Adds, removed), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Refuses tables with rules that nobody here enforces, before a file is written.</summary>
    private static async ValueTask<Snapshot> GetWritableAsync(DeltaTable table, CancellationToken cancellationToken)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        ProtocolGate.RequireWritable(snapshot.Protocol, snapshot.Metadata);
        ProtocolGate.RequireNoRules(snapshot.Metadata);
        return snapshot;
    }

    private static async ValueTask RequireMatchAsync(
        DeltaTable table,
        IDataEngine engine,
        Snapshot snapshot,
        Predicate predicate,
        IReadOnlyList<AddFile> files,
        CancellationToken cancellationToken)
    {
        ScanPlanner planner = new(snapshot.Metadata, snapshot.PartitionFields, new Predicate.IsNotTrue(predicate));
        ScanPlan suspects = new(
            snapshot,
            new Predicate.IsNotTrue(predicate),
            [.. files.Select(file => planner.Plan(file)).Where(static file => file.Match != FileMatch.None)],
            0);
        await foreach (RecordBatch batch in engine.ReadAsync(table, suspects, null, cancellationToken)
            .ConfigureAwait(false))
        {
            using (batch)
            {
                if (batch.Length > 0)
                {
                    throw new ConstraintViolationException(
                        $"A row to write does not match the predicate of what it replaces: {predicate}. "
                        + "Widen the predicate, or leave the row out.");
                }
            }
        }
    }

    private static CommitOptions WithMetrics(
        CommitOptions commit, IReadOnlyList<AddFile> added, IReadOnlyList<AddFile> removed)
    {
        Dictionary<string, string> metrics = new(commit.OperationMetrics);
        metrics.TryAdd("numFiles", Text(added.Count));
        metrics.TryAdd("numOutputBytes", Text(added.Sum(static file => file.SizeBytes)));
        metrics.TryAdd("numRemovedFiles", Text(removed.Count));
        return commit with { OperationMetrics = metrics };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
