namespace Wallstreet.Query;

/// <summary>What a <see cref="QueryEngine"/> may use. Wrong values are refused when the engine is made.</summary>
public sealed record QueryOptions
{
    /// <summary>The most memory that DuckDB may use, in bytes; more spills to disk. From 64 MiB; default 1 GiB.</summary>
    public long MemoryLimitBytes { get; init; } = 1L << 30;

    /// <summary>How many threads DuckDB may use, from 1. Default: the machine's processors, 8 at most.</summary>
    public int Threads { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>Where DuckDB spills and where remote writes are staged. Default: a folder below the system's own.</summary>
    public string TempDirectory { get; init; } = Path.Combine(Path.GetTempPath(), "wallstreet", "query");

    /// <summary>The most that may be spilled, in bytes. Default 64 GiB.</summary>
    public long TempSizeBytesMax { get; init; } = 64L << 30;

    /// <summary>Where objects of remote tables are kept. Default: a folder below the system's temporary one.</summary>
    public string CacheDirectory { get; init; } = Path.Combine(Path.GetTempPath(), "wallstreet", "objects");

    /// <summary>How many bytes of remote objects are kept at most. Default 4 GiB.</summary>
    public long CacheSizeBytesMax { get; init; } = 4L << 30;

    /// <summary>Folders that tables lie in, known before the first query; others are added when they are met.</summary>
    public IReadOnlyList<string> DataDirectories { get; init; } = [];

    /// <summary>How long a statement may run. Default: 10 minutes.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>After how long without a statement DuckDB is closed and its memory given back. Default: 30 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal QueryOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MemoryLimitBytes, 64L << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(TempSizeBytesMax);
        ArgumentOutOfRangeException.ThrowIfNegative(CacheSizeBytesMax);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StatementTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(IdleTimeout, TimeSpan.Zero);
        ArgumentException.ThrowIfNullOrWhiteSpace(TempDirectory);
        ArgumentException.ThrowIfNullOrWhiteSpace(CacheDirectory);
        return this with
        {
            TempDirectory = Path.GetFullPath(TempDirectory),
            CacheDirectory = Path.GetFullPath(CacheDirectory),
            DataDirectories = [.. DataDirectories.Select(Path.GetFullPath)],
        };
    }
}
