namespace Wallstreet.Query.Caching;

/// <summary>What a statement needs of the disk while it runs: copies that must stay, folders that it may see.</summary>
internal sealed class HeldFiles : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<CacheLease> _leases = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Directories => _directories;

    public void Add(CacheLease lease)
    {
        lock (_lock)
        {
            _leases.Add(lease);
        }
    }

    public void AddDirectory(string directory) => _directories.Add(directory);

    public void Dispose()
    {
        lock (_lock)
        {
            _leases.ForEach(static lease => lease.Dispose());
            _leases.Clear();
        }
    }
}
