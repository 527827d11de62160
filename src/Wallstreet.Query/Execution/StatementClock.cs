namespace Wallstreet.Query.Execution;

/// <summary>The time a statement has left, counted over all its pieces of work.</summary>
internal sealed class StatementClock(TimeSpan timeout, TimeProvider timeProvider)
{
    private readonly long _started = timeProvider.GetTimestamp();

    public TimeSpan Timeout { get; } = timeout;

    /// <summary>A token that is cancelled with the caller's or when the time is over.</summary>
    public CancellationTokenSource Start(CancellationToken cancellationToken)
    {
        TimeSpan left = Timeout - timeProvider.GetElapsedTime(_started);
        var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (left <= TimeSpan.Zero)
        {
            source.Cancel();
        }
        else if (left < TimeSpan.FromDays(40))
        {
            source.CancelAfter(left);
        }

        return source;
    }
}
