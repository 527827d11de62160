using System.Globalization;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Planning;

/// <summary>
/// Finds the partitions of an asset that a request means. The ends of a range may be any dates, and one partition may be
/// one of any selected asset: assets in time take their partitions of that date.
/// </summary>
internal sealed class PartitionFinder(PartitionSelection selection, IReadOnlyList<AssetDefinition> assets, DateTimeOffset now)
{
    /// <summary>When the plan is made.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The places of the partitions, as ranges in order that do not touch.</summary>
    /// <exception cref="UnknownPartitionException">The asset has no such partition, or not yet.</exception>
    public IReadOnlyList<OrdinalRange> Find(AssetDefinition asset, PartitionsDefinition partitions)
    {
        int available = partitions.CountAt(now);
        if (selection.IsAll)
        {
            return available == 0 ? [] : [new OrdinalRange(0, available)];
        }

        List<OrdinalRange> ranges = [];
        foreach (PartitionRange range in selection.Ranges)
        {
            OrdinalRange found = partitions.Contains(range.First) && partitions.Contains(range.Last)
                ? CheckAvailable(asset, partitions, range, available)
                : FindByDate(partitions, range, available);
            if (!found.IsEmpty)
            {
                ranges.Add(found);
            }
        }

        return Merge(ranges);
    }

    private static List<OrdinalRange> Merge(List<OrdinalRange> ranges)
    {
        List<OrdinalRange> merged = [];
        foreach (OrdinalRange range in ranges.OrderBy(range => range.Start))
        {
            if (merged.Count > 0 && range.Start <= merged[^1].End)
            {
                merged[^1] = OrdinalRange.Between(merged[^1].Start, Math.Max(merged[^1].End, range.End));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }

    private static OrdinalRange CheckAvailable(
        AssetDefinition asset, PartitionsDefinition partitions, PartitionRange range, int available)
    {
        OrdinalRange ordinals = partitions.GetOrdinals(range);
        if (ordinals.End <= available)
        {
            return ordinals;
        }

        string ends = partitions.FindWindowAt(ordinals.End - 1) is { } window
            ? string.Create(CultureInfo.InvariantCulture, $" It ends at {window.End:u}.")
            : "";
        throw new UnknownPartitionException(
            range.Last, $"The partition \"{range.Last}\" of \"{asset.Key}\" has not ended yet.{ends} Ask for earlier ones.");
    }

    /// <summary>
    /// Finds the partitions between two dates that are not themselves partitions of the asset, as <c>2020-01-01..2020-06</c>
    /// among the sessions of an exchange.
    /// </summary>
    private OrdinalRange FindByDate(PartitionsDefinition partitions, PartitionRange range, int available)
    {
        bool named = range.First != range.Last || assets.Any(other => other.Partitions?.Contains(range.First) == true);
        if (named && partitions is WindowedPartitions windows && windows.FindByDate(range, available) is { } found)
        {
            return found;
        }

        partitions.Validate(range.First);
        partitions.Validate(range.Last);
        return partitions.GetOrdinals(range);
    }
}
