using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Events;

/// <summary>What follows from the events of one asset, in memory.</summary>
internal sealed class AssetHistory(AssetKey asset)
{
    internal AssetState State { get; private set; } = new(asset);

    internal Dictionary<PartitionKey, PartitionOutcome> Partitions { get; } = [];

    internal List<AssetMaterialized> Materializations { get; } = [];

    internal Dictionary<string, List<AssetCheckEvaluated>> Checks { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, List<MetadataPoint>> Numbers { get; } = new(StringComparer.Ordinal);

    internal void Apply(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case AssetMaterialized materialized:
                State = State with { Materialization = materialized };
                Materializations.Add(materialized);
                ForEachPartition(materialized, outcome => outcome.Materialization = materialized);
                AddNumbers(materialized);
                break;
            case StepFailed failed:
                State = State with { Failure = failed };
                ForEachPartition(failed, outcome => outcome.Failure = failed);
                break;
            case AssetObserved observed:
                State = State with { Observation = observed };
                AddNumbers(observed);
                break;
            case AssetCheckEvaluated check:
                GetOrAdd(Checks, check.CheckName).Add(check);
                break;
            default:
                break;
        }
    }

    private static List<T> GetOrAdd<T>(Dictionary<string, List<T>> lists, string name)
    {
        if (!lists.TryGetValue(name, out List<T>? list))
        {
            lists.Add(name, list = []);
        }

        return list;
    }

    private void ForEachPartition(RunEvent runEvent, Action<PartitionOutcome> change)
    {
        foreach (PartitionKey partition in runEvent.Partitions)
        {
            if (!Partitions.TryGetValue(partition, out PartitionOutcome? outcome))
            {
                Partitions.Add(partition, outcome = new PartitionOutcome());
            }

            change(outcome);
        }
    }

    private void AddNumbers(RunEvent runEvent)
    {
        foreach ((string name, Metadata.MetadataValue value) in EventLogRules.GetMetadata(runEvent))
        {
            if (value.NumberOrNull is { } number)
            {
                GetOrAdd(Numbers, name).Add(new MetadataPoint(runEvent.Sequence, runEvent.Timestamp, runEvent.RunId, number)
                {
                    Partition = runEvent.Partitions.Count == 1 ? runEvent.Partitions[0] : null,
                    DataVersion = EventLogRules.GetDataVersion(runEvent),
                });
            }
        }
    }
}
