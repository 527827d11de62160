using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Wallstreet.Orchestration.Execution;

/// <summary>How runs are executed.</summary>
public sealed record RunExecutorOptions
{
    /// <summary>How many steps of one run are at work at once, 1 to 1,024; by default as many as there are processors.</summary>
    public int StepsInFlightMax
    {
        get;
        init => field = value is >= 1 and <= 1024
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Steps in flight are between 1 and 1024.");
    } = Math.Clamp(Environment.ProcessorCount, 1, 1024);

    /// <summary>How many places each resource pool has; a pool that is not named here has one.</summary>
    public IReadOnlyDictionary<string, int> PoolSizes { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>How long an attempt may take to stop after it was told to; ten seconds by default.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least level of log lines that are kept as events.</summary>
    public LogLevel LogLevelMin { get; init; } = LogLevel.Information;

    /// <summary>How many log lines of one attempt are kept as events; 10,000 by default.</summary>
    public int LogLinesPerStepMax { get; init; } = 10_000;

    /// <summary>How often the counts of steps are stored with the run while it goes on; half a second by default.</summary>
    public TimeSpan CountsInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
