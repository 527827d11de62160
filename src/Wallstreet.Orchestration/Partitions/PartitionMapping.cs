namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// Which partitions of an upstream asset a partition of a downstream asset is made from. Without a mapping, an asset's
/// partition is made from the same one upstream (<see cref="Identity"/>), or from all where one side has no partitions.
/// </summary>
public abstract record PartitionMapping
{
    private PartitionMapping()
    {
    }

    /// <summary>
    /// Why the mapping does not fit two definitions, as half a sentence; null when it fits.
    /// </summary>
    public abstract string? FindMismatch(PartitionsDefinition? downstream, PartitionsDefinition? upstream);

    /// <summary>
    /// The upstream partitions of one downstream partition. Only for definitions that the mapping fits.
    /// </summary>
    public abstract OrdinalRange MapUpstream(PartitionsDefinition downstream, int ordinal, PartitionsDefinition upstream, int upstreamCount);

    /// <summary>
    /// The upstream partitions of neighbouring downstream partitions, with all that lie between the first and the last.
    /// </summary>
    public OrdinalRange MapUpstream(
        PartitionsDefinition downstream, OrdinalRange ordinals, PartitionsDefinition upstream, int upstreamCount)
    {
        if (ordinals.Count <= 1 || this is All)
        {
            return ordinals.IsEmpty ? OrdinalRange.None : MapUpstream(downstream, ordinals.Start, upstream, upstreamCount);
        }

        OrdinalRange hull = OrdinalRange.None;
        for (int ordinal = ordinals.Start; ordinal < ordinals.End; ordinal++)
        {
            OrdinalRange mapped = MapUpstream(downstream, ordinal, upstream, upstreamCount);
            if (!mapped.IsEmpty)
            {
                hull = hull.IsEmpty
                    ? mapped
                    : OrdinalRange.Between(Math.Min(hull.Start, mapped.Start), Math.Max(hull.End, mapped.End));
            }
        }

        return hull;
    }

    /// <summary>
    /// The same partition: by key for static partitions; for partitions in time those whose windows overlap, so a month is
    /// made from its days and a day from its month.
    /// </summary>
    public sealed record Identity : PartitionMapping
    {
        /// <inheritdoc />
        public override string? FindMismatch(PartitionsDefinition? downstream, PartitionsDefinition? upstream) =>
            downstream is null || upstream is null || downstream.IsSameAs(upstream)
                || (downstream is WindowedPartitions && upstream is WindowedPartitions)
                || (downstream is StaticPartitions && upstream is StaticPartitions)
                ? null
                : $"{downstream.Description} and {upstream.Description} have no partitions in common";

        /// <inheritdoc />
        public override OrdinalRange MapUpstream(
            PartitionsDefinition downstream, int ordinal, PartitionsDefinition upstream, int upstreamCount)
        {
            ArgumentNullException.ThrowIfNull(downstream);
            ArgumentNullException.ThrowIfNull(upstream);
            if (downstream.IsSameAs(upstream))
            {
                return new OrdinalRange(ordinal, 1);
            }

            if (upstream is WindowedPartitions windows && downstream.FindWindowAt(ordinal) is { } window)
            {
                return windows.FindOverlap(window);
            }

            int same = upstream.FindOrdinal(downstream.GetKeyAt(ordinal));
            return same < 0 ? OrdinalRange.None : new OrdinalRange(same, 1);
        }
    }

    /// <summary>
    /// The partitions from <paramref name="Start"/> to <paramref name="End"/> places after the same one, both included:
    /// (-1, -1) is the one before, (-19, 0) the last twenty. Places before the first partition are left out.
    /// </summary>
    /// <param name="Start">The first place, relative to the same partition.</param>
    /// <param name="End">The last place, relative to the same partition; not before <paramref name="Start"/>.</param>
    public sealed record WindowOffset(int Start, int End) : PartitionMapping
    {
        /// <inheritdoc />
        public override string? FindMismatch(PartitionsDefinition? downstream, PartitionsDefinition? upstream)
        {
            if (End < Start)
            {
                return $"the window offset ends at {End}, before its start {Start}";
            }

            return downstream is WindowedPartitions && upstream is WindowedPartitions
                ? null
                : "a window offset needs partitions in time on both sides";
        }

        /// <inheritdoc />
        public override OrdinalRange MapUpstream(
            PartitionsDefinition downstream, int ordinal, PartitionsDefinition upstream, int upstreamCount)
        {
            OrdinalRange same = new Identity().MapUpstream(downstream, ordinal, upstream, upstreamCount);
            return same.IsEmpty
                ? OrdinalRange.None
                : OrdinalRange.Between(Math.Max(0, same.Start + Start), Math.Max(0, same.End + End));
        }
    }

    /// <summary>All partitions of the upstream asset.</summary>
    public sealed record All : PartitionMapping
    {
        /// <inheritdoc />
        public override string? FindMismatch(PartitionsDefinition? downstream, PartitionsDefinition? upstream) => null;

        /// <inheritdoc />
        public override OrdinalRange MapUpstream(
            PartitionsDefinition downstream, int ordinal, PartitionsDefinition upstream, int upstreamCount) =>
            new(0, upstreamCount);
    }
}
