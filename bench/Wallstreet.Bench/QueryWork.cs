using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>What the query engine adds to DuckDB: appends, scans, one row.</summary>
internal static class QueryWork
{
    public static async Task RunAsync(string root, ObjectStoreFactory stores, bool codecs, bool appends)
    {
        await using var lake = new QueryLake(root, stores, 2L << 30);
        using var duck = new DuckPeer();

        WriteResult written = await lake.Engine.WriteAsync(new WriteQuery(QueryLake.Rows, "bars"));
        Console.WriteLine($"{written.RowsWritten} rows, {written.BytesWritten >> 20} MiB, {written.FilesAdded} file(s).");
        int copies = 0;
        if (codecs)
        {
            await Measurement.CompareAsync("COPY: snappy (baseline), zstd",
                () => duck.RunAsync(Copy(QueryLake.Rows, root, copies++, "snappy")), () => duck.RunAsync(Copy(QueryLake.Rows, root, copies++, "zstd")));
        }

        if (appends)
        {
            await Measurement.CompareAsync("append 10 M rows, 9 columns",
                () => duck.RunAsync(Copy(QueryLake.Rows, root, copies++, "zstd")),
                async () => await lake.Engine.WriteAsync(
                    new WriteQuery(QueryLake.Rows, "bars") { Mode = WriteMode.Overwrite }, CancellationToken.None));
        }

        string files = await lake.FilesAsync("bars");
        await Measurement.CompareAsync("scan 10 M rows, all columns aggregated",
            () => duck.RunAsync($"{QueryLake.Aggregates} FROM read_parquet([{files}])"),
            async () => await lake.ReadAsync($"{QueryLake.Aggregates} FROM bars"));
        await Measurement.CompareAsync("one row of 10 M",
            () => duck.RunAsync($"SELECT * FROM read_parquet([{files}]) WHERE symbol = 'SYM00042' AND session = DATE '2016-01-01'"),
            async () => await lake.ReadAsync("SELECT * FROM bars WHERE symbol = 'SYM00042' AND session = DATE '2016-01-01'"));
    }

    private static string Copy(string rows, string root, int number, string codec) =>
        $"COPY ({rows}) TO '{Path.Combine(root, $"copy-{number % 2}.parquet")}' (FORMAT parquet, COMPRESSION {codec}, RETURN_STATS)";
}
