using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Maintenance.Conversion;
using Wallstreet.Query.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>OPTIMIZE of many small files against DuckDB copying the same files into one.</summary>
internal static class OptimizeWork
{
    private const int Files = 1_000;
    private const int RowsPerFile = 10_000;

    public static async Task RunAsync(string root, ObjectStoreFactory stores)
    {
        string folder = Path.Combine(root, "lake", "bars");
        Directory.CreateDirectory(folder);
        using var duck = new DuckPeer();
        for (int file = 0; file < Files; file++)
        {
            await duck.RunAsync($"COPY ({QueryLake.RowsOf(file * RowsPerFile, (file + 1) * RowsPerFile)}) TO '{NameOf(folder, file)}' (FORMAT parquet)");
        }

        await using var lake = new QueryLake(root, stores, 2L << 30);
        DeltaTable table = (await ParquetFolder.ConvertAsync(stores.Open(folder), new ConvertRequest())).Table;
        string all = string.Join(", ", Enumerable.Range(0, Files).Select(file => $"'{NameOf(folder, file)}'"));
        string copy = $"COPY (FROM read_parquet([{all}])) TO '{Path.Combine(root, "copy.parquet")}' (FORMAT parquet, COMPRESSION zstd, RETURN_STATS)";
        await Measurement.CompareCostsAsync(
            $"optimize {Files} files, 10 M rows",
            () => Cost.OfAsync(() => duck.RunAsync(copy)),
            async () =>
            {
                await table.RestoreAsync(RestoreRequest.ToVersion(0));
                Cost cost = await Cost.OfAsync(async () => await lake.Engine.OptimizeAsync(table, new OptimizeRequest { TargetSizeBytes = 4L << 30 }));
                return (await table.GetSnapshotAsync(CancellationToken.None)).FileCount == 1
                    ? cost
                    : throw new InvalidOperationException("The files were not joined.");
            });
        Cost.ResetPeak();
        await table.RestoreAsync(RestoreRequest.ToVersion(0));
        await lake.Engine.OptimizeAsync(table, new OptimizeRequest { TargetSizeBytes = 4L << 30 });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"peak memory",-52} {Cost.PeakMiB():0} MiB"));
    }

    private static string NameOf(string folder, int file) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"part-{file:D4}.parquet"));
}
