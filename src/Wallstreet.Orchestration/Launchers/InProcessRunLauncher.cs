using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Launchers;

/// <summary>
/// Executes runs in this process, some at once and the rest in the order in which they came. While it has runs it says that
/// it is alive. When it is disposed of, its runs are canceled and waited for.
/// </summary>
public sealed partial class InProcessRunLauncher : IRunLauncher, IAsyncDisposable
{
    private readonly StoredRunPlanner _planner;
    private readonly RunExecutor _executor;
    private readonly RunExecutorParts _parts;
    private readonly RunLauncherOptions _options;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _room;
    private readonly ConcurrentDictionary<RunId, (CancellationTokenSource Stop, Task Work)> _active = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private Task _heartbeat = Task.CompletedTask;

    /// <summary>Makes a launcher.</summary>
    public InProcessRunLauncher(
        StoredRunPlanner planner, RunExecutorParts parts, RunLauncherOptions options, ILogger<InProcessRunLauncher> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _planner = planner;
        _parts = parts;
        _executor = new RunExecutor(parts);
        _options = options;
        _logger = logger;
        _room = new SemaphoreSlim(options.RunsInFlightMax);
    }

    /// <summary>How many runs have been accepted and have not ended.</summary>
    public int ActiveCount => _active.Count;

    /// <inheritdoc />
    public async ValueTask LaunchAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ObjectDisposedException.ThrowIf(_closing.IsCancellationRequested, this);
        if (run.Owner != RunOwner.Current)
        {
            if (!await _parts.Runs.ClaimAsync(run.Id, RunOwner.Current, run.Owner, _parts.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException($"The run {run.Id} has ended or another process has it.");
            }

            run = run with { Owner = RunOwner.Current };
        }

        // The work waits for its entry here, so that it never ends before it can be found.
        CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task work = ExecuteAsync(run, entered.Task, stop);
        _active[run.Id] = (stop, work);
        entered.SetResult();
        KeepHeartbeat();
    }

    /// <inheritdoc />
    public async ValueTask<bool> TerminateAsync(RunId runId, CancellationToken cancellationToken)
    {
        if (!_active.TryGetValue(runId, out (CancellationTokenSource Stop, Task Work) active))
        {
            return false;
        }

        await active.Stop.CancelAsync().ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc />
    public Task WaitAsync(RunId runId, CancellationToken cancellationToken) =>
        _active.TryGetValue(runId, out (CancellationTokenSource Stop, Task Work) active)
            ? active.Work.WaitAsync(cancellationToken)
            : Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_active.Values.Select(active => active.Work).ToArray()).ConfigureAwait(false);
        await _heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ExecuteAsync(Run run, Task entered, CancellationTokenSource stop)
    {
        await entered.ConfigureAwait(false);
        bool inRoom = false;
#pragma warning disable CA1031 // A run that breaks is a failed run, not the end of the process.
        try
        {
            await _room.WaitAsync(stop.Token).ConfigureAwait(false);
            inRoom = true;
            RunPlan plan = await _planner.PlanAsync(run, stop.Token).ConfigureAwait(false);
            await _executor.ExecuteAsync(run, plan, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            RunCanceled canceled = new() { RunId = run.Id, Timestamp = _parts.Time.GetUtcNow(), Reason = "It had not begun." };
            await EndUnbegunAsync(run, canceled, RunStatus.Canceled).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            LogBroken(_logger, error, run.Id.Value);
            RunFailed failed = new() { RunId = run.Id, Timestamp = _parts.Time.GetUtcNow(), Message = error.Message };
            await EndUnbegunAsync(run, failed, RunStatus.Failed).ConfigureAwait(false);
        }
        finally
        {
            if (inRoom)
            {
                _room.Release();
            }

            _active.TryRemove(run.Id, out _);
            stop.Dispose();
        }
#pragma warning restore CA1031
    }

    /// <summary>Ends a run that has not begun; one that has begun has been ended by the executor.</summary>
    private async ValueTask EndUnbegunAsync(Run run, RunEvent ended, RunStatus status)
    {
#pragma warning disable CA1031 // What cannot be written now is found at the next start.
        try
        {
            if (await _parts.Runs.FindAsync(run.Id, CancellationToken.None).ConfigureAwait(false) is { Status: RunStatus.Queued })
            {
                await _parts.Log.AppendAsync([ended], CancellationToken.None).ConfigureAwait(false);
                await _parts.Runs
                    .UpdateStatusAsync(run.Id, RunStatus.Queued, status, ended.Timestamp, CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            LogBroken(_logger, error, run.Id.Value);
        }
#pragma warning restore CA1031
    }

    private void KeepHeartbeat()
    {
        lock (_gate)
        {
            if (_heartbeat.IsCompleted)
            {
                _heartbeat = BeatAsync();
            }
        }
    }

    private async Task BeatAsync()
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        Task listening = ListenAsync(idle.Token);
        try
        {
            await BeatUntilIdleAsync().ConfigureAwait(false);
        }
        finally
        {
            await idle.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Stops runs of this process when another asks for it in the log.</summary>
    private async Task ListenAsync(CancellationToken idle)
    {
        await Task.Yield();
#pragma warning disable CA1031 // Runs go on without; whoever asked sees that they do.
        try
        {
            // What was asked for before the listening began is in the events of the runs themselves.
            long from = await _parts.Log.GetLastSequenceAsync(idle).ConfigureAwait(false);
            foreach (RunId run in _active.Keys)
            {
                await foreach (RunEvent told in _parts.Log.ReadRunAsync(run, 0, idle).ConfigureAwait(false))
                {
                    await HeedAsync(told).ConfigureAwait(false);
                }
            }

            await foreach (RunEvent told in _parts.Log.SubscribeAsync(from, idle).ConfigureAwait(false))
            {
                await HeedAsync(told).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (!idle.IsCancellationRequested)
        {
            LogNotListening(_logger, error);
        }
#pragma warning restore CA1031
    }

    private async ValueTask HeedAsync(RunEvent told)
    {
        if (told is RunCancelRequested)
        {
            await TerminateAsync(told.RunId, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task BeatUntilIdleAsync()
    {
        using PeriodicTimer timer = new(_options.HeartbeatInterval, _parts.Time);
        while (await timer.WaitForNextTickAsync(_closing.Token).ConfigureAwait(false))
        {
            lock (_gate)
            {
                if (_active.IsEmpty)
                {
                    _heartbeat = Task.CompletedTask;
                    return;
                }
            }

#pragma warning disable CA1031 // A missed sign of life is followed by another.
            try
            {
                await _parts.Runs.HeartbeatAsync(RunOwner.Current, _parts.Time.GetUtcNow(), _closing.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogNoHeartbeat(_logger, error);
            }
#pragma warning restore CA1031
        }
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "The run {RunId} could not be executed to its end")]
    private static partial void LogBroken(ILogger logger, Exception error, string runId);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "The heartbeat of this process could not be stored")]
    private static partial void LogNoHeartbeat(ILogger logger, Exception error);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "Requests of other processes to stop runs are not heard any more")]
    private static partial void LogNotListening(ILogger logger, Exception error);
}
