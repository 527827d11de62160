using System.Diagnostics;
using TestKit;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Orchestration.Stores.Sqlite;

namespace Wallstreet.Orchestration.Tests.Execution;

[Collection(nameof(Alone))]
public sealed class ManyPartitionsTests(ITestOutputHelper output)
{
    private static readonly TimeWindowPartitions _days = TimeWindowPartitions.Daily(
        new DateOnly(1990, 1, 1), new TimeWindowOptions { End = new DateOnly(1990, 1, 1).AddDays(10_000) });

    [Fact]
    public async Task Ten_thousand_partitions_of_nothing_take_less_than_ten_seconds_with_the_log_on_disk()
    {
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Partitions(_days).Compute(_ => default))
            .Build();

        (RunResult result, TimeSpan elapsed, TimeSpan cpu) = await MeasureAsync(graph);

        output.WriteLine($"{elapsed.TotalMilliseconds:F0} ms, {cpu.TotalMilliseconds:F0} ms of CPU");
        Assert.Equal(10_000, result.Steps.Succeeded);
        // Measured: see the output of this test. The bounds are those that the program promises.
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"It took {elapsed}.");
        Assert.True(cpu < TimeSpan.FromSeconds(10), $"It took {cpu} of CPU.");
    }

    [Fact]
    public async Task Partitions_that_depend_on_all_others_cost_no_square()
    {
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Partitions(_days).Compute(_ => default))
            .AddAsset("all", a => a.Partitions(_days).From("a", new PartitionMapping.All()).Compute(_ => default))
            .AddAsset("window", a => a.Partitions(_days).From("a", new PartitionMapping.WindowOffset(-250, 0)).Compute(_ => default))
            .Build();
        RunFixture fixture = new();

        long started = Stopwatch.GetTimestamp();
        RunResult result = await fixture.ExecuteAsync(graph);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);

        output.WriteLine($"{elapsed.TotalMilliseconds:F0} ms");
        Assert.Equal(30_000, result.Steps.Succeeded);
        Assert.True(elapsed < TimeSpan.FromSeconds(20), $"It took {elapsed}.");
    }

    private static async Task<(RunResult Result, TimeSpan Elapsed, TimeSpan Cpu)> MeasureAsync(AssetGraph graph)
    {
        using TemporaryFolder folder = new();
        await using SqliteOrchestrationStore store = SqliteOrchestrationStore.Open(
            new SqliteStoreOptions { Path = folder["runs.db"] }, TimeProvider.System);
        RunFixture fixture = new();
        RunExecutor executor = new(fixture.Parts with { Runs = store.Runs, Log = store.Events });
        Run run = new() { Id = RunId.New(TimeProvider.System), Selection = "*", CreatedAt = TimeProvider.System.GetUtcNow() };
        await store.Runs.CreateAsync(run, TestContext.Current.CancellationToken);
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();

        RunPlan plan = new RunPlanner(TimeProvider.System).Plan(graph, new RunRequest(AssetSelection.All));
        RunResult result = await executor.ExecuteAsync(run, plan, TestContext.Current.CancellationToken);

        process.Refresh();
        return (result, Stopwatch.GetElapsedTime(started), process.TotalProcessorTime - cpu);
    }
}

/// <summary>Tests that measure time run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
