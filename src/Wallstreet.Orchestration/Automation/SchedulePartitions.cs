using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Orchestration.Automation;

/// <summary>Chooses the partitions a tick asks for.</summary>
public abstract record SchedulePartitions
{
    private SchedulePartitions()
    {
    }

    /// <summary>The newest partition that exists when the tick is due.</summary>
    public static SchedulePartitions Latest { get; } = new Newest(1);

    /// <summary>All partitions that exist.</summary>
    public static SchedulePartitions All { get; } = new Everything();

    /// <summary>What is missing or stale.</summary>
    public static SchedulePartitions OnlyNotFresh { get; } = new NotFresh();

    /// <summary>
    /// The partitions for a tick; null, with a reason, when there is none yet.
    /// </summary>
    /// <param name="assets">The assets of the schedule.</param>
    /// <param name="dueAt">When the tick is due.</param>
    public abstract PartitionSelection? Choose(IReadOnlyList<AssetDefinition> assets, DateTimeOffset dueAt);

    /// <summary>The newest partitions of the first selected asset that has some.</summary>
    /// <param name="Count">How many; at least 1.</param>
    public sealed record Newest(int Count) : SchedulePartitions
    {
        /// <inheritdoc />
        public override PartitionSelection? Choose(IReadOnlyList<AssetDefinition> assets, DateTimeOffset dueAt)
        {
            ArgumentNullException.ThrowIfNull(assets);
            if (assets.FirstOrDefault(asset => asset.Partitions is WindowedPartitions)?.Partitions is not { } partitions)
            {
                return PartitionSelection.All;
            }

            int available = partitions.CountAt(dueAt);
            return available == 0
                ? null
                : PartitionSelection.Of(new PartitionRange(
                    partitions.GetKeyAt(Math.Max(0, available - Math.Max(1, Count))), partitions.GetKeyAt(available - 1)));
        }
    }

    /// <summary>All partitions that exist.</summary>
    public sealed record Everything : SchedulePartitions
    {
        /// <inheritdoc />
        public override PartitionSelection? Choose(IReadOnlyList<AssetDefinition> assets, DateTimeOffset dueAt) => PartitionSelection.All;
    }

    /// <summary>What is missing or stale when the run begins, with what is downstream of it.</summary>
    public sealed record NotFresh : SchedulePartitions
    {
        /// <inheritdoc />
        public override PartitionSelection? Choose(IReadOnlyList<AssetDefinition> assets, DateTimeOffset dueAt) => PartitionSelection.All;
    }

    /// <summary>What a function says.</summary>
    /// <param name="Function">Gives the partitions for the time at which a tick is due; null skips the tick.</param>
    public sealed record Chosen(Func<DateTimeOffset, PartitionSelection?> Function) : SchedulePartitions
    {
        /// <inheritdoc />
        public override PartitionSelection? Choose(IReadOnlyList<AssetDefinition> assets, DateTimeOffset dueAt) => Function(dueAt);
    }
}
