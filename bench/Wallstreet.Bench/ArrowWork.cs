using System.Globalization;
using Apache.Arrow;
using ParquetSharp;
using ParquetSharp.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>Ten million rows from Arrow batches into a table, with statistics and commit; against ParquetSharp writing
/// the same rows into a file alone.</summary>
internal static class ArrowWork
{
    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        Directory.CreateDirectory(folder);
        BarBatches bars = new();
        ArrowDataEngine engine = new();
        DeltaTable table = await DeltaTable.CreateAsync(
            stores.Open(Path.Combine(folder, "bars")),
            new TableDefinition(BarBatches.TableSchema),
            new CommitOptions("CREATE TABLE"),
            null,
            CancellationToken.None);
        Func<Task> alone = () => WriteAlone(bars, Path.Combine(folder, "alone.parquet"));
        Func<Task> throughTable = async () =>
            await table.OverwriteAsync(engine, bars.ReadAsync(), new CommitOptions("WRITE"), CancellationToken.None);
        var options = new QueryOptions
        {
            Threads = 2,
            MemoryLimitBytes = 2L << 30,
            TempDirectory = Path.Combine(folder, "temp"),
            CacheDirectory = Path.Combine(folder, "cache"),
            DataDirectories = [Path.Combine(folder, "lake")],
        };
        await using var query = new QueryEngine(
            new FolderCatalog(stores.Open(Path.Combine(folder, "lake"))), stores, options, TimeProvider.System);
        Func<Task> throughEngine = async () => await query.WriteRowsAsync(
            new WriteQuery("SELECT * FROM rows", "bars") { Mode = WriteMode.Overwrite }, BarBatches.Schema, bars.ReadAsync(), CancellationToken.None);

        await DeltaTable.CreateAsync(
            stores.Open(Path.Combine(folder, "lake", "bars")),
            new TableDefinition(BarBatches.TableSchema),
            new CommitOptions("CREATE TABLE"),
            null,
            CancellationToken.None);

        int tables = 0;
        Func<Task> intoNew = async () => await query.WriteRowsAsync(
            WriteQuery.ForRows($"new{tables++}"), BarBatches.Schema, bars.ReadAsync(), CancellationToken.None);
        Func<Task> intoPartitions = async () => await query.WriteRowsAsync(
            WriteQuery.ForRows($"new{tables++}") with { PartitionBy = ["symbol"] }, BarBatches.Schema, bars.ReadAsync(), CancellationToken.None);

        // Memory first: what was freed once stays with the process.
        await ReportPeakAsync("into a table", throughTable);
        await ReportPeakAsync("ParquetSharp alone", alone);
        await ReportPeakAsync("through the query engine", throughEngine);
        await ReportPeakAsync("into a new table", intoNew);
        await ReportPeakAsync("into 250 partitions", intoPartitions);
        await Measurement.CompareAsync("append 10 M rows from Arrow into a table", alone, throughTable);
        await Measurement.CompareAsync("append 10 M rows from Arrow through the query engine", alone, throughEngine);
        await Measurement.CompareAsync("10 M rows from Arrow into a new table of 250 partitions", alone, intoPartitions);
    }

    private static async Task ReportPeakAsync(string how, Func<Task> work)
    {
        Cost.ResetPeak();
        double rest = Cost.PeakMiB();
        await work();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"peak memory of the append, {how,-26} {Cost.PeakMiB():0} MiB, {rest:0} MiB of it before"));
    }

    private static Task WriteAlone(BarBatches bars, string path)
    {
        using WriterPropertiesBuilder builder = new();
        using WriterProperties properties = builder.Compression(Compression.Snappy).EnableDictionary().Build();
        using FileWriter writer = new(path, BarBatches.Schema, properties);
        foreach (RecordBatch batch in bars.Read())
        {
            using (batch)
            {
                writer.WriteBufferedRecordBatch(batch);
            }
        }

        writer.Close();
        return Task.CompletedTask;
    }
}
