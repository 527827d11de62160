using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Orchestration.Stores.Sqlite;

namespace Wallstreet.Orchestration.Stores.Tests.Processes;

/// <summary>A process that executes a run of many partitions over a store.</summary>
internal static class ExecutingProcess
{
    internal const string Command = "execute-run";

    internal const int PartitionCount = 20_000;

    internal static readonly AssetKey Asset = new("silver/many");

    internal static async Task<int> ExecuteAsync(string path, string runId)
    {
        await using var store = SqliteOrchestrationStore.Open(new SqliteStoreOptions { Path = path }, TimeProvider.System);
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset(Asset.Path, asset => asset
                .Partitions(new StaticPartitions(Enumerable.Range(0, PartitionCount).Select(i => $"p{i:00000}")), BatchPolicy.OnePerStep)
                .Compute(_ => ValueTask.FromResult<object?>(null)))
            .Build();
        var options = new RunExecutorOptions();
        var services = new NoServices();
        var runner = new InProcessStepRunner(services, TimeProvider.System, options, NullLoggerFactory.Instance);
        var executor = new RunExecutor(new RunExecutorParts(
            store.Runs, store.Events, runner, runner, new ResourcePools(options), options, TimeProvider.System, new Random(1)));
        RunPlan plan = new RunPlanner(TimeProvider.System).Plan(graph, new RunRequest(AssetSelection.Parse("*")));
        var run = new Run { Id = new RunId(runId), Selection = "*", CreatedAt = TimeProvider.System.GetUtcNow() };
        await store.Runs.CreateAsync(run, CancellationToken.None);
        RunResult result = await executor.ExecuteAsync(run, plan, CancellationToken.None);
        return result.Status == RunStatus.Succeeded ? 0 : 1;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
