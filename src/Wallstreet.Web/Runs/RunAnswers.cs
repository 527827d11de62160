using Wallstreet.Web.Json;

namespace Wallstreet.Web.Runs;

#pragma warning disable CS1591 // Shapes of the API; the OpenAPI document and docs/reference describe their members.

public sealed record StepCountsAnswer(int Total, int Succeeded, int Failed, int Skipped, int Running);

public abstract record RunHead
{
    public required string Id { get; init; }

    public required string Status { get; init; }

    public required string Selection { get; init; }

    public string? Partitions { get; init; }

    public required string Trigger { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Launcher { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}

public sealed record RunAnswer : RunHead
{
    public required StepCountsAnswer Steps { get; init; }
}

public sealed record RunDetailAnswer : RunHead
{
    public required IReadOnlyList<RunStepAnswer> Steps { get; init; }

    /// <summary>Why the run failed or was interrupted.</summary>
    public string? Error { get; init; }
}

public sealed record RunStepAnswer
{
    public required string Key { get; init; }

    public required string Asset { get; init; }

    public string? Partition { get; init; }

    /// <summary>pending, running, retrying, succeeded, failed, skipped or canceled.</summary>
    public required string Status { get; init; }

    public int Attempt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public required IReadOnlyList<string> DependsOn { get; init; }

    public string? Error { get; init; }
}

public sealed record RunPageAnswer(IReadOnlyList<RunAnswer> Runs, string? NextCursor);

public sealed record RunEventsAnswer(IReadOnlyList<RunEventAnswer> Events, long Last);

public sealed record RunEventAnswer
{
    public long Sequence { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public required string Type { get; init; }

    public string? Level { get; init; }

    public string? StepKey { get; init; }

    public string? Asset { get; init; }

    public string? Partition { get; init; }

    public string? Message { get; init; }

    public IReadOnlyDictionary<string, MetadataEntry>? Metadata { get; init; }
}

/// <summary>What is asked to be run.</summary>
public sealed record LaunchBody
{
    public string? Selection { get; init; }

    /// <summary>One key, or a range A..B, or a list of these with commas.</summary>
    public string? Partition { get; init; }

    public PartitionRangeBody? Partitions { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    public string? Launcher { get; init; }
}

public sealed record PartitionRangeBody(string From, string To);

public sealed record RetryBody
{
    /// <summary>Whether what succeeded is left out; true unless told.</summary>
    public bool? FromFailure { get; init; }
}

/// <summary>Whether a run was told to stop; false when it had ended already.</summary>
public sealed record CancelAnswer(string Id, bool Canceled);
