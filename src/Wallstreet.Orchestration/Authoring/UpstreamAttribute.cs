using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Names an upstream of the asset it stands on, or of the one whose parameter it stands on.</summary>
public abstract class UpstreamAttribute : Attribute
{
    private protected UpstreamAttribute()
    {
    }

    /// <summary>Which partitions of the upstream a partition is made from.</summary>
    public UpstreamPartitions Partitions { get; set; }

    /// <summary>With <see cref="UpstreamPartitions.Offset"/>: the first place, relative to the same partition.</summary>
    public int OffsetStart { get; set; }

    /// <summary>With <see cref="UpstreamPartitions.Offset"/>: the last place, relative to the same partition.</summary>
    public int OffsetEnd { get; set; }

    internal abstract AssetKey Key { get; }

    internal AssetDependency ToDependency() => new(Key, Partitions switch
    {
        UpstreamPartitions.All => new PartitionMapping.All(),
        UpstreamPartitions.Offset => new PartitionMapping.WindowOffset(OffsetStart, OffsetEnd),
        _ => null,
    });
}
