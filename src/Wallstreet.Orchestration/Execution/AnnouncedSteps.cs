using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Steps whose start is told in the journal and that have not begun yet: as many as there is room for, and more of
/// those that are short, so that the log is appended once for many. Used by the run's loop only.</summary>
internal sealed class AnnouncedSteps : IDisposable
{
    private static readonly TimeSpan _gatherMax = TimeSpan.FromMilliseconds(25);

    private readonly RunJournal _journal;
    private readonly ReadySteps _ready;
    private readonly int _inFlightMax;
    private readonly Queue<(PlannedStep Step, int Attempt)> _steps = new();
    private readonly StepPace _pace = new();
    private readonly ITimer _flush;
    private bool _flushArmed;
    private volatile bool _flushDue;

    public AnnouncedSteps(RunJournal journal, ReadySteps ready, RunExecutorParts parts, Action wake)
    {
        _journal = journal;
        _ready = ready;
        _inFlightMax = parts.Options.StepsInFlightMax;
        _flush = parts.Time.CreateTimer(
            _ =>
            {
                _flushDue = true;
                wake();
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>The steps, next first.</summary>
    public IEnumerable<PlannedStep> Steps => _steps.Select(static next => next.Step);

    /// <summary>Learns how long a step took.</summary>
    public void Learn(PlannedStep step, TimeSpan duration) => _pace.Add(step.Asset, duration);

    /// <summary>
    /// Whether what has happened may wait for more before it is appended: while steps that are already announced go on, and
    /// nobody waits for the log, and only for a moment.
    /// </summary>
    public bool MayGather()
    {
        if (_steps.Count == 0 || _journal.HasWaiters || _flushDue)
        {
            _flushDue = false;
            _flush.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return false;
        }

        if (!_journal.IsEmpty && !_flushArmed)
        {
            _flush.Change(_gatherMax, Timeout.InfiniteTimeSpan);
            _flushArmed = true;
        }

        return true;
    }

    /// <summary>The journal is about to be appended; a later event waits anew.</summary>
    public void Disarm() => _flushArmed = false;

    /// <summary>Says in the journal which steps start next.</summary>
    /// <param name="inFlight">How many are at work.</param>
    public void Announce(int inFlight)
    {
        while (inFlight + _steps.Count < _inFlightMax && _ready.TryTake(out PlannedStep step, out int attempt))
        {
            Add(step, attempt);
        }

        while (_steps.Count > 0 && _steps.Count < StepPace.AheadMax
            && _ready.TryTakeFree(next => _pace.IsShort(next.Asset), out PlannedStep step, out int attempt))
        {
            Add(step, attempt);
        }
    }

    /// <summary>Takes the next step, if there is room for it.</summary>
    /// <param name="inFlight">How many are at work.</param>
    /// <param name="next">The step, and which attempt at it this is.</param>
    public bool TryTake(int inFlight, out (PlannedStep Step, int Attempt) next)
    {
        next = default;
        return inFlight < _inFlightMax && _steps.TryDequeue(out next);
    }

    public void Clear() => _steps.Clear();

    public void Dispose() => _flush.Dispose();

    private void Add(PlannedStep step, int attempt)
    {
        _steps.Enqueue((step, attempt));
        _journal.AddStarted(step, attempt);
    }
}
