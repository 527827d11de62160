namespace Wallstreet.Orchestration.Daemons;

/// <summary>When the process of a run counts as gone.</summary>
public sealed record RunRecoveryOptions
{
    /// <summary>How long a process, of another machine, may be silent; two minutes by default.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a run may be without a process before it is taken up; ten seconds by default.</summary>
    public TimeSpan UnownedAfter { get; init; } = TimeSpan.FromSeconds(10);
}
