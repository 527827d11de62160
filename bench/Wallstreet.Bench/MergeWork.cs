using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Query;
using Wallstreet.Query.Commands;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>MERGE of 100,000 rows into ten million: nine in ten change a bar, spread over all files, one in ten is new.
/// Against DuckDB joining the same rows to the same files and writing them all again.</summary>
internal static class MergeWork
{
    private const int FilesOfRows = 500_000;
    private const long MemoryLimitBytes = 256L << 20;

    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        await using var lake = new QueryLake(folder, stores, MemoryLimitBytes);
        for (int first = 0; first < 10_000_000; first += FilesOfRows)
        {
            await lake.Engine.WriteAsync(new WriteQuery(
                QueryLake.RowsOf(first, first + FilesOfRows), "bars")
            {
                Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" },
            });
        }

        string files = await lake.FilesAsync("bars");
        DeltaTable table = await lake.OpenAsync("bars");
        int round = 0;
        Func<Task> merge = async () =>
        {
            CommandResult result = await lake.Engine.MergeAsync(table, new MergeCommand(
                $"({Source(round++)}) AS s",
                "bars.symbol = s.symbol AND bars.session = s.session",
                [new MergeClause(MergeMatch.Matched, MergeAction.Update), new MergeClause(MergeMatch.NotMatched, MergeAction.Insert)])
            {
                Name = "bars",
            });
            if (result.RowsUpdated + result.RowsInserted != 100_000)
            {
                throw new InvalidOperationException($"{result.RowsUpdated} rows were updated and {result.RowsInserted} inserted.");
            }
        };
        Cost.ResetPeak();
        double rest = Cost.PeakMiB();
        await merge();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"peak memory of the merge, {MemoryLimitBytes >> 20} MiB of it for DuckDB: {Cost.PeakMiB():0} MiB, {rest:0} MiB of it before"));
        using var duck = new DuckPeer();
        await Measurement.CompareAsync("merge 100,000 rows into 10 M, deletion vectors",
            () => duck.RunAsync(Rewrite(files, Source(round), Path.Combine(folder, "rewritten.parquet"))), merge);
    }

    private static string Source(int round) => $"""
        SELECT * REPLACE (volume + 1 AS volume) FROM ({QueryLake.Rows.Replace("range(10000000)", $"(SELECT (k * 111 + {round}) AS i FROM range(90000) r(k))", StringComparison.Ordinal)})
        UNION ALL
        SELECT * REPLACE ('NEW' || {round} || symbol AS symbol) FROM ({QueryLake.RowsOf(0, 10_000)})
        """;

    private static string Rewrite(string files, string source, string path) => $"""
        COPY (
            SELECT coalesce(s.symbol, t.symbol) AS symbol, coalesce(s.session, t.session) AS session,
                CASE WHEN s.symbol IS NULL THEN t.closed_at ELSE s.closed_at END AS closed_at,
                CASE WHEN s.symbol IS NULL THEN t.open ELSE s.open END AS open,
                CASE WHEN s.symbol IS NULL THEN t.high ELSE s.high END AS high,
                CASE WHEN s.symbol IS NULL THEN t.low ELSE s.low END AS low,
                CASE WHEN s.symbol IS NULL THEN t.close ELSE s.close END AS close,
                CASE WHEN s.symbol IS NULL THEN t.volume ELSE s.volume END AS volume,
                CASE WHEN s.symbol IS NULL THEN t.vwap ELSE s.vwap END AS vwap
            FROM read_parquet([{files}]) t FULL OUTER JOIN ({source}) s ON t.symbol = s.symbol AND t.session = s.session
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
        """;
}
