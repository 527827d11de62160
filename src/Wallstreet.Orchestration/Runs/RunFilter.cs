namespace Wallstreet.Orchestration.Runs;

/// <summary>Which runs to list. What is not set does not restrict.</summary>
public sealed record RunFilter
{
    /// <summary>Every run.</summary>
    public static RunFilter Everything { get; } = new();

    /// <summary>Only runs that have not ended.</summary>
    public static RunFilter Active { get; } = new() { Statuses = [RunStatus.Queued, RunStatus.Starting, RunStatus.Running] };

    /// <summary>Only runs in one of these states; empty for all.</summary>
    public IReadOnlyCollection<RunStatus> Statuses { get; init; } = [];

    /// <summary>Only runs with this trigger.</summary>
    public RunTrigger? Trigger { get; init; }

    /// <summary>Only runs that have this label with this value.</summary>
    public KeyValuePair<string, string>? Tag { get; init; }

    /// <summary>Only these runs, or null for all. At most 10,000.</summary>
    public IReadOnlyCollection<RunId>? Ids { get; init; }
}
