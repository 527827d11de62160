using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>Which events to read. What is not set does not restrict.</summary>
public sealed record EventFilter
{
    /// <summary>Every event.</summary>
    public static EventFilter Everything { get; } = new();

    /// <summary>Only events of this run.</summary>
    public RunId? RunId { get; init; }

    /// <summary>Only events of this asset.</summary>
    public AssetKey? AssetKey { get; init; }

    /// <summary>Only events of these types (see <see cref="RunEventTypes" />); empty for all.</summary>
    public IReadOnlyCollection<string> Types { get; init; } = [];

    /// <summary>At most so many, or null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether an event is one of those.</summary>
    /// <param name="runEvent">The event.</param>
    public bool Matches(RunEvent runEvent)
    {
        ArgumentNullException.ThrowIfNull(runEvent);
        return (RunId is null || runEvent.RunId == RunId)
            && (AssetKey is null || runEvent.AssetKey == AssetKey)
            && (Types.Count == 0 || Types.Contains(runEvent.TypeName));
    }
}
