using Wallstreet.Delta;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>A lake with an engine over it, and ten million daily bars to fill it with.</summary>
internal sealed class QueryLake : IAsyncDisposable
{
    /// <summary>The bars as a query: 5,000 symbols, 2,000 sessions each.</summary>
    public const string Rows = """
        SELECT 'SYM' || lpad(CAST(i // 2000 AS VARCHAR), 5, '0') AS symbol, DATE '2015-01-01' + CAST(i % 2000 AS INTEGER) AS session,
            TIMESTAMPTZ '2015-01-01 21:00:00+00' + to_days(CAST(i % 2000 AS INTEGER)) AS closed_at,
            CAST(50 + (hash(i) % 100000) / 1000 AS DECIMAL(18,4)) AS open, CAST(51 + (hash(i + 1) % 100000) / 1000 AS DECIMAL(18,4)) AS high,
            CAST(49 + (hash(i + 2) % 100000) / 1000 AS DECIMAL(18,4)) AS low, CAST(50 + (hash(i + 3) % 100000) / 1000 AS DECIMAL(18,4)) AS close,
            CAST(hash(i + 4) % 10000000 AS BIGINT) AS volume, (hash(i + 5) % 1000000) / 1000.0::DOUBLE AS vwap
        FROM range(10000000) t(i)
        """;

    /// <summary>What has to look at every value.</summary>
    public const string Aggregates =
        "SELECT count(*), max(symbol), max(session), max(closed_at), sum(open), sum(high), sum(low), sum(close), sum(volume), sum(vwap)";

    private readonly string _root;

    public QueryLake(string root, ObjectStoreFactory stores, long memoryLimitBytes)
    {
        _root = root;
        Catalog = new FolderCatalog(stores.Open(Path.Combine(root, "lake")));
        Engine = new QueryEngine(
            Catalog,
            stores,
            new QueryOptions
            {
                Threads = 2,
                MemoryLimitBytes = memoryLimitBytes,
                TempDirectory = Path.Combine(root, "temp"),
                CacheDirectory = Path.Combine(root, "cache"),
                DataDirectories = [Path.Combine(root, "lake")],
            },
            TimeProvider.System);
    }

    public FolderCatalog Catalog { get; }

    public QueryEngine Engine { get; }

    /// <summary>The bars from one number to before another.</summary>
    public static string RowsOf(int from, int to) =>
        Rows.Replace("range(10000000)", $"range({from}, {to})", StringComparison.Ordinal);

    public async Task<DeltaTable> OpenAsync(string table) => (await Catalog.FindTableAsync(table, CancellationToken.None))!;

    /// <summary>The newest files of a table, for DuckDB alone.</summary>
    public async Task<string> FilesAsync(string table)
    {
        Snapshot snapshot = await (await OpenAsync(table)).GetSnapshotAsync(CancellationToken.None);
        return string.Join(", ", snapshot.Files.Select(file => $"'{Path.Combine(_root, "lake", table, file.Path)}'"));
    }

    /// <summary>Runs a query; rows are read and dropped.</summary>
    public async Task ReadAsync(string sql)
    {
        await using QueryResult result = await Engine.QueryAsync(sql);
        await result.ReadAllAsync();
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
