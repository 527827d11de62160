using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// Knows which steps have ended and which may start. A step waits for the last step of each range it depends on that has
/// not ended, so a step that depends on thousands costs no more than a few looks, and two sets of ranges say in near
/// constant time what has not ended and what has not succeeded.
/// </summary>
internal sealed class StepTracker
{
    private readonly RunPlan _plan;
    private readonly int[] _endedBefore;
    private readonly int[] _succeededAfter;
    private readonly int[] _waiting;
    private readonly Dictionary<StepRange, List<int>> _waiters = [];
    private readonly List<StepRange>?[] _watched;

    public StepTracker(RunPlan plan)
    {
        _plan = plan;
        int count = plan.Steps.Count;
        // A place that has ended points to the one before it; a place that has succeeded to the one after it.
        _endedBefore = [.. Enumerable.Range(0, count + 1)];
        _succeededAfter = [.. Enumerable.Range(0, count + 1)];
        _waiting = new int[count];
        _watched = new List<StepRange>?[count];
        foreach (PlannedStep step in plan.Steps)
        {
            _waiting[step.Index] = step.Dependencies.Count;
            foreach (StepRange range in step.Dependencies)
            {
                if (_waiters.TryGetValue(range, out List<int>? waiters))
                {
                    waiters.Add(step.Index);
                }
                else
                {
                    _waiters.Add(range, [step.Index]);
                    Watch(range.End - 1, range);
                }
            }
        }
    }

    /// <summary>The steps that wait for nothing.</summary>
    public IEnumerable<PlannedStep> FindFirst() => _plan.Steps.Where(step => _waiting[step.Index] == 0);

    /// <summary>Marks a step as ended.</summary>
    /// <param name="index">The step.</param>
    /// <param name="succeeded">Whether it succeeded.</param>
    /// <param name="released">Gets the steps that now wait for nothing more.</param>
    public void End(int index, bool succeeded, List<PlannedStep> released)
    {
        // Places are shifted by one in the set of ended steps, so that 0 means none.
        _endedBefore[index + 1] = index;
        if (succeeded)
        {
            _succeededAfter[index] = index + 1;
        }

        if (_watched[index] is not { } ranges)
        {
            return;
        }

        _watched[index] = null;
        foreach (StepRange range in ranges)
        {
            int last = Find(_endedBefore, range.End) - 1;
            if (last >= range.Start)
            {
                Watch(last, range);
                continue;
            }

            _waiters.Remove(range, out List<int>? waiters);
            foreach (int waiter in waiters!)
            {
                if (--_waiting[waiter] == 0)
                {
                    released.Add(_plan.Steps[waiter]);
                }
            }
        }
    }

    /// <summary>A step that the given one depends on and that did not succeed; null when all did. Only when all ended.</summary>
    public PlannedStep? FindObstacle(PlannedStep step)
    {
        foreach (StepRange range in step.Dependencies)
        {
            int place = Find(_succeededAfter, range.Start);
            if (place < range.End)
            {
                return _plan.Steps[place];
            }
        }

        return null;
    }

    private static int Find(int[] parents, int place)
    {
        while (parents[place] != place)
        {
            parents[place] = parents[parents[place]];
            place = parents[place];
        }

        return place;
    }

    private void Watch(int index, StepRange range) => (_watched[index] ??= []).Add(range);
}
