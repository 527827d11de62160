using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Events;

/// <summary>The newest events of one partition of an asset, in memory.</summary>
internal sealed class PartitionOutcome
{
    internal AssetMaterialized? Materialization { get; set; }

    internal StepFailed? Failure { get; set; }

    internal bool IsFailed => Failure is not null && Failure.Sequence > (Materialization?.Sequence ?? 0);

    internal PartitionState ToState(PartitionKey partition)
    {
        RunEvent newest = IsFailed ? Failure! : Materialization!;
        PartitionStatus status = IsFailed ? PartitionStatus.Failed : PartitionStatus.Materialized;
        return new PartitionState(partition, status, newest.Sequence, newest.Timestamp, newest.RunId)
        {
            HasData = Materialization is not null,
        };
    }
}
