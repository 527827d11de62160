using System.Collections;
using System.Collections.Immutable;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.Snapshots;

/// <summary>The files of one version. Versions share what they have in common: a new version costs what its commit
/// changed, until the changes are folded in.</summary>
internal sealed class FileSet : IReadOnlyCollection<AddFile>
{
    private const int ChangesMin = 256;
    private readonly AddFile?[] _files;
    private readonly Dictionary<FileKey, int> _positions;
    private readonly ImmutableHashSet<int> _removed;
    private readonly ImmutableDictionary<FileKey, AddFile> _added;

    private FileSet(
        AddFile?[] files,
        FactsCache facts,
        Dictionary<FileKey, int> positions,
        ImmutableHashSet<int> removed,
        ImmutableDictionary<FileKey, AddFile> added,
        long sizeBytes)
    {
        _files = files;
        Facts = facts;
        _positions = positions;
        _removed = removed;
        _added = added;
        SizeBytes = sizeBytes;
        Count = positions.Count - removed.Count + added.Count;
    }

    public int Count { get; }

    /// <summary>What is known of the files that have a position.</summary>
    public FactsCache Facts { get; }

    public long SizeBytes { get; }

    /// <param name="files">Holds null where a file was removed.</param>
    /// <param name="positions">Where each file is.</param>
    public static FileSet Of(List<AddFile?> files, Dictionary<FileKey, int> positions)
    {
        long size = 0;
        AddFile?[] kept = [.. files];
        RawText[] statistics = new RawText[kept.Length];
        for (int position = 0; position < kept.Length; position++)
        {
            if (kept[position] is { } file)
            {
                size = Sum(size, file.SizeBytes);
                statistics[position] = file.RawStatistics;
            }
        }

        return new FileSet(
            kept, new FactsCache(kept, statistics), positions, [], ImmutableDictionary<FileKey, AddFile>.Empty, size);
    }

    public AddFile? Find(FileKey key)
    {
        if (_added.TryGetValue(key, out AddFile? added))
        {
            return added;
        }

        return _positions.TryGetValue(key, out int position) && !_removed.Contains(position) ? _files[position] : null;
    }

    public FileSet With(CommitActions commit)
    {
        ImmutableHashSet<int>.Builder removed = _removed.ToBuilder();
        ImmutableDictionary<FileKey, AddFile>.Builder added = _added.ToBuilder();
        long size = SizeBytes;
        foreach (RemoveFile remove in commit.Removes)
        {
            size -= TakeOut(remove.Key, removed, added);
        }

        foreach (AddFile add in commit.Adds)
        {
            FileKey key = add.Key;
            size = Sum(size - TakeOut(key, removed, added), add.SizeBytes);
            added[key] = add;
        }

        FileSet next = new(_files, Facts, _positions, removed.ToImmutable(), added.ToImmutable(), size);
        return removed.Count + added.Count > Math.Max(ChangesMin, _files.Length / 8) ? next.Fold() : next;
    }

    /// <summary>The files that <see cref="Facts"/> does not know.</summary>
    public IEnumerable<AddFile> Recent => _added.Values;

    /// <summary>The file by the position at which <see cref="Facts"/> knows it; null if it was removed.</summary>
    public AddFile? FindAt(int position) => _removed.Count > 0 && _removed.Contains(position) ? null : _files[position];

    public IEnumerator<AddFile> GetEnumerator()
    {
        for (int position = 0; position < _files.Length; position++)
        {
            if (FindAt(position) is { } file)
            {
                yield return file;
            }
        }

        foreach (AddFile file in Recent)
        {
            yield return file;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static long Sum(long size, long added)
    {
        try
        {
            return checked(size + added);
        }
        catch (OverflowException exception)
        {
            throw new DeltaLogException(
                $"The table's files have {size} bytes by its log, and one more has {added}, which no disk holds: an action 'add' "
                + "has a wrong size. Restore the commit from a backup.",
                exception);
        }
    }

    private long TakeOut(
        FileKey key, ImmutableHashSet<int>.Builder removed, ImmutableDictionary<FileKey, AddFile>.Builder added)
    {
        if (added.Remove(key, out AddFile? recent))
        {
            return recent.SizeBytes;
        }

        return _positions.TryGetValue(key, out int position) && removed.Add(position)
            ? _files[position]!.SizeBytes
            : 0;
    }

    private FileSet Fold()
    {
        List<AddFile?> files = new(Count);
        Dictionary<FileKey, int> positions = new(Count);
        foreach (AddFile file in this)
        {
            positions.Add(file.Key, files.Count);
            files.Add(file);
        }

        return Of(files, positions);
    }
}
