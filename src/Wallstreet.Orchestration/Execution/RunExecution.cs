using System.Threading.Channels;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// The loop of one run. Everything that happens is told to the loop; it appends all that has gathered to the log in one
/// go, and only then acts on it: starts steps, wakes those who wait. So the log's order is the order of the run, and a
/// thousand small steps cost a few commits.
/// </summary>
internal sealed class RunExecution : IStepEvents, IDisposable
{
    private readonly Run _run;
    private readonly RunPlan _plan;
    private readonly RunExecutorParts _parts;
    private readonly UpstreamFacts _facts;
    private readonly ReadySteps _ready;
    private readonly RunProgress _progress;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<StepMessage> _messages =
        Channel.CreateUnbounded<StepMessage>(new UnboundedChannelOptions { SingleReader = true });

    private readonly RunJournal _journal;
    private readonly AnnouncedSteps _announced;
    private readonly Dictionary<int, Task> _inFlight = [];
    private readonly Dictionary<int, ITimer> _delays = [];
    private bool _canceled;
    private ITimer? _grace;
    private volatile bool _graceOver;
    private long _countsAt;

    public RunExecution(Run run, RunPlan plan, UpstreamFacts facts, RunExecutorParts parts)
    {
        _run = run;
        _plan = plan;
        _facts = facts;
        _parts = parts;
        _ready = new ReadySteps(parts.Pools, Wake);
        _countsAt = parts.Time.GetTimestamp();
        _journal = new RunJournal(run.Id, parts.Log, parts.Time);
        _progress = new RunProgress(plan, _ready, _journal);
        _announced = new AnnouncedSteps(_journal, _ready, parts, Wake);
    }

    private StepCounts Counts => _progress.Count(_inFlight.Count);

    /// <summary>Executes all steps.</summary>
    /// <param name="cancellationToken">Cancels the run; steps that are at work are told to stop and waited for.</param>
    public async Task<RunResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.Register(Wake);
        try
        {
            _progress.Begin();
            while (await AdvanceAsync(cancellationToken).ConfigureAwait(false))
            {
                await _messages.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false);
                while (_messages.Reader.TryRead(out StepMessage? message))
                {
                    Handle(message);
                }
            }
        }
        catch (Exception error)
        {
            await StopAllAsync(error).ConfigureAwait(false);
            throw;
        }

        _messages.Writer.Complete();
        RunStatus status = _canceled ? RunStatus.Canceled
            : _progress.Failure is null ? RunStatus.Succeeded : RunStatus.Failed;
        return new RunResult(status, Counts, _progress.Failure);
    }

    /// <inheritdoc />
    public void Post(RunEvent runEvent) => _messages.Writer.TryWrite(new StepMessage.Happened(runEvent, null));

    /// <inheritdoc />
    public async ValueTask AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_messages.Writer.TryWrite(new StepMessage.Happened(runEvent, waiter)))
        {
            throw new OperationCanceledException("The run has ended.");
        }

        await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _announced.Dispose();
        _grace?.Dispose();
        foreach (ITimer delay in _delays.Values)
        {
            delay.Dispose();
        }

        _stop.Dispose();
    }

    /// <summary>Chooses what starts next, appends what has gathered, then acts on it; false when the run is over.</summary>
    private async ValueTask<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested && !_canceled)
        {
            Cancel();
        }

        if (_graceOver)
        {
            AbandonRunning();
        }

        StartAnnounced();
        if (_announced.MayGather())
        {
            return true;
        }

        _announced.Disarm();
        if (!_canceled)
        {
            _announced.Announce(_inFlight.Count);
        }

        await _journal.AppendAsync().ConfigureAwait(false);
        StartAnnounced();
        if (!_progress.IsOver && _parts.Time.GetElapsedTime(_countsAt) >= _parts.Options.CountsInterval)
        {
            _countsAt = _parts.Time.GetTimestamp();
            await _parts.Runs.UpdateStepsAsync(_run.Id, Counts, CancellationToken.None).ConfigureAwait(false);
        }

        return !_progress.IsOver;
    }

    private void StartAnnounced()
    {
        while (_announced.TryTake(_inFlight.Count, out (PlannedStep Step, int Attempt) next))
        {
            Start(next.Step, next.Attempt);
        }
    }

    private void Start(PlannedStep step, int attempt)
    {
        StepAttempt work = new()
        {
            RunId = _run.Id,
            StepKey = step.Key,
            Attempt = attempt,
            Asset = step.Asset,
            Partitions = step.Partitions,
            Window = step.Window,
            Upstreams = _facts.Tell(step.Asset, step.Ordinals),
            RunTags = _run.Tags,
        };
        _progress.Start(step);
        _inFlight.Add(step.Index, Task.Run(() => RunAsync(step, work), CancellationToken.None));
    }

    private async Task RunAsync(PlannedStep step, StepAttempt attempt)
    {
        long started = _parts.Time.GetTimestamp();
        StepOutcome outcome;
#pragma warning disable CA1031 // A runner that breaks is a failed step, not the end of the run.
        try
        {
            bool isolated = step.Asset.Isolation == StepIsolation.Process || _run.Launcher == RunLaunchers.Process;
            IStepRunner runner = isolated ? _parts.Isolated : _parts.InProcess;
            outcome = await runner.RunAsync(attempt, this, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            outcome = new StepOutcome.Failed(StepError.FromException(error));
        }
#pragma warning restore CA1031
        _messages.Writer.TryWrite(
            new StepMessage.Ended(step, attempt.Attempt, outcome, _parts.Time.GetElapsedTime(started)));
    }

    private void Handle(StepMessage message)
    {
        switch (message)
        {
            case StepMessage.Happened happened:
                Gather(happened.Event);
                if (happened.Waiter is { } waiter)
                {
                    _journal.AddWaiter(waiter);
                }

                break;
            case StepMessage.Ended ended when _progress.IsRunning(ended.Step):
                _inFlight.Remove(ended.Step.Index);
                _parts.Pools.GiveBack(ended.Step.Asset.Pools);
                _announced.Learn(ended.Step, ended.Duration);
                HandleEnd(ended);
                break;
            case StepMessage.Due due when _delays.Remove(due.Step.Index, out ITimer? delay):
                delay.Dispose();
                _ready.Add(due.Step, due.Attempt);
                break;
            default:
                break;
        }
    }

    private void Gather(RunEvent runEvent)
    {
        _journal.Add(runEvent);
        if (runEvent is AssetMaterialized materialized)
        {
            _facts.Add(materialized);
        }
    }

    private void HandleEnd(StepMessage.Ended ended)
    {
        PlannedStep step = ended.Step;
        switch (ended.Outcome)
        {
            case StepOutcome.Succeeded succeeded:
                foreach (RunEvent runEvent in succeeded.Events)
                {
                    Gather(runEvent);
                }

                _progress.Succeed(step, ended.Attempt, ended.Duration);
                break;
            case StepOutcome.Failed failed when failed.Retryable && !_canceled && ended.Attempt <= step.Asset.Retry.RetriesMax:
                RetryLater(step, ended.Attempt, failed.Error);
                break;
            case StepOutcome.Failed failed:
                _progress.Fail(step, ended.Attempt, failed.Error);
                break;
            default:
                _progress.Skip(step, "The run was canceled while the step was at work.");
                break;
        }
    }

    private void RetryLater(PlannedStep step, int attempt, StepError error)
    {
        TimeSpan delay = step.Asset.Retry.GetDelay(attempt, _parts.Random.NextDouble());
        _progress.Retry(step, attempt, delay, error);
        _delays[step.Index] = _parts.Time.CreateTimer(
            _ => _messages.Writer.TryWrite(new StepMessage.Due(step, attempt + 1)), null, delay, Timeout.InfiniteTimeSpan);
    }

    private void Cancel()
    {
        _canceled = true;
        _ready.Clear();
        foreach (PlannedStep step in _announced.Steps)
        {
            _parts.Pools.GiveBack(step.Asset.Pools);
        }

        _announced.Clear();
        foreach (ITimer delay in _delays.Values)
        {
            delay.Dispose();
        }

        _delays.Clear();
        _progress.SkipPending("The run was canceled before the step began.");
        _grace = _parts.Time.CreateTimer(_ => EndGrace(), null, _parts.Options.StopGrace, Timeout.InfiniteTimeSpan);
        _ = _stop.CancelAsync();
    }

    private void EndGrace()
    {
        _graceOver = true;
        Wake();
    }

    private void AbandonRunning()
    {
        foreach (PlannedStep step in _plan.Steps.Where(_progress.IsRunning))
        {
            _inFlight.Remove(step.Index);
            _parts.Pools.GiveBack(step.Asset.Pools);
            _progress.Fail(step, 1, new StepError(
                $"The run was canceled, but the step did not stop within {_parts.Options.StopGrace} and may still be at work. "
                + "Let the asset watch its cancellation token."));
        }
    }

    private void Wake() => _messages.Writer.TryWrite(new StepMessage.Woken());

    /// <summary>Ends everything when the log or a store cannot be written any more.</summary>
    private async ValueTask StopAllAsync(Exception error)
    {
        _messages.Writer.TryComplete();
        await _stop.CancelAsync().ConfigureAwait(false);
        while (_messages.Reader.TryRead(out StepMessage? message))
        {
            (message as StepMessage.Happened)?.Waiter?.TrySetException(error);
        }

        _journal.Abandon(error);
        using CancellationTokenSource grace = new(_parts.Options.StopGrace, _parts.Time);
        await Task.WhenAll(_inFlight.Values).WaitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (PlannedStep step in _inFlight.Keys.Select(index => _plan.Steps[index]).Concat(_announced.Steps))
        {
            _parts.Pools.GiveBack(step.Asset.Pools);
        }
    }
}
