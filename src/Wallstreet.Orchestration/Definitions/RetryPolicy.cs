namespace Wallstreet.Orchestration.Definitions;

/// <summary>What happens when an attempt fails: wait, longer each time, and try again.</summary>
public sealed record RetryPolicy
{
    /// <summary>A failure is final; the default.</summary>
    public static RetryPolicy None { get; } = new();

    /// <summary>How many more attempts there are after the first; 0 to 100.</summary>
    public int RetriesMax
    {
        get;
        init => field = value is >= 0 and <= 100
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Retries are between 0 and 100.");
    }

    /// <summary>The wait before the first retry; one second by default.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What each wait is multiplied with for the next; 2 by default, 1 keeps it constant.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest wait; one minute by default.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The share of a wait that is left to chance, 0 to 1; 0.2 takes between 80% and 120%.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>A policy of some retries with the default waits.</summary>
    public static RetryPolicy Retries(int count) => new() { RetriesMax = count };

    /// <summary>The wait after a failed attempt.</summary>
    /// <param name="attempt">The attempt that failed, counted from 1.</param>
    /// <param name="chance">A random number from 0 to 1.</param>
    public TimeSpan GetDelay(int attempt, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        double seconds = Math.Min(Delay.TotalSeconds * Math.Pow(Factor, attempt - 1), DelayMax.TotalSeconds);
        double spread = 1 + (Math.Clamp(Jitter, 0, 1) * ((2 * chance) - 1));
        return TimeSpan.FromSeconds(Math.Max(0, seconds * spread));
    }
}
