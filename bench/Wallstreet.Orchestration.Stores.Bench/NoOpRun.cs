using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Orchestration.Stores.Sqlite;

/// <summary>A run of many steps that do nothing: what the executor and the store cost by themselves.</summary>
internal static class NoOpRun
{
    internal static async Task MeasureAsync(SqliteOrchestrationStore store, int partitions)
    {
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("bench/nothing", asset => asset
                .Partitions(new StaticPartitions(Enumerable.Range(0, partitions).Select(i => $"n{i:00000}")), BatchPolicy.OnePerStep)
                .Compute(_ => ValueTask.FromResult<object?>(null)))
            .Build();
        var options = new RunExecutorOptions();
        var runner = new InProcessStepRunner(new NoServices(), TimeProvider.System, options, NullLoggerFactory.Instance);
        var executor = new RunExecutor(new RunExecutorParts(
            store.Runs, store.Events, runner, runner, new ResourcePools(options), options, TimeProvider.System, new Random(1)));
        Process process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        RunPlan plan = new RunPlanner(TimeProvider.System).Plan(graph, new RunRequest(AssetSelection.Parse("*")));
        var run = new Run { Id = RunId.New(TimeProvider.System), Selection = "*", CreatedAt = TimeProvider.System.GetUtcNow() };
        await store.Runs.CreateAsync(run, default);
        RunResult result = await executor.ExecuteAsync(run, plan, default);
        process.Refresh();
        Console.WriteLine(
            $"{$"a run of {partitions:N0} partitions that do nothing, a step each ({result.Status})",-70} {watch.Elapsed.TotalSeconds,10:0.00} s        "
            + $"{(process.TotalProcessorTime - cpu).TotalMicroseconds / partitions,8:0.0} µs CPU each");
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
