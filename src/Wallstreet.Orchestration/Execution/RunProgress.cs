using System.Globalization;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>How far a run has come: the state of each of its steps, what an ending releases or makes pointless, and the
/// counts. Each change goes into the journal. Used by the run's loop only.</summary>
internal sealed class RunProgress(RunPlan plan, ReadySteps ready, RunJournal journal)
{
    private enum StepState : byte
    {
        Pending,
        Running,
        Ended,
    }

    private readonly StepTracker _tracker = new(plan);
    private readonly StepState[] _states = new StepState[plan.Steps.Count];
    private int _remaining = plan.Steps.Count;
    private int _succeeded;
    private int _failed;
    private int _skipped;
    private string? _firstFailure;

    /// <summary>Whether every step has ended.</summary>
    public bool IsOver => _remaining == 0;

    /// <summary>How many steps failed, and how the first did; null if none has.</summary>
    public string? Failure => _failed == 0 ? null : string.Create(
        CultureInfo.InvariantCulture, $"{_failed} of {plan.Steps.Count} steps failed; the first was {_firstFailure}");

    public StepCounts Count(int running) => new(plan.Steps.Count, _succeeded, _failed, _skipped, running);

    public bool IsRunning(PlannedStep step) => _states[step.Index] == StepState.Running;

    /// <summary>Makes the steps ready that wait for no other.</summary>
    public void Begin()
    {
        foreach (PlannedStep step in _tracker.FindFirst())
        {
            ready.Add(step, 1);
        }
    }

    public void Start(PlannedStep step) => _states[step.Index] = StepState.Running;

    public void Succeed(PlannedStep step, int attempt, TimeSpan duration)
    {
        journal.AddSucceeded(step, attempt, duration);
        _succeeded++;
        End(step, succeeded: true);
    }

    /// <summary>Puts a step back among those that wait.</summary>
    public void Retry(PlannedStep step, int attempt, TimeSpan delay, StepError error)
    {
        journal.AddRetried(step, attempt, delay, error);
        _states[step.Index] = StepState.Pending;
    }

    public void Fail(PlannedStep step, int attempt, StepError error)
    {
        journal.AddFailed(step, attempt, error);
        _failed++;
        _firstFailure ??= $"{step.Key}: {error.Message}";
        End(step, succeeded: false);
    }

    public void Skip(PlannedStep step, string reason)
    {
        AddSkipped(step, reason);
        End(step, succeeded: false);
    }

    /// <summary>Skips every step that has not begun.</summary>
    public void SkipPending(string reason)
    {
        // Ending a step skips what depends on it: each is looked at only when its turn comes.
        foreach (PlannedStep step in plan.Steps.Where(step => _states[step.Index] == StepState.Pending))
        {
            Skip(step, reason);
        }
    }

    private void AddSkipped(PlannedStep step, string reason)
    {
        journal.AddSkipped(step, reason);
        _skipped++;
    }

    /// <summary>Marks a step as ended, and goes on to what waited for it and to what that makes pointless.</summary>
    private void End(PlannedStep ended, bool succeeded)
    {
        List<PlannedStep> released = [];
        Queue<(PlannedStep Step, bool Succeeded)> endings = new([(ended, succeeded)]);
        while (endings.TryDequeue(out (PlannedStep Step, bool Succeeded) ending))
        {
            _states[ending.Step.Index] = StepState.Ended;
            _remaining--;
            released.Clear();
            _tracker.End(ending.Step.Index, ending.Succeeded, released);
            foreach (PlannedStep step in released.Where(step => _states[step.Index] == StepState.Pending))
            {
                if (_tracker.FindObstacle(step) is { } obstacle)
                {
                    AddSkipped(step, $"Its upstream {obstacle.Key} did not succeed.");
                    endings.Enqueue((step, false));
                }
                else
                {
                    ready.Add(step, 1);
                }
            }
        }
    }
}
