using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Web.Events;

namespace Wallstreet.Web.Runs;

/// <summary>What the events of one run add up to; grows with the log and never reads an event twice.</summary>
internal sealed class RunProjection : IDisposable
{
    private const int DependenciesMax = 50;
    private readonly Dictionary<string, StepView> _steps = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    public SemaphoreSlim Gate { get; } = new(1, 1);

    public long LastSequence { get; private set; }

    public bool HasPlan { get; private set; }

    public string? Error { get; private set; }

    public IEnumerable<StepView> Steps => _order.Select(key => _steps[key]);

    public void Dispose() => Gate.Dispose();

    /// <summary>Puts the steps of the plan first, in its order; what events told of them stays.</summary>
    public void AddPlan(RunPlan plan)
    {
        HasPlan = true;
        string[] told = [.. _order];
        _order.Clear();
        foreach (PlannedStep step in plan.Steps)
        {
            StepView known = _steps.GetValueOrDefault(step.Key.Value)
                ?? new StepView(step.Key.Value, step.Asset.Key.Path, EventWords.Partitions(step.Partitions));
            _steps[step.Key.Value] = known with
            {
                DependsOn = [.. plan.GetDependencies(step).Take(DependenciesMax).Select(dependency => dependency.Key.Value)],
            };
            _order.Add(step.Key.Value);
        }

        HashSet<string> planned = new(_order, StringComparer.Ordinal);
        _order.AddRange(told.Where(key => !planned.Contains(key)));
    }

    public void Apply(RunEvent runEvent)
    {
        LastSequence = Math.Max(LastSequence, runEvent.Sequence);
        switch (runEvent)
        {
            case RunFailed failed:
                Error = failed.Message;
                Close(runEvent, "canceled");
                break;
            case RunInterrupted interrupted:
                Error = interrupted.Reason;
                Close(runEvent, "canceled");
                break;
            case RunCanceled:
                Close(runEvent, "canceled");
                break;
            default:
                ApplyToStep(runEvent);
                break;
        }
    }

    private void ApplyToStep(RunEvent runEvent)
    {
        if (runEvent.StepKey is not { } key || EventWords.Status(runEvent) is not { } status || runEvent is AssetCheckEvaluated)
        {
            return;
        }

        if (!_steps.TryGetValue(key.Value, out StepView? step))
        {
            step = new StepView(key.Value, runEvent.AssetKey?.Path ?? key.Value, EventWords.Partitions(runEvent.Partitions));
            _order.Add(key.Value);
        }

        bool ends = runEvent is StepSucceeded or StepFailed or StepSkipped;
        _steps[key.Value] = step with
        {
            Status = status,
            Attempt = AttemptOf(runEvent) ?? step.Attempt,
            StartedAt = step.StartedAt ?? (runEvent is StepStarted ? runEvent.Timestamp : null),
            EndedAt = ends ? runEvent.Timestamp : null,
            Error = runEvent switch
            {
                StepFailed failed => EventWords.ErrorText(failed.Error),
                StepRetried retried => EventWords.ErrorText(retried.Error),
                StepSkipped skipped => skipped.Reason,
                _ => step.Error,
            },
        };
    }

    private static int? AttemptOf(RunEvent runEvent) => runEvent switch
    {
        StepStarted started => started.Attempt,
        StepSucceeded succeeded => succeeded.Attempt,
        StepFailed failed => failed.Attempt,
        StepRetried retried => retried.Attempt,
        _ => null,
    };

    // A run that ended leaves no step running, whatever its last event was.
    private void Close(RunEvent runEvent, string status)
    {
        foreach (string key in _order)
        {
            if (_steps[key].Status is "running" or "retrying")
            {
                _steps[key] = _steps[key] with { Status = status, EndedAt = runEvent.Timestamp };
            }
        }
    }
}
