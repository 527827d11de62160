using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Assets;

/// <summary>Tells which partitions of an asset are there.</summary>
internal sealed class PartitionReader(AssetGraph graph, IEventLog log, TimeProvider time)
{
    private const int RangesMax = 5000;

    public async Task<PartitionsAnswer> ListAsync(string key, string? after, int? limit, CancellationToken cancellationToken)
    {
        AssetDefinition asset = graph.Get(key);
        if (asset.Partitions is not { } partitions)
        {
            return new PartitionsAnswer { Kind = "none", Keys = [], Ranges = [] };
        }

        IReadOnlyDictionary<PartitionKey, PartitionState> states = await log.GetPartitionStatesAsync(asset.Key, cancellationToken).ConfigureAwait(false);
        int total = partitions.CountAt(time.GetUtcNow());
        int start = FindStart(partitions, after);
        int count = Math.Clamp(limit ?? 500, 1, 5000);
        IReadOnlyList<PartitionKey> all = partitions.GetKeys(new OrdinalRange(0, total));
        PartitionAnswer[] page = [.. all.Skip(start).Take(count).Select(partition => ToAnswer(partition, states.GetValueOrDefault(partition)))];
        return new PartitionsAnswer
        {
            Kind = partitions.Kind,
            Total = total,
            Materialized = states.Values.Count(state => state.Status == PartitionStatus.Materialized && partitions.Contains(state.Partition)),
            Failed = states.Values.Count(state => state.Status == PartitionStatus.Failed && partitions.Contains(state.Partition)),
            Keys = page,
            Ranges = Ranges(all, states),
            Next = start + page.Length < total && page.Length > 0 ? page[^1].Key : null,
        };
    }

    private static int FindStart(PartitionsDefinition partitions, string? after)
    {
        if (string.IsNullOrEmpty(after))
        {
            return 0;
        }

        int ordinal = partitions.FindOrdinal(new PartitionKey(after));
        return ordinal >= 0
            ? ordinal + 1
            : throw ApiException.BadRequest($"'{after}' is not a partition of this asset.", "Take 'after' from the page before.");
    }

    private static PartitionAnswer ToAnswer(PartitionKey partition, PartitionState? state) =>
        new(partition.Value, StatusOf(state), state?.Timestamp, state?.RunId.Value);

    private static string StatusOf(PartitionState? state) => state?.Status switch
    {
        PartitionStatus.Materialized => "materialized",
        PartitionStatus.Failed => "failed",
        _ => "missing",
    };

    private static List<PartitionRangeAnswer> Ranges(IReadOnlyList<PartitionKey> keys, IReadOnlyDictionary<PartitionKey, PartitionState> states)
    {
        List<PartitionRangeAnswer> ranges = [];
        foreach (PartitionKey key in keys)
        {
            string status = StatusOf(states.GetValueOrDefault(key));
            if (ranges.Count > 0 && (ranges[^1].Status == status || ranges.Count == RangesMax))
            {
                ranges[^1] = ranges[^1] with { To = key.Value, Count = ranges[^1].Count + 1, Status = ranges[^1].Status == status ? status : "mixed" };
            }
            else
            {
                ranges.Add(new PartitionRangeAnswer(key.Value, key.Value, status, 1));
            }
        }

        return ranges;
    }
}
