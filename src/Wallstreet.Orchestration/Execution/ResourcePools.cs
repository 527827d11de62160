namespace Wallstreet.Orchestration.Execution;

/// <summary>The places of resource pools, shared by all runs of a process. A step takes all its places or none.</summary>
/// <param name="options">How many places each pool has.</param>
public sealed class ResourcePools(RunExecutorOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<Action> _waiting = [];

    /// <summary>Takes one place in each pool, or none and remembers whom to tell when a place becomes free.</summary>
    internal bool TryTake(IReadOnlyList<string> pools, Action freed)
    {
        if (pools.Count == 0)
        {
            return true;
        }

        lock (_gate)
        {
            foreach (string pool in pools)
            {
                if (_taken.GetValueOrDefault(pool) >= options.PoolSizes.GetValueOrDefault(pool, 1))
                {
                    _waiting.Add(freed);
                    return false;
                }
            }

            foreach (string pool in pools)
            {
                _taken[pool] = _taken.GetValueOrDefault(pool) + 1;
            }

            return true;
        }
    }

    /// <summary>Gives places back and tells those who wait, once each.</summary>
    internal void GiveBack(IReadOnlyList<string> pools)
    {
        if (pools.Count == 0)
        {
            return;
        }

        Action[] waiting;
        lock (_gate)
        {
            foreach (string pool in pools)
            {
                _taken[pool]--;
            }

            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (Action freed in waiting)
        {
            freed();
        }
    }
}
