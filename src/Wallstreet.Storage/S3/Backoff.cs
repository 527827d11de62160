namespace Wallstreet.Storage.S3;

/// <summary>Waits longer after each failure, and never in step with others that failed at the same moment.</summary>
internal static class Backoff
{
    private const double FirstMilliseconds = 25;
    private const double LongestMilliseconds = 2_000;

    /// <param name="time">The clock.</param>
    /// <param name="failures">How many attempts have failed, from 1.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task DelayAsync(TimeProvider time, int failures, CancellationToken cancellationToken)
    {
        double longest = Math.Min(FirstMilliseconds * Math.Pow(2, failures - 1), LongestMilliseconds);
        double delay = longest * (0.5 + (Random.Shared.NextDouble() / 2));
        return Task.Delay(TimeSpan.FromMilliseconds(delay), time, cancellationToken);
    }
}
