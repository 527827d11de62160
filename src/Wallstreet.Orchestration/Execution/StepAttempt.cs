using System.Collections.Immutable;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>One attempt to make an asset, or some partitions of it.</summary>
public sealed record StepAttempt
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The step.</summary>
    public required StepKey StepKey { get; init; }

    /// <summary>The attempt, counted from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The asset.</summary>
    public required AssetDefinition Asset { get; init; }

    /// <summary>The partitions, in order; empty when the asset has none.</summary>
    public IReadOnlyList<PartitionKey> Partitions { get; init; } = [];

    /// <summary>From the start of the first partition to the end of the last; null when partitions have no time.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What is known of the assets it is made from.</summary>
    public IReadOnlyDictionary<AssetKey, UpstreamFact> Upstreams { get; init; } =
        ImmutableDictionary<AssetKey, UpstreamFact>.Empty;

    /// <summary>The tags of the run.</summary>
    public IReadOnlyDictionary<string, string> RunTags { get; init; } = ImmutableDictionary<string, string>.Empty;
}
