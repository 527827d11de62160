using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// Executes runs: steps side by side as far as their dependencies, the options and the pools allow, with retries, timeouts,
/// checks and cancellation. Every change is in the event log before it is acted on.
/// </summary>
/// <param name="parts">What it works with.</param>
public sealed class RunExecutor(RunExecutorParts parts)
{
    /// <summary>
    /// Executes a run that is stored and has not begun. What assets do wrong is in the result; the run's final event and
    /// status are written before this returns, also when it was canceled.
    /// </summary>
    /// <param name="run">The run, queued or starting.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="cancellationToken">Cancels the run; this still returns normally, with <see cref="RunStatus.Canceled"/>.</param>
    /// <exception cref="InvalidOperationException">The run has begun or ended elsewhere.</exception>
    /// <exception cref="OrchestrationStoreException">The log cannot be written; steps were stopped.</exception>
    public async Task<RunResult> ExecuteAsync(Run run, RunPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(plan);
        await BeginAsync(run, plan).ConfigureAwait(false);
        RunResult result;
        try
        {
            UpstreamFacts facts = await UpstreamFacts
                .ReadAsync(plan.Graph, plan.Assets, parts.Log, plan.PlannedAt, CancellationToken.None).ConfigureAwait(false);
            using RunExecution execution = new(run, plan, facts, parts);
            result = await execution.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await EndBrokenAsync(run, error).ConfigureAwait(false);
            throw;
        }

        await EndAsync(run, result).ConfigureAwait(false);
        return result;
    }

    private async ValueTask BeginAsync(Run run, RunPlan plan)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        if (run.Owner != RunOwner.Current
            && !await parts.Runs.ClaimAsync(run.Id, RunOwner.Current, run.Owner, now, CancellationToken.None).ConfigureAwait(false))
        {
            throw new InvalidOperationException($"The run {run.Id} has ended or is executed by another process.");
        }

        Run? stored = await parts.Runs.FindAsync(run.Id, CancellationToken.None).ConfigureAwait(false);
        if (stored is not { Status: RunStatus.Queued or RunStatus.Starting })
        {
            throw new InvalidOperationException(
                $"The run {run.Id} is {stored?.Status.ToText() ?? "not stored"}; only one that has not begun can be executed.");
        }

        RunStarted started = new() { RunId = run.Id, Timestamp = now, StepCount = plan.Steps.Count };
        await parts.Log.AppendAsync([started], CancellationToken.None).ConfigureAwait(false);
        await parts.Runs.UpdateStatusAsync(run.Id, stored.Status, RunStatus.Running, now, CancellationToken.None).ConfigureAwait(false);
        await parts.Runs.UpdateStepsAsync(run.Id, new StepCounts(plan.Steps.Count, 0, 0, 0, 0), CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(Run run, RunResult result)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
        RunEvent ended = result.Status switch
        {
            RunStatus.Succeeded => new RunSucceeded { RunId = run.Id, Timestamp = now },
            RunStatus.Canceled => new RunCanceled { RunId = run.Id, Timestamp = now, Reason = result.Message },
            _ => new RunFailed { RunId = run.Id, Timestamp = now, Message = result.Message ?? "A step failed." },
        };
        await parts.Log.AppendAsync([ended], CancellationToken.None).ConfigureAwait(false);
        await parts.Runs.UpdateStepsAsync(run.Id, result.Steps, CancellationToken.None).ConfigureAwait(false);
        await parts.Runs.UpdateStatusAsync(run.Id, RunStatus.Running, result.Status, now, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Says, as far as it can still be said, that a run could not be executed to its end.</summary>
    private async ValueTask EndBrokenAsync(Run run, Exception error)
    {
        DateTimeOffset now = parts.Time.GetUtcNow();
#pragma warning disable CA1031 // The first error is thrown on; that the same store fails again adds nothing.
        try
        {
            RunFailed failed = new() { RunId = run.Id, Timestamp = now, Message = $"The run could not go on: {error.Message}" };
            await parts.Log.AppendAsync([failed], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The status below may still be written.
        }

        try
        {
            await parts.Runs.UpdateStatusAsync(run.Id, RunStatus.Running, RunStatus.Failed, now, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The next start finds the run without an owner and says so.
        }
#pragma warning restore CA1031
    }
}
