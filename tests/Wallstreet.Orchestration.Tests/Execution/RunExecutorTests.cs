using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Orchestration.Tests.Execution;

public sealed class RunExecutorTests
{
    private static readonly AssetFunction _nothing = _ => default;

    [Fact]
    public async Task A_chain_runs_in_order_and_every_change_is_in_the_log()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("bronze/a", a => a.Compute(_nothing))
            .AddAsset("silver/b", a => a.From("bronze/a").Compute(_nothing))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        Assert.Equal(new StepCounts(2, 2, 0, 0, 0), result.Steps);
        string[] expected =
        [
            "run_started", "step_started bronze/a", "asset_materialized bronze/a", "step_succeeded bronze/a",
            "step_started silver/b", "asset_materialized silver/b", "step_succeeded silver/b", "run_succeeded",
        ];
        Assert.Equal(expected, (await fixture.ReadEventsAsync()).Select(e => $"{e.TypeName} {e.StepKey}".TrimEnd()));
    }

    [Fact]
    public async Task A_failing_step_skips_what_is_downstream_and_nothing_else()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Compute(_ => throw new InvalidOperationException("The file is torn.")))
            .AddAsset("b", a => a.From("a").Compute(_nothing))
            .AddAsset("c", a => a.From("b").Compute(_nothing))
            .AddAsset("d", a => a.Compute(_nothing))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Equal(new StepCounts(4, 1, 1, 2, 0), result.Steps);
        Assert.Contains("a: The file is torn.", result.Message, StringComparison.Ordinal);
        List<StepSkipped> skipped = await fixture.ReadEventsAsync<StepSkipped>();
        Assert.Equal(["Its upstream a did not succeed.", "Its upstream b did not succeed."], skipped.Select(s => s.Reason));
        Assert.Equal("The file is torn.", Assert.Single(await fixture.ReadEventsAsync<StepFailed>()).Error.Message);
    }

    [Fact]
    public async Task A_blocking_check_that_fails_stops_what_is_downstream_and_keeps_the_materialization()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Compute(_nothing)
                .Check("warns", _ => new(AssetCheckResult.Fail("a little", CheckSeverity.Warn)), blocking: true)
                .Check("blocks", _ => new(AssetCheckResult.Fail("3 rows are wrong")), blocking: true)
                .Check("never_reached", _ => new(AssetCheckResult.Pass())))
            .AddAsset("b", a => a.From("a").Compute(_nothing))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Single(await fixture.ReadEventsAsync<AssetMaterialized>());
        Assert.Equal(["warns", "blocks"], (await fixture.ReadEventsAsync<AssetCheckEvaluated>()).Select(c => c.CheckName));
        Assert.Contains("3 rows are wrong", Assert.Single(await fixture.ReadEventsAsync<StepFailed>()).Error.Message, StringComparison.Ordinal);
        Assert.Equal("b", Assert.Single(await fixture.ReadEventsAsync<StepSkipped>()).StepKey?.Value);
    }

    [Fact]
    public async Task A_check_that_throws_has_failed_but_one_that_does_not_block_lets_the_run_go_on()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Compute(_nothing).Check("broken", _ => throw new FormatException("no number")))
            .AddAsset("b", a => a.From("a").Compute(_nothing))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(RunStatus.Succeeded, result.Status);
        AssetCheckEvaluated check = Assert.Single(await fixture.ReadEventsAsync<AssetCheckEvaluated>());
        Assert.False(check.Passed);
        Assert.Equal("The check threw FormatException: no number", check.Message);
    }

    [Fact]
    public async Task A_partition_waits_only_for_its_own_upstream_partition()
    {
        RunFixture fixture = new();
        StaticPartitions symbols = new("AAPL", "MSFT");
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Partitions(symbols).Compute(c =>
                c.Partition!.Value.Value == "AAPL" ? throw new IOException("gone") : default))
            .AddAsset("b", a => a.From("a").Partitions(symbols).Compute(_nothing))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(new StepCounts(4, 2, 1, 1, 0), result.Steps);
        Assert.Equal("b[AAPL]", Assert.Single(await fixture.ReadEventsAsync<StepSkipped>()).StepKey?.Value);
        PartitionState failed = (await fixture.Log.GetPartitionStatesAsync(new("a"), TestContext.Current.CancellationToken))[new("AAPL")];
        Assert.Equal(PartitionStatus.Failed, failed.Status);
    }

    [Fact]
    public async Task As_many_steps_are_at_work_as_the_options_allow_and_no_more()
    {
        RunFixture fixture = new(new RunExecutorOptions { StepsInFlightMax = 3 });
        Meeting meeting = new(3);
        AssetGraphBuilder builder = new();
        for (int i = 0; i < 20; i++)
        {
            builder.AddAsset($"a{i}", a => a.Compute(meeting.ComeAsync));
        }

        RunResult result = await fixture.ExecuteAsync(builder.Build());

        Assert.Equal(20, result.Steps.Succeeded);
        Assert.Equal(3, meeting.Most);
    }

    [Fact]
    public async Task A_pool_bounds_the_steps_that_name_it_and_lets_others_pass()
    {
        RunFixture fixture = new(new RunExecutorOptions { StepsInFlightMax = 8, PoolSizes = new Dictionary<string, int> { ["db"] = 2 } });
        Meeting meeting = new(2);
        AssetGraphBuilder builder = new();
        for (int i = 0; i < 10; i++)
        {
            builder.AddAsset($"a{i}", a => a.Pools("db").Compute(meeting.ComeAsync));
        }

        builder.AddAsset("free", a => a.Compute(_nothing));

        RunResult result = await fixture.ExecuteAsync(builder.Build());

        Assert.Equal(11, result.Steps.Succeeded);
        Assert.Equal(2, meeting.Most);
    }

    [Fact]
    public async Task Canceling_stops_steps_at_work_and_writes_the_final_events()
    {
        RunFixture fixture = new();
        using CancellationTokenSource canceled = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Compute(async c =>
            {
                await canceled.CancelAsync();
                await Task.Delay(Timeout.Infinite, c.CancellationToken);
                return null;
            }))
            .AddAsset("b", a => a.From("a").Compute(_nothing))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph, canceled: canceled.Token);

        Assert.Equal(RunStatus.Canceled, result.Status);
        Assert.Equal(new StepCounts(2, 0, 0, 2, 0), result.Steps);
        Assert.Single(await fixture.ReadEventsAsync<RunCanceled>());
        RunPage page = await fixture.Runs.ListAsync(RunFilter.Everything, 10, null, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Canceled, Assert.Single(page.Runs).Status);
    }

    [Fact]
    public async Task A_step_that_ignores_being_canceled_is_left_behind_after_the_grace()
    {
        RunFixture fixture = new(new RunExecutorOptions { StopGrace = TimeSpan.FromMilliseconds(50) });
        using CancellationTokenSource canceled = new();
        TaskCompletionSource<object?> never = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Compute(async _ =>
            {
                await canceled.CancelAsync();
                return await never.Task;
            }))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph, canceled: canceled.Token);

        Assert.Equal(RunStatus.Canceled, result.Status);
        Assert.Contains("did not stop within", Assert.Single(await fixture.ReadEventsAsync<StepFailed>()).Error.Message, StringComparison.Ordinal);
        never.SetResult(null);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_fails_and_says_so()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder()
            .AddAsset("a", a => a.Timeout(TimeSpan.FromMilliseconds(30)).Compute(async c =>
            {
                await Task.Delay(Timeout.Infinite, c.CancellationToken);
                return null;
            }))
            .Build();

        RunResult result = await fixture.ExecuteAsync(graph);

        Assert.Equal(RunStatus.Failed, result.Status);
        Assert.Contains("longer than its timeout", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_has_ended_is_not_executed_again()
    {
        RunFixture fixture = new();
        AssetGraph graph = new AssetGraphBuilder().AddAsset("a", a => a.Compute(_nothing)).Build();
        (Run run, RunPlan plan) = await fixture.PlanAsync(graph, new RunRequest(AssetSelection.All));
        await fixture.Executor.ExecuteAsync(run, plan, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => fixture.Executor.ExecuteAsync(run, plan, TestContext.Current.CancellationToken));
    }
}
