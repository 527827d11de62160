namespace Wallstreet.Orchestration.Runs;

/// <summary>One execution of a plan over a selection of assets.</summary>
public sealed record Run
{
    /// <summary>The identity; newer runs have greater ids.</summary>
    public required RunId Id { get; init; }

    /// <summary>Where it is in its life.</summary>
    public RunStatus Status { get; init; } = RunStatus.Queued;

    /// <summary>The asset selection as it was written.</summary>
    public required string Selection { get; init; }

    /// <summary>The partitions as they were written: <c>K</c> or <c>A..B</c>; null when none were asked for.</summary>
    public string? Partitions { get; init; }

    /// <summary>What asked for it.</summary>
    public RunTrigger Trigger { get; init; } = RunTrigger.Manual;

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to execute, UTC, or null.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The name of the launcher, for example <c>inprocess</c>.</summary>
    public string Launcher { get; init; } = "inprocess";

    /// <summary>Free labels.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The process that executes it, or null before one does.</summary>
    public RunOwner? Owner { get; init; }

    /// <summary>The last sign of life of the owner, UTC, or null.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>How many steps are in which state.</summary>
    public StepCounts Steps { get; init; }
}
