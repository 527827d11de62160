using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Automation;

/// <summary>Schedules in memory: for tests and for programs that need no past. Nothing survives the process.</summary>
public sealed class InMemoryScheduleStore : IScheduleStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ScheduleState> _states = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Tick> _ticks = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));
    private readonly HashSet<(string Schedule, DateTimeOffset ScheduledFor)> _begun = [];
    private long _lastId;

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<string, ScheduleState>> GetStatesAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<IReadOnlyDictionary<string, ScheduleState>>(
                new Dictionary<string, ScheduleState>(_states, StringComparer.Ordinal));
        }
    }

    /// <inheritdoc />
    public ValueTask<ScheduleState?> FindStateAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_states.GetValueOrDefault(name));
        }
    }

    /// <inheritdoc />
    public ValueTask SetStatusAsync(string name, ScheduleStatus status, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_gate)
        {
            _states[name] = new ScheduleState(name, status, at.ToUniversalTime());
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<Tick?> TryBeginTickAsync(
        string name, DateTimeOffset scheduledFor, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        lock (_gate)
        {
            if (!_begun.Add((name, scheduledFor.ToUniversalTime())))
            {
                return ValueTask.FromResult<Tick?>(null);
            }

            var tick = new Tick(++_lastId, name, scheduledFor.ToUniversalTime(), TickStatus.Started, at.ToUniversalTime());
            _ticks.Add(tick.Id, tick);
            return ValueTask.FromResult<Tick?>(tick);
        }
    }

    /// <inheritdoc />
    public ValueTask<bool> EndTickAsync(long tickId, TickOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ScheduleRules.CheckOutcome(outcome);
        lock (_gate)
        {
            if (!_ticks.TryGetValue(tickId, out Tick? tick))
            {
                throw ScheduleRules.NoSuchTick(tickId);
            }

            if (tick.Status != TickStatus.Started)
            {
                return ValueTask.FromResult(false);
            }

            _ticks[tickId] = tick with
            {
                Status = outcome.Status,
                RunId = outcome.RunId,
                Message = outcome.Message,
                EndedAt = at.ToUniversalTime(),
            };
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc />
    public ValueTask<Tick?> FindLatestTickAsync(string name, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return ValueTask.FromResult(_ticks.Values.Where(tick => tick.Schedule == name).MaxBy(tick => tick.ScheduledFor));
        }
    }

    /// <inheritdoc />
    public ValueTask<TickPage> ListTicksAsync(string? name, int limit, long? cursor, CancellationToken cancellationToken)
    {
        RunRules.CheckLimit(limit);
        lock (_gate)
        {
            List<Tick> ticks =
            [
                .. _ticks.Values
                    .Where(tick => (cursor is null || tick.Id < cursor) && (name is null || tick.Schedule == name))
                    .Take(limit + 1),
            ];
            bool more = ticks.Count > limit;
            if (more)
            {
                ticks.RemoveAt(limit);
            }

            return ValueTask.FromResult(new TickPage(ticks, more ? ticks[^1].Id : null));
        }
    }

    /// <inheritdoc />
    public ValueTask<int> PruneTicksAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Dictionary<string, DateTimeOffset> newest = _ticks.Values
                .GroupBy(tick => tick.Schedule, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Max(tick => tick.ScheduledFor), StringComparer.Ordinal);
            List<Tick> old =
            [
                .. _ticks.Values.Where(tick =>
                    tick.Status != TickStatus.Started && tick.ScheduledFor < before && tick.ScheduledFor < newest[tick.Schedule]),
            ];
            foreach (Tick tick in old)
            {
                _ticks.Remove(tick.Id);
                _begun.Remove((tick.Schedule, tick.ScheduledFor));
            }

            return ValueTask.FromResult(old.Count);
        }
    }
}
