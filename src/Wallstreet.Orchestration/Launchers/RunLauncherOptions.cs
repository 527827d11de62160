namespace Wallstreet.Orchestration.Launchers;

/// <summary>How runs are launched in this process.</summary>
public sealed record RunLauncherOptions
{
    /// <summary>How many runs are executed at once, 1 to 256; 4 by default. Further ones wait in their order.</summary>
    public int RunsInFlightMax
    {
        get;
        init => field = value is >= 1 and <= 256
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Runs in flight are between 1 and 256.");
    } = 4;

    /// <summary>How often this process says that it is alive while it has runs; ten seconds by default.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);
}
