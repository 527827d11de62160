using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>What has happened in a run and is not in the log yet, and who waits until it is. Used by the run's loop only.
/// </summary>
internal sealed class RunJournal(RunId runId, IEventLog log, TimeProvider time)
{
    private readonly List<RunEvent> _batch = [];
    private readonly List<TaskCompletionSource> _waiters = [];

    public bool IsEmpty => _batch.Count == 0;

    public bool HasWaiters => _waiters.Count > 0;

    public void Add(RunEvent runEvent) => _batch.Add(runEvent);

    /// <summary>Somebody goes on only once everything added so far is in the log.</summary>
    public void AddWaiter(TaskCompletionSource waiter) => _waiters.Add(waiter);

    public void AddStarted(PlannedStep step, int attempt) => Add(new StepStarted
    {
        RunId = runId,
        Timestamp = time.GetUtcNow(),
        StepKey = step.Key,
        AssetKey = step.Asset.Key,
        Partitions = step.Partitions,
        Attempt = attempt,
    });

    public void AddSucceeded(PlannedStep step, int attempt, TimeSpan duration) => Add(new StepSucceeded
    {
        RunId = runId,
        Timestamp = time.GetUtcNow(),
        StepKey = step.Key,
        AssetKey = step.Asset.Key,
        Partitions = step.Partitions,
        Attempt = attempt,
        Duration = duration,
    });

    public void AddRetried(PlannedStep step, int attempt, TimeSpan delay, StepError error) => Add(new StepRetried
    {
        RunId = runId,
        Timestamp = time.GetUtcNow(),
        StepKey = step.Key,
        AssetKey = step.Asset.Key,
        Partitions = step.Partitions,
        Attempt = attempt,
        Delay = delay,
        Error = error,
    });

    public void AddFailed(PlannedStep step, int attempt, StepError error) => Add(new StepFailed
    {
        RunId = runId,
        Timestamp = time.GetUtcNow(),
        StepKey = step.Key,
        AssetKey = step.Asset.Key,
        Partitions = step.Partitions,
        Attempt = attempt,
        Error = error,
    });

    public void AddSkipped(PlannedStep step, string reason) => Add(new StepSkipped
    {
        RunId = runId,
        Timestamp = time.GetUtcNow(),
        StepKey = step.Key,
        AssetKey = step.Asset.Key,
        Partitions = step.Partitions,
        Reason = reason,
    });

    /// <summary>Appends everything in one go and wakes those who wait.</summary>
    public async ValueTask AppendAsync()
    {
        if (_batch.Count > 0)
        {
            await log.AppendAsync(_batch.ToArray(), CancellationToken.None).ConfigureAwait(false);
            _batch.Clear();
        }

        foreach (TaskCompletionSource waiter in _waiters)
        {
            waiter.TrySetResult();
        }

        _waiters.Clear();
    }

    /// <summary>Tells those who wait that the log will never have it.</summary>
    public void Abandon(Exception error)
    {
        foreach (TaskCompletionSource waiter in _waiters)
        {
            waiter.TrySetException(error);
        }
    }
}
