using System.Diagnostics;
using TestKit;
using Wallstreet.Orchestration.Events;
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

    /// <summary>
    /// What the run costs is bounded, not how long others let it wait: its own CPU time, and how often it waits for the disk,
    /// at ten milliseconds each.
    /// </summary>
    [Fact]
    public async Task Ten_thousand_partitions_of_nothing_cost_less_than_ten_seconds_with_the_log_on_disk()
    {
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Partitions(_days).Compute(_ => default))
            .Build();
        using TemporaryFolder folder = new();
        await using SqliteOrchestrationStore store = SqliteOrchestrationStore.Open(
            new SqliteStoreOptions { Path = folder["runs.db"] }, TimeProvider.System);
        (IEventLog log, CountedCalls calls) = CountedCalls.Of(store.Events);
        RunExecutor executor = new(new RunFixture().Parts with { Runs = store.Runs, Log = log });
        Run run = new() { Id = RunId.New(TimeProvider.System), Selection = "*", CreatedAt = TimeProvider.System.GetUtcNow() };
        await store.Runs.CreateAsync(run, TestContext.Current.CancellationToken);

        (RunResult result, TimeSpan cpu) = await MeasureAsync(async () =>
        {
            RunPlan plan = new RunPlanner(TimeProvider.System).Plan(graph, new RunRequest(AssetSelection.All));
            return await executor.ExecuteAsync(run, plan, TestContext.Current.CancellationToken);
        });

        int appends = calls.Count(nameof(IEventLog.AppendAsync));
        output.WriteLine($"{cpu.TotalMilliseconds:F0} ms of CPU, {appends} appends");
        Assert.Equal(10_000, result.Steps.Succeeded);
        Assert.True(
            cpu + (appends * TimeSpan.FromMilliseconds(10)) < TimeSpan.FromSeconds(10),
            $"It took {cpu} of CPU and {appends} appends.");
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

        (RunResult result, TimeSpan cpu) = await MeasureAsync(() => fixture.ExecuteAsync(graph));

        output.WriteLine($"{cpu.TotalMilliseconds:F0} ms of CPU");
        Assert.Equal(30_000, result.Steps.Succeeded);
        Assert.True(cpu < TimeSpan.FromSeconds(20), $"It took {cpu} of CPU.");
    }

    private static async Task<(RunResult Result, TimeSpan Cpu)> MeasureAsync(Func<Task<RunResult>> act)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        RunResult result = await act();
        process.Refresh();
        return (result, process.TotalProcessorTime - before);
    }
}

/// <summary>Tests that measure time run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
