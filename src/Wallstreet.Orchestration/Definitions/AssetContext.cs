using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>What an asset's function is given: what to make, and what with. One for each attempt of a step.</summary>
public sealed class AssetContext : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, MetadataValue> _metadata = new(StringComparer.Ordinal);
    private readonly Stack<object> _disposables = new();

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The step.</summary>
    public required StepKey StepKey { get; init; }

    /// <summary>The attempt, counted from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The asset to make.</summary>
    public required AssetDefinition Asset { get; init; }

    /// <summary>The partitions to make, in order; empty when the asset has none.</summary>
    public IReadOnlyList<PartitionKey> Partitions { get; init; } = [];

    /// <summary>The partition to make, when it is exactly one; else null.</summary>
    public PartitionKey? Partition => Partitions.Count == 1 ? Partitions[0] : null;

    /// <summary>From the first to the last partition to make; null when the asset has none.</summary>
    public PartitionRange? PartitionRange => Partitions.Count == 0 ? null : new(Partitions[0], Partitions[^1]);

    /// <summary>From the start of the first partition to the end of the last; null when partitions have no time.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What is known of the assets it is made from.</summary>
    public IReadOnlyDictionary<AssetKey, UpstreamFact> Upstreams { get; init; } =
        ImmutableDictionary<AssetKey, UpstreamFact>.Empty;

    /// <summary>The tags of the run.</summary>
    public IReadOnlyDictionary<string, string> RunTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The services of the program.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Writes to the log of the run.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Signalled when the run is canceled or the attempt takes too long.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Where progress is told to; null tells nobody.</summary>
    public Action<StepProgress>? Progress { get; init; }

    /// <summary>The facts added so far.</summary>
    public IReadOnlyDictionary<string, MetadataValue> Metadata => _metadata;

    /// <summary>Adds a fact to the materialization; one of the same name is replaced.</summary>
    public void AddMetadata(string name, MetadataValue value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(value);
        _metadata[name] = value;
    }

    /// <summary>Tells how far the step is.</summary>
    /// <param name="message">What is being done.</param>
    /// <param name="fraction">The share that is done, 0 to 1; null when it is not known.</param>
    public void ReportProgress(string message, double? fraction = null) =>
        Progress?.Invoke(new StepProgress(message, fraction));

    /// <summary>Keeps an object until the output has been handled, then disposes of it if it needs that.</summary>
    public void DisposeAtEnd(object instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance is IAsyncDisposable or IDisposable)
        {
            lock (_disposables)
            {
                _disposables.Push(instance);
            }
        }
    }

    /// <summary>Disposes of what was kept, the newest first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (true)
        {
            object? instance;
            lock (_disposables)
            {
                if (!_disposables.TryPop(out instance))
                {
                    return;
                }
            }

            await Disposal.DisposeAsync(instance).ConfigureAwait(false);
        }
    }
}
