using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;
using Wallstreet.Orchestration.Tests.Execution;

namespace Wallstreet.Orchestration.Tests.Launchers;

public sealed class RunCoordinatorTests
{
    private static readonly StaticPartitions _symbols = new("A", "B", "C");

    [Fact]
    public async Task A_retry_from_failure_makes_only_what_did_not_succeed()
    {
        bool broken = true;
        List<string> made = [];
        await using Office office = new(new AssetGraphBuilder()
            .AddAsset("a", a => a.Partitions(_symbols).Compute(context => Note(context, made)))
            .AddAsset("b", a => a.Partitions(_symbols).From("a").Compute(context =>
                broken && context.Partition == new PartitionKey("B") ? throw new IOException("torn") : Note(context, made)))
            .AddAsset("c", a => a.From("b").Compute(context => Note(context, made)))
            .Build());

        Run first = await office.RunAsync("*");
        broken = false;
        made.Clear();
        Run second = await office.RetryAsync(first.Id, fromFailure: true);

        Assert.Equal(RunStatus.Failed, first.Status);
        Assert.Equal(RunStatus.Succeeded, second.Status);
        Assert.Equal(["b[B]", "c"], made);
        Assert.Equal($"retry:{first.Id}", second.Trigger.Text);

        made.Clear();
        Run third = await office.RetryAsync(second.Id, fromFailure: true);
        Assert.Empty(made);
        Assert.Equal(RunStatus.Succeeded, third.Status);

        Run whole = await office.RetryAsync(first.Id, fromFailure: false);
        Assert.Equal(7, whole.Steps.Succeeded);
    }

    [Fact]
    public async Task A_run_of_what_is_not_fresh_makes_what_is_missing_or_stale_and_what_follows_from_it()
    {
        List<string> made = [];
        await using Office office = new(new AssetGraphBuilder()
            .AddAsset("a", a => a.Partitions(_symbols).Compute(context => Note(context, made)))
            .AddAsset("b", a => a.Partitions(_symbols, BatchPolicy.WholeRange).From("a").CodeVersion("1").Compute(context => Note(context, made)))
            .AddAsset("c", a => a.From("b").Compute(context => Note(context, made)))
            .Build());

        await office.RunAsync("a", "A..B");
        made.Clear();
        await office.RunAsync("*", onlyNotFresh: true);
        Assert.Equal(["a[C]", "b[A..C]", "c"], made);

        made.Clear();
        await office.RunAsync("*", onlyNotFresh: true);
        Assert.Empty(made);

        await office.RunAsync("a", "B");
        made.Clear();
        await office.RunAsync("*", onlyNotFresh: true);
        Assert.Equal(["b[B]", "c"], made);
    }

    [Fact]
    public async Task A_request_that_cannot_be_planned_is_refused_and_leaves_no_run()
    {
        await using Office office = new(new AssetGraphBuilder().AddAsset("a", a => a.Compute(_ => default)).Build());

        await Assert.ThrowsAsync<UnknownAssetException>(() => office.RunAsync("b"));

        Assert.Empty((await office.Fixture.Runs.ListAsync(RunFilter.Everything, 10, null, TestContext.Current.CancellationToken)).Runs);
    }

    [Fact]
    public async Task Runs_wait_for_room_and_a_waiting_one_can_be_canceled()
    {
        TaskCompletionSource<object?> gate = new();
        await using Office office = new(
            new AssetGraphBuilder().AddAsset("a", a => a.Compute(async _ => await gate.Task)).Build(), runsInFlightMax: 1);
        CancellationToken token = TestContext.Current.CancellationToken;
        RunRequest request = new(AssetSelection.All);

        Run working = await office.Coordinator.SubmitAsync(request, token);
        Run waiting = await office.Coordinator.SubmitAsync(request, token);
        Assert.True(await office.Coordinator.CancelAsync(waiting.Id, token));
        await office.Coordinator.WaitAsync(waiting.Id, token);
        Assert.Equal(RunStatus.Canceled, (await office.Fixture.Runs.FindAsync(waiting.Id, token))!.Status);

        gate.SetResult(null);
        await office.Coordinator.WaitAsync(working.Id, token);
        Assert.Equal(RunStatus.Succeeded, (await office.Fixture.Runs.FindAsync(working.Id, token))!.Status);
        Assert.False(await office.Coordinator.CancelAsync(working.Id, token));
        await Assert.ThrowsAsync<RunNotFoundException>(() => office.Coordinator.CancelAsync(new RunId("none"), token).AsTask());
    }

    [Fact]
    public async Task Closing_the_launcher_cancels_its_runs_and_says_so()
    {
        Office office = new(new AssetGraphBuilder().AddAsset("a", a => a.Compute(async context =>
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return null;
        })).Build());
        Run run = await office.Coordinator.SubmitAsync(new RunRequest(AssetSelection.All), TestContext.Current.CancellationToken);
        while ((await office.Fixture.ReadEventsAsync<StepStarted>()).Count == 0)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await office.DisposeAsync();

        Assert.Equal(RunStatus.Canceled, (await office.Fixture.Runs.FindAsync(run.Id, TestContext.Current.CancellationToken))!.Status);
    }

    private static ValueTask<object?> Note(AssetContext context, List<string> made)
    {
        lock (made)
        {
            made.Add(context.StepKey.Value);
        }

        return default;
    }

    [Fact]
    public async Task A_run_belongs_to_the_process_that_asked_for_it_even_when_that_dies_before_it_is_launched()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder().AddAsset("a", a => a.Compute(_ => ValueTask.FromResult<object?>(null))).Build();
        RunCoordinator coordinator = new(
            new StoredRunPlanner(graph, fixture.Runs, fixture.Log, fixture.Time), fixture.Runs, fixture.Log, new DyingLauncher(), fixture.Time);
        CancellationToken cancellation = TestContext.Current.CancellationToken;

        await Assert.ThrowsAsync<TimeoutException>(
            async () => await coordinator.SubmitAsync(new RunRequest(AssetSelection.Parse("*")), cancellation));

        Run stored = Assert.Single((await fixture.Runs.ListAsync(RunFilter.Active, 10, null, cancellation)).Runs);
        Assert.Equal(RunStatus.Queued, stored.Status);
        Assert.Equal(RunOwner.Current, stored.Owner);
    }

    [Fact]
    public async Task A_run_that_only_checked_is_not_tried_again_since_that_would_make_its_assets()
    {
        await using Office office = new(
            new AssetGraphBuilder().AddAsset("a", a => a.Compute(_ => ValueTask.FromResult<object?>(null))).Build());
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Run checking = await office.Coordinator.SubmitAndWaitAsync(
            new RunRequest(AssetSelection.Parse("a")) { Tags = new Dictionary<string, string> { [RunRequest.ChecksOnlyTag] = "true" } }, cancellation);

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => office.RetryAsync(checking.Id, fromFailure: false));

        Assert.Contains("checks run", error.Message, StringComparison.Ordinal);
        Assert.Single((await office.Fixture.Runs.ListAsync(RunFilter.Everything, 10, null, cancellation)).Runs);
    }

    private sealed class DyingLauncher : IRunLauncher
    {
        public ValueTask LaunchAsync(Run run, CancellationToken cancellationToken) => throw new TimeoutException("It died.");

        public ValueTask<bool> TerminateAsync(RunId runId, CancellationToken cancellationToken) => ValueTask.FromResult(false);

        public Task WaitAsync(RunId runId, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Office : IAsyncDisposable
    {
        private readonly InProcessRunLauncher _launcher;

        public Office(AssetGraph graph, int runsInFlightMax = 4)
        {
            StoredRunPlanner planner = new(graph, Fixture.Runs, Fixture.Log, Fixture.Time);
            _launcher = new InProcessRunLauncher(
                planner,
                Fixture.Parts,
                new RunLauncherOptions { RunsInFlightMax = runsInFlightMax },
                NullLogger<InProcessRunLauncher>.Instance);
            Coordinator = new RunCoordinator(planner, Fixture.Runs, Fixture.Log, _launcher, Fixture.Time);
        }

        public RunFixture Fixture { get; } = new();

        public RunCoordinator Coordinator { get; }

        public async Task<Run> RunAsync(string selection, string? partitions = null, bool onlyNotFresh = false)
        {
            RunRequest request = new(AssetSelection.Parse(selection)) { Partitions = PartitionSelection.Parse(partitions) };
            return await Coordinator.SubmitAndWaitAsync(
                onlyNotFresh ? request with { Tags = new Dictionary<string, string> { [RunRequest.OnlyNotFreshTag] = "true" } } : request,
                TestContext.Current.CancellationToken);
        }

        public async Task<Run> RetryAsync(RunId id, bool fromFailure)
        {
            Run run = await Coordinator.RetryAsync(id, fromFailure, TestContext.Current.CancellationToken);
            await Coordinator.WaitAsync(run.Id, TestContext.Current.CancellationToken);
            return (await Fixture.Runs.FindAsync(run.Id, TestContext.Current.CancellationToken))!;
        }

        public ValueTask DisposeAsync() => _launcher.DisposeAsync();
    }
}
