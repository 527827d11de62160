using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Execution;

/// <summary>
/// Steps that may start, the earliest of the plan first. Steps of one set of pools wait in one lane, so that thousands that
/// wait for a pool cost no more than one.
/// </summary>
internal sealed class ReadySteps(ResourcePools pools, Action freed)
{
    private readonly Dictionary<string, PriorityQueue<(PlannedStep Step, int Attempt), int>> _lanes = new(StringComparer.Ordinal);

    /// <summary>How many steps wait.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a step.</summary>
    public void Add(PlannedStep step, int attempt)
    {
        string lane = step.Asset.Pools.Count == 0 ? "" : string.Join('\n', step.Asset.Pools);
        if (!_lanes.TryGetValue(lane, out PriorityQueue<(PlannedStep Step, int Attempt), int>? steps))
        {
            _lanes.Add(lane, steps = new());
        }

        steps.Enqueue((step, attempt), step.Index);
        Count++;
    }

    /// <summary>Takes the earliest step whose pools have places, with its places.</summary>
    public bool TryTake(out PlannedStep step, out int attempt)
    {
        if (Count == 0)
        {
            (step, attempt) = (null!, 0);
            return false;
        }

        foreach (PriorityQueue<(PlannedStep Step, int Attempt), int> lane in
            _lanes.Values.Where(lane => lane.Count > 0).OrderBy(lane => lane.Peek().Step.Index))
        {
            (step, attempt) = lane.Peek();
            if (pools.TryTake(step.Asset.Pools, freed))
            {
                lane.Dequeue();
                Count--;
                return true;
            }
        }

        (step, attempt) = (null!, 0);
        return false;
    }

    /// <summary>Takes the earliest step that needs no pool, if it fulfils a condition.</summary>
    public bool TryTakeFree(Func<PlannedStep, bool> condition, out PlannedStep step, out int attempt)
    {
        (step, attempt) = (null!, 0);
        if (!_lanes.TryGetValue("", out PriorityQueue<(PlannedStep Step, int Attempt), int>? lane)
            || lane.Count == 0 || !condition(lane.Peek().Step))
        {
            return false;
        }

        (step, attempt) = lane.Dequeue();
        Count--;
        return true;
    }

    /// <summary>Takes all steps, whatever their pools.</summary>
    public void Clear()
    {
        _lanes.Clear();
        Count = 0;
    }
}
