using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary>Follows the steps of a run through its events.</summary>
internal sealed class StepLedger
{
    private readonly Dictionary<StepKey, StepState> _byKey = [];
    private readonly List<StepState> _steps = [];

    /// <summary>The steps that events told of, in the order in which they first did.</summary>
    public IReadOnlyList<StepState> Steps => _steps;

    /// <summary>Learns from an event.</summary>
    /// <returns>The step it concerns, or null.</returns>
    public StepState? Apply(RunEvent runEvent)
    {
        if (runEvent.StepKey is not { } key)
        {
            return null;
        }

        StepState step = Get(key, runEvent);
        switch (runEvent)
        {
            case StepStarted started:
                step.Status = "running";
                step.Attempt = started.Attempt;
                step.StartedAt ??= started.Timestamp;
                break;
            case StepRetried retried:
                step.Status = "waiting";
                step.Message = retried.Error.Message;
                break;
            case StepSucceeded:
                End(step, runEvent, "succeeded", null);
                break;
            case StepFailed failed:
                End(step, runEvent, "failed", failed.Error.Message);
                break;
            case StepSkipped skipped:
                End(step, runEvent, "skipped", skipped.Reason);
                break;
            case AssetMaterialized made when MaterializationFacts.FindRows(made) is { } rows:
                step.Rows = (step.Rows ?? 0) + rows;
                break;
            default:
                break;
        }

        return step;
    }

    private static void End(StepState step, RunEvent runEvent, string status, string? message)
    {
        step.Status = status;
        step.EndedAt = runEvent.Timestamp;
        step.Message = message;
    }

    private StepState Get(StepKey key, RunEvent runEvent)
    {
        if (!_byKey.TryGetValue(key, out StepState? step))
        {
            step = new StepState(key) { Asset = runEvent.AssetKey, Partitions = runEvent.Partitions };
            _byKey.Add(key, step);
            _steps.Add(step);
        }

        return step;
    }
}
