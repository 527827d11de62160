using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Launchers;

/// <summary>What people and schedules do with runs: ask for one, cancel it, try it again.</summary>
/// <param name="planner">Refuses what cannot be planned before a run is stored.</param>
/// <param name="runs">The runs.</param>
/// <param name="log">The event log.</param>
/// <param name="launcher">Executes them.</param>
/// <param name="time">The clock.</param>
public sealed class RunCoordinator(
    StoredRunPlanner planner, IRunStore runs, IEventLog log, IRunLauncher launcher, TimeProvider time)
{
    /// <summary>Stores and launches a run.</summary>
    /// <exception cref="Graphs.AssetGraphException">The request names an asset that does not exist.</exception>
    /// <exception cref="Partitions.UnknownPartitionException">The request names a partition that does not exist, or not yet.</exception>
    /// <exception cref="NothingToRunException">The request selects nothing that can be made.</exception>
    public async ValueTask<Run> SubmitAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        RunPlan plan = await planner.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = time.GetUtcNow();
        Run run = new()
        {
            Id = RunId.New(time),
            // Owned from the first moment: if this process dies before the run is launched, the next start sees that it did.
            Owner = RunOwner.Current,
            HeartbeatAt = now,
            Selection = request.Selection.Text,
            Partitions = request.Partitions.ToText(),
            Trigger = request.Trigger,
            Launcher = request.Launcher,
            Tags = request.Tags,
            CreatedAt = now,
            Steps = new StepCounts(plan.Steps.Count, 0, 0, 0, 0),
        };
        await runs.CreateAsync(run, cancellationToken).ConfigureAwait(false);
        RunQueued queued = new()
        {
            RunId = run.Id,
            Timestamp = run.CreatedAt,
            Selection = run.Selection,
            Trigger = run.Trigger.Text,
        };
        await log.AppendAsync([queued], CancellationToken.None).ConfigureAwait(false);
        await launcher.LaunchAsync(run, CancellationToken.None).ConfigureAwait(false);
        return run;
    }

    /// <summary>Stores and launches a run, waits for its end, and gives it as it then is.</summary>
    public async ValueTask<Run> SubmitAndWaitAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Run run = await SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        await launcher.WaitAsync(run.Id, cancellationToken).ConfigureAwait(false);
        return await GetAsync(run.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits until a run of this process has ended.</summary>
    public Task WaitAsync(RunId runId, CancellationToken cancellationToken) => launcher.WaitAsync(runId, cancellationToken);

    /// <summary>
    /// Tells a run to stop, whichever process executes it; another living process is told through the event log. False when
    /// the run has ended.
    /// </summary>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public async ValueTask<bool> CancelAsync(RunId runId, CancellationToken cancellationToken)
    {
        Run run = await GetAsync(runId, cancellationToken).ConfigureAwait(false);
        if (run.Status.IsFinal())
        {
            return false;
        }

        if (await launcher.TerminateAsync(runId, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        DateTimeOffset now = time.GetUtcNow();
        if (run.Owner is { } owner && !owner.IsGone())
        {
            RunCancelRequested request = new() { RunId = runId, Timestamp = now, RequestedBy = RunOwner.Current.ToString() };
            await log.AppendAsync([request], cancellationToken).ConfigureAwait(false);
            return true;
        }

        if (!await runs.ClaimAsync(runId, RunOwner.Current, run.Owner, now, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        RunCanceled canceled = new() { RunId = runId, Timestamp = now, Reason = "It was canceled while no process executed it." };
        await log.AppendAsync([canceled], CancellationToken.None).ConfigureAwait(false);
        return await runs.UpdateStatusAsync(runId, run.Status, RunStatus.Canceled, now, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Stores and launches another try of a run that has ended.</summary>
    /// <param name="runId">The earlier run.</param>
    /// <param name="fromFailure">True leaves out what the earlier run, and those it retried, have done.</param>
    /// <param name="cancellationToken">Cancels asking; the run goes on once it is stored.</param>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    /// <exception cref="InvalidOperationException">The run has not ended.</exception>
    public async ValueTask<Run> RetryAsync(RunId runId, bool fromFailure, CancellationToken cancellationToken)
    {
        Run earlier = await GetAsync(runId, cancellationToken).ConfigureAwait(false);
        if (!earlier.Status.IsFinal())
        {
            throw new InvalidOperationException(
                $"The run {runId} is {earlier.Status.ToText()}; wait until it has ended, or cancel it, before trying it again.");
        }

        if (earlier.Tags.ContainsKey(RunRequest.ChecksOnlyTag))
        {
            throw new InvalidOperationException(
                $"The run {runId} only checked assets; trying it again would make them. Run the checks again: wallstreet checks run \"{earlier.Selection}\".");
        }

        Dictionary<string, string> tags = new(earlier.Tags, StringComparer.Ordinal);
        tags.Remove(RunRequest.FromFailureTag);
        if (fromFailure)
        {
            tags[RunRequest.FromFailureTag] = "true";
        }

        return await SubmitAsync(
            RunRequest.FromRun(earlier) with { Trigger = RunTrigger.Retry(runId), Tags = tags }, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Run> GetAsync(RunId runId, CancellationToken cancellationToken) =>
        await runs.FindAsync(runId, cancellationToken).ConfigureAwait(false) ?? throw new RunNotFoundException(runId);
}
