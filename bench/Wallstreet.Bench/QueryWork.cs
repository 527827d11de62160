using Wallstreet.Delta;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>What the query engine adds to DuckDB: appends, scans, one row.</summary>
internal static class QueryWork
{
    private const string Rows = """
        SELECT 'SYM' || lpad(CAST(i // 2000 AS VARCHAR), 5, '0') AS symbol, DATE '2015-01-01' + CAST(i % 2000 AS INTEGER) AS session,
            TIMESTAMPTZ '2015-01-01 21:00:00+00' + to_days(CAST(i % 2000 AS INTEGER)) AS closed_at,
            CAST(50 + (hash(i) % 100000) / 1000 AS DECIMAL(18,4)) AS open, CAST(51 + (hash(i + 1) % 100000) / 1000 AS DECIMAL(18,4)) AS high,
            CAST(49 + (hash(i + 2) % 100000) / 1000 AS DECIMAL(18,4)) AS low, CAST(50 + (hash(i + 3) % 100000) / 1000 AS DECIMAL(18,4)) AS close,
            CAST(hash(i + 4) % 10000000 AS BIGINT) AS volume, (hash(i + 5) % 1000000) / 1000.0::DOUBLE AS vwap
        FROM range(10000000) t(i)
        """;

    /// <summary>The rows from one number to before another.</summary>
    public static string RowsOf(int from, int to) => Rows.Replace("range(10000000)", $"range({from}, {to})", StringComparison.Ordinal);

    private const string Aggregates = """
        SELECT count(*), max(symbol), max(session), max(closed_at), sum(open), sum(high), sum(low), sum(close), sum(volume), sum(vwap)
        """;

    public static async Task RunAsync(string root, ObjectStoreFactory stores, bool codecs)
    {
        var options = new QueryOptions
        {
            Threads = 2,
            MemoryLimitBytes = 2L << 30,
            TempDirectory = Path.Combine(root, "temp"),
            CacheDirectory = Path.Combine(root, "cache"),
            DataDirectories = [Path.Combine(root, "lake")],
        };
        var catalog = new FolderCatalog(stores.Open(Path.Combine(root, "lake")));
        await using var engine = new QueryEngine(catalog, stores, options, TimeProvider.System);
        using var duck = new DuckPeer();

        WriteResult written = await engine.WriteAsync(new WriteQuery(Rows, "bars"));
        Console.WriteLine($"{written.RowsWritten} rows, {written.BytesWritten >> 20} MiB, {written.FilesAdded} file(s).");
        int copies = 0;
        if (codecs)
        {
            await Measurement.CompareAsync("COPY: snappy (baseline), zstd",
                () => duck.RunAsync(Copy(Rows, root, copies++, "snappy")), () => duck.RunAsync(Copy(Rows, root, copies++, "zstd")));
        }

        await Measurement.CompareAsync("append 10 M rows, 9 columns",
            () => duck.RunAsync(Copy(Rows, root, copies++, "zstd")),
            async () => await engine.WriteAsync(
                new WriteQuery(Rows, "bars") { Mode = WriteMode.Overwrite }, CancellationToken.None));
        Snapshot snapshot = await (await catalog.FindTableAsync("bars", CancellationToken.None))!.GetSnapshotAsync(CancellationToken.None);
        string files = string.Join(", ", snapshot.Files.Select(file => $"'{Path.Combine(root, "lake", "bars", file.Path)}'"));
        await Measurement.CompareAsync("scan 10 M rows, all columns aggregated",
            () => duck.RunAsync($"{Aggregates} FROM read_parquet([{files}])"),
            async () => await ReadAsync(engine, $"{Aggregates} FROM bars"));
        await Measurement.CompareAsync("one row of 10 M",
            () => duck.RunAsync($"SELECT * FROM read_parquet([{files}]) WHERE symbol = 'SYM00042' AND session = DATE '2016-01-01'"),
            async () => await ReadAsync(engine, "SELECT * FROM bars WHERE symbol = 'SYM00042' AND session = DATE '2016-01-01'"));
    }

    private static string Copy(string rows, string root, int number, string codec) =>
        $"COPY ({rows}) TO '{Path.Combine(root, $"copy-{number % 2}.parquet")}' (FORMAT parquet, COMPRESSION {codec}, RETURN_STATS)";

    private static async Task ReadAsync(QueryEngine engine, string sql)
    {
        await using QueryResult result = await engine.QueryAsync(sql);
        await result.ReadAllAsync();
    }
}
