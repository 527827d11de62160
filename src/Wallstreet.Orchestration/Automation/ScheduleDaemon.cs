using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Wallstreet.Orchestration.Automation;

/// <summary>
/// Ticks schedules when they are due. It sleeps until the next one is, so its cost follows what is due and not how many
/// schedules there are. After an absence the newest missed tick of each schedule is made up for, and no other.
/// </summary>
public sealed partial class ScheduleDaemon
{
    /// <summary>How often it looks whether another process has started or stopped a schedule.</summary>
    private static readonly TimeSpan _lookInterval = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ScheduleDefinition> _schedules;
    private readonly IScheduleStore _store;
    private readonly ScheduleTicker _ticker;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<bool> _wakeups = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly PriorityQueue<(string Name, DateTimeOffset DueAt), DateTimeOffset> _due = new();
    private readonly Dictionary<string, DateTimeOffset> _armed = new(StringComparer.Ordinal);

    /// <summary>Makes a daemon.</summary>
    /// <exception cref="InvalidScheduleException">Two schedules have one name.</exception>
    public ScheduleDaemon(
        IEnumerable<ScheduleDefinition> schedules,
        IScheduleStore store,
        ScheduleTicker ticker,
        TimeProvider time,
        ILogger<ScheduleDaemon> logger)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        _schedules = new Dictionary<string, ScheduleDefinition>(StringComparer.Ordinal);
        foreach (ScheduleDefinition schedule in schedules)
        {
            if (!_schedules.TryAdd(schedule.Name, schedule))
            {
                throw new InvalidScheduleException(schedule.Name, "There are two of this name. Rename one.");
            }
        }

        _store = store;
        _ticker = ticker;
        _time = time;
        _logger = logger;
    }

    /// <summary>The schedules.</summary>
    public IReadOnlyCollection<ScheduleDefinition> Schedules => _schedules.Values;

    /// <summary>The schedule of a name.</summary>
    /// <exception cref="UnknownScheduleException">There is none.</exception>
    public ScheduleDefinition Get(string name) =>
        _schedules.TryGetValue(name, out ScheduleDefinition? schedule)
            ? schedule
            : throw new UnknownScheduleException(name, _schedules.Keys);

    /// <summary>Whether a schedule ticks.</summary>
    /// <exception cref="UnknownScheduleException">There is none of this name.</exception>
    public async ValueTask<ScheduleStatus> GetStatusAsync(string name, CancellationToken cancellationToken)
    {
        ScheduleDefinition schedule = Get(name);
        ScheduleState? state = await _store.FindStateAsync(name, cancellationToken).ConfigureAwait(false);
        return state?.Status ?? schedule.DefaultStatus;
    }

    /// <summary>Starts or stops a schedule.</summary>
    /// <exception cref="UnknownScheduleException">There is none of this name.</exception>
    public async ValueTask SetStatusAsync(string name, ScheduleStatus status, CancellationToken cancellationToken)
    {
        await _store.SetStatusAsync(Get(name).Name, status, _time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        _wakeups.Writer.TryWrite(true);
    }

    /// <summary>Ticks a schedule now, whatever its status. Null when it has a tick for this very moment.</summary>
    /// <exception cref="UnknownScheduleException">There is none of this name.</exception>
    public ValueTask<TickOutcome?> TickNowAsync(string name, CancellationToken cancellationToken) =>
        _ticker.TickAsync(Get(name), _time.GetUtcNow(), cancellationToken);

    /// <summary>Ticks until it is canceled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset since = _time.GetUtcNow();
        bool settled = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            DateTimeOffset next = _time.GetUtcNow() + _lookInterval;
#pragma warning disable CA1031 // A store that cannot be reached now may be reachable at the next look.
            try
            {
                if (!settled)
                {
                    await SettleAsync(cancellationToken).ConfigureAwait(false);
                    settled = true;
                }

                await ArmAsync(since, cancellationToken).ConfigureAwait(false);
                next = await TickDueAsync(next, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogLookFailed(_logger, error);
            }
#pragma warning restore CA1031

            await SleepAsync(next, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sees to it that every running schedule, and no other, has its next time in the queue.</summary>
    private async ValueTask ArmAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, ScheduleState> states = await _store.GetStatesAsync(cancellationToken).ConfigureAwait(false);
        foreach (ScheduleDefinition schedule in _schedules.Values)
        {
            ScheduleState? state = states.GetValueOrDefault(schedule.Name);
            if ((state?.Status ?? schedule.DefaultStatus) == ScheduleStatus.Stopped)
            {
                _armed.Remove(schedule.Name);
            }
            else if (!_armed.ContainsKey(schedule.Name))
            {
                Tick? last = await _store.FindLatestTickAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
                Arm(schedule, FindFirst(schedule, Later(last?.ScheduledFor, state?.ChangedAt) ?? since));
            }
        }
    }

    /// <summary>The newest time missed since the last tick, or since the schedule was started; else the next.</summary>
    private DateTimeOffset? FindFirst(ScheduleDefinition schedule, DateTimeOffset after)
    {
        DateTimeOffset now = _time.GetUtcNow();
        return (after < now ? schedule.FindLast(after, now) : null) ?? schedule.FindNext(after > now ? after : now);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;

    private void Arm(ScheduleDefinition schedule, DateTimeOffset? dueAt)
    {
        if (dueAt is not { } due)
        {
            _armed[schedule.Name] = DateTimeOffset.MaxValue;
            return;
        }

        _armed[schedule.Name] = due;
        _due.Enqueue((schedule.Name, due), due);
    }

    /// <summary>Ticks what is due and gives the time to look again.</summary>
    private async ValueTask<DateTimeOffset> TickDueAsync(DateTimeOffset next, CancellationToken cancellationToken)
    {
        while (_due.TryPeek(out (string Name, DateTimeOffset DueAt) entry, out _))
        {
            // A schedule that was stopped since, or stopped and started, has no or another time.
            if (!_armed.TryGetValue(entry.Name, out DateTimeOffset armed) || armed != entry.DueAt)
            {
                _due.Dequeue();
                continue;
            }

            DateTimeOffset now = _time.GetUtcNow();
            if (entry.DueAt > now)
            {
                return entry.DueAt < next ? entry.DueAt : next;
            }

            _due.Dequeue();
            ScheduleDefinition schedule = _schedules[entry.Name];
            if (await GetStatusAsync(schedule.Name, cancellationToken).ConfigureAwait(false) == ScheduleStatus.Running)
            {
                // Where ticking took long, or the machine slept, only the newest missed time counts.
                DateTimeOffset due = schedule.FindLast(entry.DueAt, now) ?? entry.DueAt;
                await _ticker.TickAsync(schedule, due, cancellationToken).ConfigureAwait(false);
                Arm(schedule, schedule.FindNext(due));
            }
            else
            {
                _armed.Remove(schedule.Name);
            }
        }

        return next;
    }

    private async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        foreach (ScheduleDefinition schedule in _schedules.Values)
        {
            Tick? last = await _store.FindLatestTickAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
            if (last is { Status: TickStatus.Started } && _time.GetUtcNow() - last.StartedAt > TimeSpan.FromMinutes(1))
            {
                await _ticker.SettleAsync(last, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask SleepAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        TimeSpan wait = until - _time.GetUtcNow();
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using CancellationTokenSource alarm = new(wait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(alarm.Token, cancellationToken);
        try
        {
            await _wakeups.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The time has come, or the end.
        }
    }

    [LoggerMessage(EventId = 3202, Level = LogLevel.Error, Message = "Schedules could not be looked at; the next look is in 30 seconds")]
    private static partial void LogLookFailed(ILogger logger, Exception error);
}
