using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>What a check's function is given.</summary>
public sealed class AssetCheckContext
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The step after which the check runs.</summary>
    public required StepKey StepKey { get; init; }

    /// <summary>The asset to look at.</summary>
    public required AssetDefinition Asset { get; init; }

    /// <summary>The check.</summary>
    public required AssetCheckDefinition Check { get; init; }

    /// <summary>The partitions that were made, in order; empty looks at the whole asset.</summary>
    public IReadOnlyList<PartitionKey> Partitions { get; init; } = [];

    /// <summary>From the start of the first partition to the end of the last; null when partitions have no time.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>The services of the program.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Writes to the log of the run.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Signalled when the run is canceled.</summary>
    public CancellationToken CancellationToken { get; init; }
}
