using System.Globalization;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Daemons;

/// <summary>
/// Finds runs whose process is gone. One that had begun becomes interrupted, and an event says which of its steps were at
/// work; one that had not begun is given back to be launched. Of several processes that look at once, one acts on a run.
/// </summary>
/// <param name="runs">The runs.</param>
/// <param name="log">The event log.</param>
/// <param name="time">The clock.</param>
/// <param name="options">When a process counts as gone.</param>
public sealed class RunRecovery(IRunStore runs, IEventLog log, TimeProvider time, RunRecoveryOptions options)
{
    private const int PageSize = 200;
    private const int StepsNamedMax = 10;

    /// <summary>Looks once, usually at the start.</summary>
    public async ValueTask<RunRecoveryResult> RecoverAsync(CancellationToken cancellationToken)
    {
        List<InterruptedRun> interrupted = [];
        List<Run> waiting = [];
        string? cursor = null;
        do
        {
            RunPage page = await runs.ListAsync(RunFilter.Active, PageSize, cursor, cancellationToken).ConfigureAwait(false);
            foreach (Run run in page.Runs.Where(IsAbandoned))
            {
                await RecoverAsync(run, interrupted, waiting, cancellationToken).ConfigureAwait(false);
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);

        // Runs are listed newest first, and are launched in the order in which they were asked for.
        waiting.Reverse();
        return new RunRecoveryResult(interrupted, waiting);
    }

    private bool IsAbandoned(Run run)
    {
        if (run.Owner is not { } owner)
        {
            return time.GetUtcNow() - run.CreatedAt > options.UnownedAfter;
        }

        // Of a process on this machine it is known whether it lives, however long it was silent: it may have been suspended.
        bool elsewhere = !string.Equals(owner.Host, RunOwner.Current.Host, StringComparison.OrdinalIgnoreCase);
        bool silent = time.GetUtcNow() - (run.HeartbeatAt ?? run.CreatedAt) > options.SilentAfter;
        return owner != RunOwner.Current && (elsewhere ? silent : owner.IsGone());
    }

    private async ValueTask RecoverAsync(
        Run run, List<InterruptedRun> interrupted, List<Run> waiting, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (!await runs.ClaimAsync(run.Id, RunOwner.Current, run.Owner, now, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        (RunEvent? final, bool begun, IReadOnlyList<StepKey> inFlight) = await ReadAsync(run.Id, cancellationToken).ConfigureAwait(false);
        if (final is not null)
        {
            // The process died between its last event and the change of status; the log is right.
            await runs.UpdateStatusAsync(run.Id, run.Status, StatusOf(final), final.Timestamp, cancellationToken).ConfigureAwait(false);
        }
        else if (begun)
        {
            RunInterrupted found = new() { RunId = run.Id, Timestamp = now, Reason = Describe(run, inFlight) };
            await log.AppendAsync([found], cancellationToken).ConfigureAwait(false);
            await runs.UpdateStatusAsync(run.Id, run.Status, RunStatus.Interrupted, now, cancellationToken).ConfigureAwait(false);
            interrupted.Add(new InterruptedRun(run with { Status = RunStatus.Interrupted, EndedAt = now }, inFlight));
        }
        else
        {
            waiting.Add(run with { Owner = RunOwner.Current });
        }
    }

    private async ValueTask<(RunEvent? Final, bool Begun, IReadOnlyList<StepKey> InFlight)> ReadAsync(
        RunId runId, CancellationToken cancellationToken)
    {
        RunEvent? final = null;
        bool begun = false;
        HashSet<StepKey> inFlight = [];
        await foreach (RunEvent runEvent in log.ReadRunAsync(runId, 0, cancellationToken).ConfigureAwait(false))
        {
            switch (runEvent)
            {
                case RunStarted:
                    begun = true;
                    break;
                case RunSucceeded or RunFailed or RunCanceled or RunInterrupted:
                    final = runEvent;
                    break;
                case StepStarted { StepKey: { } step }:
                    inFlight.Add(step);
                    break;
                case StepSucceeded or StepFailed or StepSkipped or StepRetried when runEvent.StepKey is { } step:
                    inFlight.Remove(step);
                    break;
                default:
                    break;
            }
        }

        return (final, begun, [.. inFlight.OrderBy(step => step.Value, StringComparer.Ordinal)]);
    }

    private static RunStatus StatusOf(RunEvent final) => final switch
    {
        RunSucceeded => RunStatus.Succeeded,
        RunFailed => RunStatus.Failed,
        RunCanceled => RunStatus.Canceled,
        _ => RunStatus.Interrupted,
    };

    private string Describe(Run run, IReadOnlyList<StepKey> inFlight)
    {
        string owner = run.Owner switch
        {
            null => "No process has it.",
            { } gone when gone.IsGone() => $"The {gone} is gone.",
            { } silent => string.Create(
                CultureInfo.InvariantCulture, $"The {silent} has not been heard of for more than {options.SilentAfter}."),
        };
        string more = inFlight.Count > StepsNamedMax ? $" and {inFlight.Count - StepsNamedMax} more" : "";
        string steps = inFlight.Count == 0
            ? "No step was at work."
            : $"At work were: {string.Join(", ", inFlight.Take(StepsNamedMax))}{more}.";
        return $"{owner} {steps}";
    }
}
