namespace Wallstreet.Orchestration.Runs;

/// <summary>Runs in memory: for tests and for programs that need no past. Nothing survives the process.</summary>
public sealed class InMemoryRunStore : IRunStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<RunId, Run> _runs = new(Comparer<RunId>.Create((a, b) => b.CompareTo(a)));

    /// <inheritdoc />
    public ValueTask CreateAsync(Run run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            if (!_runs.TryAdd(run.Id, run))
            {
                throw new RunAlreadyExistsException(run.Id);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<bool> UpdateStatusAsync(
        RunId runId, RunStatus expected, RunStatus target, DateTimeOffset at, CancellationToken cancellationToken)
    {
        RunRules.CheckTransition(expected, target);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Change(runId, run => run.Status == expected ? RunRules.Advance(run, target, at) : null));
    }

    /// <inheritdoc />
    public ValueTask<bool> ClaimAsync(
        RunId runId, RunOwner owner, RunOwner? expected, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Change(runId, run =>
            !run.Status.IsFinal() && run.Owner == expected ? run with { Owner = owner, HeartbeatAt = at } : null));
    }

    /// <inheritdoc />
    public ValueTask<int> HeartbeatAsync(RunOwner owner, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            List<Run> owned = [.. _runs.Values.Where(run => run.Owner == owner && !run.Status.IsFinal())];
            foreach (Run run in owned)
            {
                _runs[run.Id] = run with { HeartbeatAt = at };
            }

            return ValueTask.FromResult(owned.Count);
        }
    }

    /// <inheritdoc />
    public ValueTask UpdateStepsAsync(RunId runId, StepCounts steps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Change(runId, run => run with { Steps = steps });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<Run?> FindAsync(RunId runId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(_runs.GetValueOrDefault(runId));
        }
    }

    /// <inheritdoc />
    public ValueTask<RunPage> ListAsync(RunFilter filter, int limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        RunRules.CheckLimit(limit);
        RunId? before = RunRules.ReadCursor(cursor);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            List<Run> runs =
            [
                .. _runs.Values
                    .Where(run => (before is null || run.Id < before) && Matches(run, filter))
                    .Take(limit + 1),
            ];
            bool more = runs.Count > limit;
            if (more)
            {
                runs.RemoveAt(limit);
            }

            return ValueTask.FromResult(new RunPage(runs, more ? runs[^1].Id.Value : null));
        }
    }

    private static bool Matches(Run run, RunFilter filter) =>
        (filter.Statuses.Count == 0 || filter.Statuses.Contains(run.Status))
        && (filter.Trigger is null || run.Trigger == filter.Trigger)
        && (filter.Ids is null || filter.Ids.Contains(run.Id))
        && (filter.Tag is not { } tag || (run.Tags.TryGetValue(tag.Key, out string? value) && value == tag.Value));

    private bool Change(RunId runId, Func<Run, Run?> change)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(runId, out Run? run))
            {
                throw new RunNotFoundException(runId);
            }

            if (change(run) is not { } changed)
            {
                return false;
            }

            _runs[runId] = changed;
            return true;
        }
    }
}
