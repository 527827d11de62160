using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Workers;

/// <summary>What a worker process is asked to do: one line of JSON on its standard input.</summary>
internal sealed record WorkerRequest
{
    private static readonly Dictionary<string, string> _noTags = [];

    public required string RunId { get; init; }

    public required string StepKey { get; init; }

    public required int Attempt { get; init; }

    public required string Asset { get; init; }

    public IReadOnlyList<string> Partitions { get; init => field = value ?? []; } = [];

    public IReadOnlyList<WorkerUpstream> Upstreams { get; init => field = value ?? []; } = [];

    public IReadOnlyDictionary<string, string> RunTags { get; init => field = value ?? _noTags; } = _noTags;

    public static WorkerRequest From(StepAttempt attempt) => new()
    {
        RunId = attempt.RunId.Value,
        StepKey = attempt.StepKey.Value,
        Attempt = attempt.Attempt,
        Asset = attempt.Asset.Key.Path,
        Partitions = [.. attempt.Partitions.Select(key => key.Value)],
        Upstreams = [.. attempt.Upstreams.Values.Select(WorkerUpstream.From)],
        RunTags = attempt.RunTags,
    };

    /// <summary>The attempt, with the asset and windows as this process knows them.</summary>
    /// <exception cref="UnknownAssetException">This program has no such asset.</exception>
    /// <exception cref="UnknownPartitionException">The asset has no such partition.</exception>
    public StepAttempt ToAttempt(AssetGraph graph)
    {
        AssetDefinition asset = graph.Get(Asset);
        PartitionKey[] partitions = [.. Partitions.Select(key => new PartitionKey(key))];
        TimeWindow? window = null;
        if (asset.Partitions is { } definition && partitions.Length > 0
            && definition.GetWindow(partitions[0]) is { } first && definition.GetWindow(partitions[^1]) is { } last)
        {
            window = new TimeWindow(first.Start, last.End);
        }

        return new StepAttempt
        {
            RunId = new RunId(RunId),
            StepKey = new StepKey(StepKey),
            Attempt = Attempt,
            Asset = asset,
            Partitions = partitions,
            Window = window,
            Upstreams = Upstreams.Select(upstream => upstream.ToFact()).ToDictionary(fact => fact.Key),
            RunTags = RunTags,
        };
    }

    /// <summary>What is known of an upstream asset.</summary>
    internal sealed record WorkerUpstream(string Key, string? Partitions, int Count, string? DataVersion, DateTimeOffset? MaterializedAt)
    {
        public static WorkerUpstream From(UpstreamFact fact) => new(
            fact.Key.Path, fact.Partitions?.ToString(), fact.PartitionCount, fact.DataVersion, fact.MaterializedAt);

        public UpstreamFact ToFact() => new(new AssetKey(Key))
        {
            Partitions = Partitions is null ? null : PartitionRange.Parse(Partitions),
            PartitionCount = Count,
            DataVersion = DataVersion,
            MaterializedAt = MaterializedAt,
        };
    }
}
