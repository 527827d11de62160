using System.Diagnostics.CodeAnalysis;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Maintenance.Conversion;
using Wallstreet.Delta.Statistics;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Transactions;

/// <summary>The row deletions of one change while it is on its way: they follow other writers' deletions of other rows of
/// the same files, and become files in the table before each attempt to commit.</summary>
/// <remarks>Protocol sections "Deletion Vectors" and "Writer Requirement for Deletion Vectors".</remarks>
internal sealed class PendingDeletions
{
    private readonly IObjectStore _store;
    private readonly DeletionVectorReader _reader;
    private readonly Dictionary<FileKey, PendingDeletion> _pending = [];
    private readonly StatisticsLayout _counts;
    private IReadOnlyList<FileReplacement>? _written;

    public PendingDeletions(IObjectStore store, TableChange change)
    {
        _store = store;
        _reader = new DeletionVectorReader(store);
        _counts = StatisticsLayout.Of(change.ReadSnapshot.Schema, change.ReadSnapshot.ColumnMapping, []);
        foreach (RowDeletion deletion in change.RowDeletions)
        {
            AddFile file = change.ReadSnapshot.State.Files.Find(deletion.File.Key)!;
            _pending.Add(file.Key, new PendingDeletion(file, deletion));
        }
    }

    /// <summary>Whether rows of a file of the newest version are deleted or depended on.</summary>
    public bool TryGet(FileKey key, [NotNullWhen(true)] out PendingDeletion? deletion) =>
        _pending.TryGetValue(key, out deletion);

    /// <summary>Follows another writer's deletion of rows of a file.</summary>
    /// <returns>False if this change deletes or depends on one of the same rows, or the other writer brought rows back.
    /// </returns>
    public async ValueTask<bool> TryFollowAsync(
        PendingDeletion deletion, AddFile replacement, CancellationToken cancellationToken)
    {
        DeletionVector before = await ReadAsync(deletion.File, cancellationToken).ConfigureAwait(false);
        DeletionVector after = await ReadAsync(replacement, cancellationToken).ConfigureAwait(false);
        DeletionVector theirs = after.Except(before);
        if (before.Except(after).Cardinality > 0 || theirs.Intersects(deletion.Rows)
            || (deletion.Depends is { } depends && theirs.Intersects(depends)))
        {
            return false;
        }

        _pending.Remove(deletion.File.Key);
        _pending.Add(replacement.Key, new PendingDeletion(replacement, deletion.Rows, deletion.Depends));
        _written = null;
        return true;
    }

    /// <summary>Whether a writer that replaced a file by itself with another vector only deleted rows.</summary>
    public async ValueTask<bool> OnlyDeletedAsync(
        DeletionVectorDescriptor? before, AddFile after, CancellationToken cancellationToken) =>
        before is null || before == after.DeletionVector
        || (after.DeletionVector is not null && (await _reader.ReadAsync(after.Path, before, cancellationToken)
            .ConfigureAwait(false)).Except(await ReadAsync(after, cancellationToken).ConfigureAwait(false)).Cardinality == 0);

    /// <summary>Writes the vectors, if they are not the ones that were written before.</summary>
    /// <returns>What happens to each file.</returns>
    public async ValueTask<IReadOnlyList<FileReplacement>> WriteAsync(CancellationToken cancellationToken)
    {
        if (_written is not null)
        {
            return _written;
        }

        List<FileReplacement> replacements = [];
        List<(DeletionVector Rows, long Count)> vectors = [];
        foreach (PendingDeletion deletion in _pending.Values.Where(static item => item.Rows.Cardinality > 0))
        {
            long count = await CountRowsAsync(deletion, cancellationToken).ConfigureAwait(false);
            DeletionVector all = (await ReadAsync(deletion.File, cancellationToken).ConfigureAwait(false))
                .Union(deletion.Rows);
            RequireWithin(deletion.File, all, count);
            replacements.Add(new FileReplacement(deletion.File, null));
            if (all.Cardinality < count)
            {
                replacements[^1] = new FileReplacement(deletion.File, deletion.File);
                vectors.Add((all, count));
            }
        }

        IReadOnlyList<DeletionVectorDescriptor> descriptors = await new DeletionVectorWriter(_store)
            .WriteAsync([.. vectors.Select(static item => item.Rows)], cancellationToken).ConfigureAwait(false);
        int next = 0;
        _written = [.. replacements.Select(item => item.New is null ? item : item with
        {
            New = item.New with
            {
                DeletionVector = descriptors[next],
                RawStatistics = LooseBounds.Of(item.New.RawStatistics, vectors[next++].Count),
            },
        })];
        return _written;
    }

    private ValueTask<DeletionVector> ReadAsync(AddFile file, CancellationToken cancellationToken) =>
        file.DeletionVector is { } descriptor
            ? _reader.ReadAsync(file.Path, descriptor, cancellationToken)
            : ValueTask.FromResult(DeletionVector.None);

    /// <summary>How many rows a file has, which must stand in the log beside its vector.</summary>
    private async ValueTask<long> CountRowsAsync(PendingDeletion deletion, CancellationToken cancellationToken)
    {
        long? known = deletion.File.RawStatistics.IsEmpty
            ? null
            : _counts.Read(deletion.File.RawStatistics.ToBytes())?.RecordCount;
        return known ?? await FileRowCount.ReadAsync(_store, deletion.File, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deleted rows that the file does not have would make it look empty while rows of it are left.</summary>
    private static void RequireWithin(AddFile file, DeletionVector rows, long count)
    {
        if (rows.Last is { } last && last >= count)
        {
            throw new SchemaMismatchException(
                $"The change, or the deletion vector that '{file.Path}' has already, deletes row {last} of that file, which has {count} rows. "
                + "Delete rows that there are; if the vector or the statistics are damaged, verify the table.");
        }
    }
}
