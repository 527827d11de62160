using System.Diagnostics;
using System.Globalization;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;

// Measures the event log on SQLite. `dotnet run -c Release --project bench/Wallstreet.Orchestration.Stores.Bench [folder [open]]`
string folder = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("wallstreet-bench-").FullName;
string path = Path.Join(folder, "bench.db");
var asset = new AssetKey("silver/bars");
var run = new RunId("bench");
DateTimeOffset at = new(2020, 3, 16, 13, 30, 0, TimeSpan.Zero);

if (args is [_, "open"])
{
    Report("open, existing file, cold process", Time(() => Open().DisposeAsync().AsTask()));
    return;
}

Report("open, fresh file, cold process", Time(() => Open().DisposeAsync().AsTask()));
Report("open, existing file, cold read path", Time(() => Open().DisposeAsync().AsTask()));
Report("open, existing file", await MedianAsync(15, () => Open().DisposeAsync().AsTask()));

await using (SqliteOrchestrationStore store = Open())
{
    IEventLog log = store.Events;
    await AppendLinesAsync(log, 5000, 100);
    await RateAsync("append log lines, one caller, batches of 100", 100_000, () => AppendLinesAsync(log, 100_000, 100));
    await RateAsync("append log lines, one caller, one by one", 5_000, () => AppendLinesAsync(log, 5_000, 1));
    await RateAsync("append log lines, 16 callers, one by one", 32_000, () => Task.WhenAll(
        Enumerable.Range(0, 16).Select(_ => Task.Run(() => AppendLinesAsync(log, 2_000, 1)))));
    await RateAsync("append a step's start, materialization (3 numbers) and end, 4 callers", 30_000, () => Task.WhenAll(
        Enumerable.Range(0, 4).Select(caller => Task.Run(() => AppendStepsAsync(log, caller, 2_500)))));

    PartitionKey[] keys = [.. Enumerable.Range(0, 10_000).Select(i => new PartitionKey($"p{i:00000}"))];
    var many = new AssetKey("silver/many");
    AssetMaterialized batch = Materialized(many, keys);
    Report("append one materialization of 10,000 partitions", await MedianAsync(5, () => log.AppendAsync([batch], default).AsTask()));
    Report("states of 10,000 partitions made in one batch", await MedianAsync(9, () => log.GetPartitionStatesAsync(many, default).AsTask()));
    Report("states of 10,000 partitions made one by one", await MedianAsync(9, () => log.GetPartitionStatesAsync(asset, default).AsTask()));
    Report("latest materializations of 10,000 partitions, one batch", await MedianAsync(9, () => log.GetLatestPartitionMaterializationsAsync(many, default).AsTask()));
    Report("latest materializations of 10,000 partitions, one by one", await MedianAsync(9, () => log.GetLatestPartitionMaterializationsAsync(asset, default).AsTask()));
    Report("latest materialization of one partition", await MedianAsync(31, () => log.FindLatestMaterializationAsync(asset, keys[5000], default).AsTask()));
    Report("history of one partition among 10,000 events", await MedianAsync(9, () => log.ReadMaterializationsAsync(asset, keys[5000], null, 100, default).AsTask()));
    Report("count partitions of all assets (20,000)", await MedianAsync(9, () => log.CountPartitionsAsync(default).AsTask()));
    Report("states of all assets", await MedianAsync(9, () => log.GetAssetStatesAsync(default).AsTask()));
    Report("series of 1,000 numbers", await MedianAsync(9, () => log.ReadMetadataSeriesAsync(asset, "rows", 1000, default).AsTask()));
    await RateAsync("read events in order", 100_000, async () =>
    {
        await foreach (RunEvent _ in log.ReadAsync(0, new EventFilter { Limit = 100_000 }, default))
        {
        }
    });
    await NoOpRun.MeasureAsync(store, 10_000);
    Console.WriteLine($"{"size of the file",-70} {new FileInfo(path).Length / 1e6,10:0.0} MB for {await log.GetLastSequenceAsync(default):N0} events");
}

Directory.Delete(folder, recursive: true);

SqliteOrchestrationStore Open() => SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System);

AssetMaterialized Materialized(AssetKey key, IReadOnlyList<PartitionKey> partitions) => new()
{
    RunId = run,
    Timestamp = at,
    StepKey = StepKey.For(key),
    AssetKey = key,
    Partitions = partitions,
    DataVersion = "17",
    CodeVersion = "3f2a",
    Metadata = new Dictionary<string, MetadataValue> { ["rows"] = 390L, ["bytes"] = 12345L, ["seconds"] = 0.25, ["table"] = new MetadataValue.TableVersion("silver.bars", 17) },
};

async Task AppendLinesAsync(IEventLog log, int count, int size)
{
    for (int i = 0; i < count; i += size)
    {
        RunEvent[] events = new RunEvent[size];
        for (int j = 0; j < size; j++)
        {
            events[j] = new LogWritten { RunId = run, Timestamp = at, StepKey = StepKey.For(asset), Message = "Read 390 rows from bronze/bars at version 17." };
        }

        await log.AppendAsync(events, default);
    }
}

async Task AppendStepsAsync(IEventLog log, int caller, int count)
{
    for (int i = 0; i < count; i++)
    {
        PartitionKey[] partition = [new PartitionKey($"p{(caller * count) + i:00000}")];
        var started = new StepStarted { RunId = run, Timestamp = at, StepKey = StepKey.For(asset), AssetKey = asset, Partitions = partition };
        await log.AppendAsync([started], default);
        var ended = new StepSucceeded { RunId = run, Timestamp = at, StepKey = started.StepKey, AssetKey = asset, Partitions = partition };
        await log.AppendAsync([Materialized(asset, partition), ended], default);
    }
}

static async Task RateAsync(string what, int count, Func<Task> action)
{
    Process process = Process.GetCurrentProcess();
    TimeSpan cpu = process.TotalProcessorTime;
    var watch = Stopwatch.StartNew();
    await action();
    process.Refresh();
    double seconds = watch.Elapsed.TotalSeconds;
    double cpuMicroseconds = (process.TotalProcessorTime - cpu).TotalMicroseconds / count;
    Console.WriteLine($"{what,-70} {count / seconds,10:N0} events/s {cpuMicroseconds,8:0.0} µs CPU each");
}

static TimeSpan Time(Func<Task> action)
{
    var watch = Stopwatch.StartNew();
    action().GetAwaiter().GetResult();
    return watch.Elapsed;
}

static async Task<TimeSpan> MedianAsync(int rounds, Func<Task> action)
{
    await action();
    List<TimeSpan> times = [];
    for (int i = 0; i < rounds; i++)
    {
        var watch = Stopwatch.StartNew();
        await action();
        times.Add(watch.Elapsed);
    }

    times.Sort();
    return times[rounds / 2];
}

static void Report(string what, TimeSpan time) =>
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-70} {time.TotalMilliseconds,10:0.00} ms"));
