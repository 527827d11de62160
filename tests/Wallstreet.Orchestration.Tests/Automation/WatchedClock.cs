using System.Collections.Concurrent;

namespace Wallstreet.Orchestration.Tests.Automation;

/// <summary>A clock that tells when whoever lives by it is asleep: when it has set an alarm that is still to come.</summary>
/// <param name="time">The time.</param>
internal sealed class WatchedClock(TimeProvider time) : TimeProvider
{
    private readonly ConcurrentDictionary<Alarm, DateTimeOffset> _alarms = new();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Alarm alarm = new(this, time.CreateTimer(callback, state, dueTime, period));
        Set(alarm, dueTime);
        return alarm;
    }

    public async Task WaitUntilAsleepAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!_alarms.Any(alarm => alarm.Value > GetUtcNow()))
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private void Set(Alarm alarm, TimeSpan dueTime) =>
        _alarms[alarm] = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MinValue : GetUtcNow() + dueTime;

    private sealed class Alarm(WatchedClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool changed = timer.Change(dueTime, period);
            clock.Set(this, dueTime);
            return changed;
        }

        public void Dispose()
        {
            clock._alarms.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            clock._alarms.TryRemove(this, out _);
            return timer.DisposeAsync();
        }
    }
}
