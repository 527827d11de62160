using Wallstreet.Orchestration.Daemons;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Tests.Daemons;

public sealed class RunRecoveryTests
{
    private static readonly RunOwner _gone = RunOwner.Current with { ProcessStartedAt = RunOwner.Current.ProcessStartedAt.AddDays(-1) };

    private readonly InMemoryRunStore _runs = new();
    private readonly InMemoryEventLog _log = new();
    private readonly TimeProvider _time = TimeProvider.System;

    [Fact]
    public async Task A_run_whose_process_is_gone_is_interrupted_and_its_steps_at_work_are_named()
    {
        Run run = await AddAsync("half", RunStatus.Running, _gone);
        await AppendAsync(
            new RunStarted { RunId = run.Id },
            new StepStarted { RunId = run.Id, StepKey = new("a") },
            new StepSucceeded { RunId = run.Id, StepKey = new("a") },
            new StepStarted { RunId = run.Id, StepKey = new("b[2020-01-02]") });

        RunRecoveryResult result = await RecoverAsync();

        Assert.Equal([new StepKey("b[2020-01-02]")], Assert.Single(result.Interrupted).StepsInFlight);
        Assert.Equal(RunStatus.Interrupted, (await _runs.FindAsync(run.Id, TestContext.Current.CancellationToken))!.Status);
        RunInterrupted told = Assert.Single(await ReadAsync<RunInterrupted>());
        Assert.Contains("is gone. At work were: b[2020-01-02].", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_had_not_begun_is_given_back_to_be_launched()
    {
        Run run = await AddAsync("waiting", RunStatus.Queued, _gone);

        RunRecoveryResult result = await RecoverAsync();

        Assert.Empty(result.Interrupted);
        Assert.Equal((run.Id, RunOwner.Current), (Assert.Single(result.Waiting).Id, result.Waiting[0].Owner));
    }

    [Fact]
    public async Task Where_only_the_status_was_not_written_any_more_the_log_is_right()
    {
        Run run = await AddAsync("ended", RunStatus.Running, _gone);
        await AppendAsync(new RunStarted { RunId = run.Id }, new RunSucceeded { RunId = run.Id });

        RunRecoveryResult result = await RecoverAsync();

        Assert.Empty(result.Interrupted);
        Assert.Equal(RunStatus.Succeeded, (await _runs.FindAsync(run.Id, TestContext.Current.CancellationToken))!.Status);
    }

    [Fact]
    public async Task Runs_of_living_processes_are_left_alone()
    {
        await AddAsync("mine", RunStatus.Running, RunOwner.Current);
        await AddAsync("elsewhere", RunStatus.Running, _gone with { Host = "another-machine" });

        RunRecoveryResult result = await RecoverAsync();

        Assert.Empty(result.Interrupted);
        Assert.Empty(result.Waiting);
    }

    [Fact]
    public async Task A_second_look_finds_nothing_more()
    {
        Run run = await AddAsync("half", RunStatus.Running, _gone);
        await AppendAsync(new RunStarted { RunId = run.Id });

        await RecoverAsync();
        RunRecoveryResult again = await RecoverAsync();

        Assert.Empty(again.Interrupted);
        Assert.Single(await ReadAsync<RunInterrupted>());
    }

    private async Task<Run> AddAsync(string id, RunStatus status, RunOwner owner)
    {
        Run run = new()
        {
            Id = new RunId(id),
            Status = status,
            Selection = "*",
            CreatedAt = _time.GetUtcNow(),
            Owner = owner,
            HeartbeatAt = _time.GetUtcNow(),
        };
        await _runs.CreateAsync(run, TestContext.Current.CancellationToken);
        return run;
    }

    private async Task AppendAsync(params RunEvent[] events) =>
        await _log.AppendAsync([.. events.Select(e => e with { Timestamp = _time.GetUtcNow() })], TestContext.Current.CancellationToken);

    private async Task<RunRecoveryResult> RecoverAsync() =>
        await new RunRecovery(_runs, _log, _time, new RunRecoveryOptions()).RecoverAsync(TestContext.Current.CancellationToken);

    private async Task<List<T>> ReadAsync<T>()
        where T : RunEvent
    {
        List<T> found = [];
        await foreach (RunEvent runEvent in _log.ReadAsync(0, EventFilter.Everything, TestContext.Current.CancellationToken))
        {
            if (runEvent is T wanted)
            {
                found.Add(wanted);
            }
        }

        return found;
    }
}
