using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Orchestration.Tests.Execution;

/// <summary>Executes runs over stores in memory.</summary>
internal sealed class RunFixture
{
    public RunFixture(RunExecutorOptions? options = null, TimeProvider? time = null, IServiceProvider? services = null)
    {
        Time = time ?? TimeProvider.System;
        Options = options ?? new RunExecutorOptions { StepsInFlightMax = 4 };
        Services = services ?? new NoServices();
        Pools = new ResourcePools(Options);
        InProcessStepRunner runner = new(Services, Time, Options, NullLoggerFactory.Instance);
        Parts = new RunExecutorParts(Runs, Log, runner, runner, Pools, Options, Time, new Random(1));
        Executor = new RunExecutor(Parts);
    }

    public InMemoryRunStore Runs { get; } = new();

    public InMemoryEventLog Log { get; } = new();

    public TimeProvider Time { get; }

    public RunExecutorOptions Options { get; }

    public IServiceProvider Services { get; }

    public ResourcePools Pools { get; }

    public RunExecutorParts Parts { get; }

    public RunExecutor Executor { get; }

    public async Task<(Run Run, RunPlan Plan)> PlanAsync(AssetGraph graph, RunRequest request)
    {
        RunPlan plan = new RunPlanner(Time).Plan(graph, request);
        Run run = new()
        {
            Id = RunId.New(Time),
            Selection = request.Selection.Text,
            Partitions = request.Partitions.ToText(),
            CreatedAt = Time.GetUtcNow(),
            Tags = request.Tags,
        };
        await Runs.CreateAsync(run, TestContext.Current.CancellationToken);
        return (run, plan);
    }

    public async Task<RunResult> ExecuteAsync(AssetGraph graph, string selection = "*", CancellationToken? canceled = null)
    {
        (Run run, RunPlan plan) = await PlanAsync(graph, new RunRequest(AssetSelection.Parse(selection)));
        return await Executor.ExecuteAsync(run, plan, canceled ?? TestContext.Current.CancellationToken);
    }

    public async Task<List<RunEvent>> ReadEventsAsync()
    {
        List<RunEvent> events = [];
        await foreach (RunEvent runEvent in Log.ReadAsync(0, EventFilter.Everything, TestContext.Current.CancellationToken))
        {
            events.Add(runEvent);
        }

        return events;
    }

    public async Task<List<T>> ReadEventsAsync<T>()
        where T : RunEvent => [.. (await ReadEventsAsync()).OfType<T>()];

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
