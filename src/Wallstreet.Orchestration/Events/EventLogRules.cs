using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Events;

/// <summary>What every event log checks and concludes in the same way.</summary>
public static class EventLogRules
{
    /// <summary>The longest list that one call gives.</summary>
    public const int LimitMax = 10_000;

    /// <summary>Refuses a list that is empty or too long.</summary>
    /// <param name="limit">The size.</param>
    public static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LimitMax);
    }

    /// <summary>Whether pruning may remove an event.</summary>
    /// <param name="runEvent">The event.</param>
    public static bool IsPrunable(RunEvent runEvent) => runEvent is LogWritten or StepProgressed;

    /// <summary>The metadata of a materialization or observation; empty for other events.</summary>
    /// <param name="runEvent">The event.</param>
    public static IReadOnlyDictionary<string, MetadataValue> GetMetadata(RunEvent runEvent) => runEvent switch
    {
        AssetMaterialized materialized => materialized.Metadata,
        AssetObserved observed => observed.Metadata,
        _ => Facts.None,
    };

    /// <summary>The data version of a materialization or observation; null for other events.</summary>
    /// <param name="runEvent">The event.</param>
    public static string? GetDataVersion(RunEvent runEvent) => runEvent switch
    {
        AssetMaterialized materialized => materialized.DataVersion,
        AssetObserved observed => observed.DataVersion,
        _ => null,
    };
}
