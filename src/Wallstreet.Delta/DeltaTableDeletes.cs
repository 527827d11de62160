using System.Globalization;
using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta;

/// <summary>Deletes rows with nothing but an engine that reads and writes files.</summary>
public static class DeltaTableDeletes
{
    /// <summary>Deletes the rows that match a predicate: through deletion vectors where the table has them
    /// (<c>delta.enableDeletionVectors</c>), else by rewriting the files with such rows. Files of which every row matches
    /// are removed without being read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="engine">Reads the files, and writes new ones where they are rewritten.</param>
    /// <param name="predicate">Which rows go.</param>
    /// <param name="commit">What the history says; metrics are added.</param>
    /// <param name="cancellationToken">Gives up; the rows may still have been deleted.</param>
    /// <returns>How many rows went, and the version without them.</returns>
    /// <exception cref="ConcurrentModificationException">Another writer's commit is in the way; delete again.</exception>
    /// <exception cref="ConstraintViolationException">The table is append-only.</exception>
    /// <exception cref="SchemaMismatchException">The predicate cannot be decided over rows.</exception>
    /// <exception cref="UnsupportedFeatureException">Files would have to be rewritten of a table that records
    /// changes.</exception>
    public static async ValueTask<DeleteResult> DeleteAsync(
        this DeltaTable table,
        IDataEngine engine,
        Predicate predicate,
        CommitOptions commit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(predicate);
        ArgumentNullException.ThrowIfNull(commit);
        Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
        ScanPlan plan = snapshot.PlanScan(predicate);
        TableChange change = new(snapshot)
        {
            Removes = [.. plan.Files.Where(static file => file.Match == FileMatch.All).Select(static file => file.Add)],
            ReadPredicate = predicate,
            ReadsRowsAlone = true,
            RulesChecked = true,
        };
        ChangeValidator.Validate(change);
        List<(ScanFile File, DeletionVector Rows)> touched = [];
        foreach (ScanFile file in plan.Files.Where(static file => file.Match == FileMatch.Maybe))
        {
            DeletionVector rows = await FindAsync(table, engine, snapshot, predicate, file, cancellationToken)
                .ConfigureAwait(false);
            if (rows.Cardinality > 0)
            {
                touched.Add((file, rows));
            }
        }

        long? whole = CountRows(snapshot, change.Removes);
        long deletedRows = touched.Sum(static item => item.Rows.Cardinality);
        change = change with
        {
            Removes = [.. change.Removes, .. touched.Where(item => IsAll(snapshot, item)).Select(static item => item.File.Add)],
        };
        touched.RemoveAll(item => IsAll(snapshot, item));
        change = snapshot.Metadata.IsEnabled("delta.enableDeletionVectors")
            ? change with { RowDeletions = [.. touched.Select(static item => new RowDeletion(item.File.Add, item.Rows))] }
            : await RewriteAsync(table, engine, change, predicate, touched, cancellationToken).ConfigureAwait(false);
        if (change.Removes.Count + change.RowDeletions.Count == 0)
        {
            return new DeleteResult(0, null);
        }

        long? deleted = whole + deletedRows;
        CommittedVersion version = await table.CommitAsync(
            change, WithMetrics(commit, change, deleted), cancellationToken).ConfigureAwait(false);
        return new DeleteResult(deleted, version);
    }

    /// <summary>The rows of a file that match and are not deleted already.</summary>
    private static async ValueTask<DeletionVector> FindAsync(
        DeltaTable table,
        IDataEngine engine,
        Snapshot snapshot,
        Predicate predicate,
        ScanFile file,
        CancellationToken cancellationToken)
    {
        RowFilter filter = new(predicate, snapshot.Schema);
        string[] columns = [.. predicate.Columns.Select(column => snapshot.Schema.Find(column.Names[0])!.Name).Distinct()];
        ScanPlan all = new(
            snapshot, null, [file with { Add = file.Add with { DeletionVector = null }, Match = FileMatch.All }], 0);
        List<long> rows = [];
        long start = 0;
        await foreach (RecordBatch batch in engine.ReadAsync(
            table, all, columns.Length == 0 ? null : columns, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                foreach (int row in filter.Choose(batch))
                {
                    rows.Add(start + row);
                }

                start += batch.Length;
            }
        }

        DeletionVector found = DeletionVector.Of(rows);
        if (found.Cardinality == 0)
        {
            return found;
        }

        RequireCount(snapshot, file.Add, start);
        DeletionVector? before = await table.ReadDeletionVectorAsync(file.Add, cancellationToken).ConfigureAwait(false);
        return before is null ? found : found.Except(before);
    }

    /// <summary>Whether no row of a file is left is told by its statistics; wrong ones would take rows with them.</summary>
    private static void RequireCount(Snapshot snapshot, AddFile file, long rows)
    {
        if (snapshot.FindStatistics(file)?.RecordCount is { } said && said != rows)
        {
            throw new DataFileException(
                $"The data file '{file.Path}' has {rows} rows, and its statistics say {said}. Rows of it are not deleted before that is "
                + "mended: verify the table, and write the file anew.");
        }
    }

    private static bool IsAll(Snapshot snapshot, (ScanFile File, DeletionVector Rows) touched) =>
        CountRows(snapshot, [touched.File.Add]) == touched.Rows.Cardinality;

    private static async ValueTask<TableChange> RewriteAsync(
        DeltaTable table,
        IDataEngine engine,
        TableChange change,
        Predicate predicate,
        List<(ScanFile File, DeletionVector Rows)> touched,
        CancellationToken cancellationToken)
    {
        if (touched.Count == 0)
        {
            return change;
        }

        ChangeValidator.RequireCopyable(change.ReadSnapshot.Metadata, "deleted");
        ScanPlan survivors = new(
            change.ReadSnapshot, new Predicate.IsNotTrue(predicate), [.. touched.Select(static item => item.File)], 0);
        IReadOnlyList<AddFile> kept = await engine.CopyAsync(table, survivors, new WriteOptions(), cancellationToken)
            .ConfigureAwait(false);
        return change with
        {
            Removes = [.. change.Removes, .. touched.Select(static item => item.File.Add)],
            Adds = kept,
            RowIdsKept = true,
        };
    }

    private static long? CountRows(Snapshot snapshot, IReadOnlyList<AddFile> files)
    {
        long? rows = 0;
        foreach (AddFile file in files)
        {
            rows += snapshot.FindStatistics(file)?.RecordCount - (file.DeletionVector?.Cardinality ?? 0);
        }

        return rows;
    }

    private static CommitOptions WithMetrics(CommitOptions commit, TableChange change, long? deleted)
    {
        Dictionary<string, string> metrics = new(commit.OperationMetrics);
        metrics.TryAdd("numRemovedFiles", Text(change.Removes.Count));
        metrics.TryAdd("numAddedFiles", Text(change.Adds.Count));
        metrics.TryAdd("numDeletionVectorsAdded", Text(change.RowDeletions.Count));
        if (deleted is { } rows)
        {
            metrics.TryAdd("numDeletedRows", Text(rows));
        }

        return commit with { OperationMetrics = metrics };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
