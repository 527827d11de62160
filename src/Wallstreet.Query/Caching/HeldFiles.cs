using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Caching;

/// <summary>What a statement needs of the disk while it runs: copies that must stay, folders that it may see, and which
/// rows of files are deleted.</summary>
internal sealed class HeldFiles : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<CacheLease> _leases = [];
    private readonly List<long> _deletedRows = [];
    private readonly List<string> _temporary = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Directories => _directories;

    /// <summary>Whether the statement writes what it reads, so that variants keep their bytes.</summary>
    public bool KeepsVariants { get; init; }

    public void Add(CacheLease lease)
    {
        lock (_lock)
        {
            _leases.Add(lease);
        }
    }

    /// <summary>Takes a file that goes when the statement has ended.</summary>
    public void AddTemporary(string path)
    {
        lock (_lock)
        {
            _temporary.Add(path);
        }
    }

    public void AddDirectory(string directory) => _directories.Add(directory);

    /// <summary>Keeps the deletion vectors of a scan's files; null if no row of them is deleted.</summary>
    public long? HoldDeletedRows(IReadOnlyList<LocalFile> files)
    {
        if (files.All(static file => file.Deleted is null))
        {
            return null;
        }

        long number = AliveFunction.Hold([.. files.Select(static file => file.Deleted)]);
        lock (_lock)
        {
            _deletedRows.Add(number);
        }

        return number;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _deletedRows.ForEach(AliveFunction.Release);
            _deletedRows.Clear();
            _leases.ForEach(static lease => lease.Dispose());
            _leases.Clear();
            _temporary.ForEach(File.Delete);
            _temporary.Clear();
        }
    }
}
