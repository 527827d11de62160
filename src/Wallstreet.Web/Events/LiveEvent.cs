namespace Wallstreet.Web.Events;

/// <summary>One message of the live stream: enough to know what to ask for again.</summary>
/// <param name="Sequence">The event's place in the log.</param>
/// <param name="Type">The event's stable name, such as <c>step_started</c>.</param>
/// <param name="Timestamp">When it happened.</param>
/// <param name="RunId">The run.</param>
public sealed record LiveEvent(long Sequence, string Type, DateTimeOffset Timestamp, string RunId)
{
    /// <summary>The step, if it concerns one.</summary>
    public string? StepKey { get; init; }

    /// <summary>The asset, if it concerns one.</summary>
    public string? Asset { get; init; }

    /// <summary>The partition, or the range of them.</summary>
    public string? Partition { get; init; }

    /// <summary>The state after it, for runs and steps.</summary>
    public string? Status { get; init; }

    /// <summary>What it says, in words.</summary>
    public string? Message { get; init; }
}
