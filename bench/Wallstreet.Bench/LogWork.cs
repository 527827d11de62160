using System.Diagnostics;
using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Bench;

/// <summary>What the log of a table with 100,000 files costs: opening, following, pruning, checkpoints.</summary>
internal static class LogWork
{
    private const int FileCount = 100_000;
    private const int Rounds = 5;

    private static readonly StructType _schema = new(
        new StructField("id", PrimitiveType.Long),
        new StructField("symbol", PrimitiveType.String),
        new StructField("session", PrimitiveType.Date),
        new StructField("price", PrimitiveType.Double),
        new StructField("volume", PrimitiveType.Long));

    public static async Task RunAsync(string folder, ObjectStoreFactory stores)
    {
        IObjectStore store = stores.Open(folder);
        TableDefinition definition = new(_schema) { Files = [.. Enumerable.Range(0, FileCount).Select(File)] };
        DeltaTable table = await DeltaTable.CreateAsync(store, definition, new CommitOptions("CREATE"), null, CancellationToken.None);
        Snapshot snapshot = await table.GetSnapshotAsync(CancellationToken.None);
        await MeasureAsync("write a checkpoint of 100,000 files", async () => await table.WriteCheckpointAsync(snapshot, CancellationToken.None));
        await MeasureAsync("cold open from the checkpoint", async () => snapshot = await OpenAsync(store));
        Predicate ten = new Predicate.And([
            new Predicate.Comparison("id", ComparisonOperator.GreaterOrEqual, Literal.Of(50_000_000L)),
            new Predicate.Comparison("id", ComparisonOperator.Less, Literal.Of(50_010_000L)),
        ]);
        await MeasureAsync("prune 100,000 files to 10, first time", async () =>
        {
            Expect(10, (await OpenAsync(store)).PlanScan(ten).Files.Count);
        });
        await MeasureAsync("prune 100,000 files to 10, again", () =>
        {
            Expect(10, snapshot.PlanScan(ten).Files.Count);
            return Task.CompletedTask;
        });
        DeltaTable follower = await DeltaTable.OpenAsync(store, null, CancellationToken.None);
        int next = FileCount;
        await MeasureAsync(
            "refresh by one commit",
            async () => Expect(next, (int)(await follower.GetSnapshotAsync(CancellationToken.None)).FileCount),
            async () => await table.CommitAsync(
                new TableChange(await table.GetSnapshotAsync(CancellationToken.None)) { Adds = [File(next++)] },
                new CommitOptions("WRITE"),
                CancellationToken.None));
    }

    private static async Task<Snapshot> OpenAsync(IObjectStore store) =>
        await (await DeltaTable.OpenAsync(store, null, CancellationToken.None)).GetSnapshotAsync(CancellationToken.None);

    private static void Expect(int expected, int actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"Expected {expected} files, and there are {actual}.");
        }
    }

    private static AddFile File(int number)
    {
        long first = number * 1000L;
        string day = new DateOnly(2000, 1, 1).AddDays(number / 20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new AddFile
        {
            Path = $"part-{number:D6}-0d9f6f0e-2c1f-4b35-9a53-6f2d1c7e8a10.zstd.parquet",
            SizeBytes = 1_000_000,
            ModificationTimeMilliseconds = 1_700_000_000_000,
            Statistics = string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"numRecords\":1000,\"minValues\":{{\"id\":{first},\"symbol\":\"AAA{number:D6}\",\"session\":\"{day}\",\"price\":10.25,\"volume\":100}},"
                + $"\"maxValues\":{{\"id\":{first + 999},\"symbol\":\"ZZZ{number:D6}\",\"session\":\"{day}\",\"price\":99.75,\"volume\":100000}},"
                + $"\"nullCount\":{{\"id\":0,\"symbol\":0,\"session\":0,\"price\":3,\"volume\":0}}}}"),
        };
    }

    private static async Task MeasureAsync(string name, Func<Task> work, Func<Task>? before = null)
    {
        List<double> cpu = [];
        List<double> wall = [];
        for (int round = 0; round <= Rounds; round++)
        {
            await (before?.Invoke() ?? Task.CompletedTask);
            GC.Collect();
            using Process process = Process.GetCurrentProcess();
            TimeSpan start = process.TotalProcessorTime;
            long clock = Stopwatch.GetTimestamp();
            await work();
            double elapsed = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
            process.Refresh();
            if (round > 0)
            {
                cpu.Add((process.TotalProcessorTime - start).TotalMilliseconds);
                wall.Add(elapsed);
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44} CPU {Median(cpu):0.0} ms  elapsed {Median(wall):0.0} ms"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
