namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>A clock that goes on by a millisecond whenever it is asked, and whose pauses end by turns.</summary>
internal sealed class SimulatedTime(Simulation simulation) : TimeProvider
{
    private long _milliseconds = 1_700_000_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_milliseconds++);

    public override long GetTimestamp() => _milliseconds * TimeSpan.TicksPerMillisecond;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _ = simulation.WaitAsync().ContinueWith(
            _ => callback(state),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new NoTimer();
    }

    private sealed class NoTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
