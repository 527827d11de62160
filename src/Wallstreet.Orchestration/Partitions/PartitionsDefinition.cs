namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// How an asset is cut into partitions. The partitions have an order; a partition's place in it is its ordinal, which
/// never changes while the program runs. Instances are safe to use from several threads and are meant to be shared by the
/// assets that are cut alike.
/// </summary>
public abstract class PartitionsDefinition
{
    /// <summary>The kind in one word: <c>static</c>, <c>day</c>, <c>month</c>, <c>session</c> and so on.</summary>
    public abstract string Kind { get; }

    /// <summary>The definition in words, for people.</summary>
    public abstract string Description { get; }

    /// <summary>How many partitions exist at a time: those whose window has ended.</summary>
    /// <param name="now">The time.</param>
    public abstract int CountAt(DateTimeOffset now);

    /// <summary>The place of a partition, or -1 when the definition has no such partition now or ever.</summary>
    public abstract int FindOrdinal(PartitionKey key);

    /// <summary>The partition at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public abstract PartitionKey GetKeyAt(int ordinal);

    /// <summary>The time of the partition at a place; null when partitions have no time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public abstract TimeWindow? FindWindowAt(int ordinal);

    /// <summary>True when the two have the same partitions in the same order.</summary>
    public abstract bool IsSameAs(PartitionsDefinition other);

    /// <summary>The partitions that exist at a time, in order.</summary>
    /// <param name="now">The time.</param>
    public IReadOnlyList<PartitionKey> GetKeys(DateTimeOffset now) => GetKeys(new OrdinalRange(0, CountAt(now)));

    /// <summary>The partitions of some places, in order.</summary>
    public IReadOnlyList<PartitionKey> GetKeys(OrdinalRange ordinals)
    {
        var keys = new PartitionKey[ordinals.Count];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = GetKeyAt(ordinals.Start + i);
        }

        return keys;
    }

    /// <summary>The partitions from one key to another, both included.</summary>
    /// <exception cref="UnknownPartitionException">An end is not a partition, or the ends are the wrong way round.</exception>
    public IReadOnlyList<PartitionKey> GetRange(PartitionKey first, PartitionKey last) =>
        GetKeys(GetOrdinals(new PartitionRange(first, last)));

    /// <summary>The places of a range.</summary>
    /// <exception cref="UnknownPartitionException">An end is not a partition, or the ends are the wrong way round.</exception>
    public OrdinalRange GetOrdinals(PartitionRange range)
    {
        int first = GetOrdinal(range.First);
        int last = range.Last == range.First ? first : GetOrdinal(range.Last);
        return last >= first
            ? OrdinalRange.Between(first, last + 1)
            : throw new UnknownPartitionException(
                range.Last, $"The range {range} is empty: {range.Last} comes before {range.First}. Write the earlier first.");
    }

    /// <summary>The place of a partition.</summary>
    /// <exception cref="UnknownPartitionException">The definition has no such partition.</exception>
    public int GetOrdinal(PartitionKey key)
    {
        int ordinal = FindOrdinal(key);
        return ordinal >= 0 ? ordinal : throw Unknown(key);
    }

    /// <summary>The time of a partition; null when partitions have no time.</summary>
    /// <exception cref="UnknownPartitionException">The definition has no such partition.</exception>
    public TimeWindow? GetWindow(PartitionKey key) => FindWindowAt(GetOrdinal(key));

    /// <summary>True when the definition has the partition, now or later.</summary>
    public bool Contains(PartitionKey key) => FindOrdinal(key) >= 0;

    /// <summary>Refuses what is not a partition.</summary>
    /// <exception cref="UnknownPartitionException">The definition has no such partition.</exception>
    public void Validate(PartitionKey key) => GetOrdinal(key);

    /// <summary>How to write a key of this definition, for the error that refuses one.</summary>
    protected abstract string DescribeKeys();

    private UnknownPartitionException Unknown(PartitionKey key) =>
        new(key, $"There is no partition \"{key}\" in {Description}. {DescribeKeys()}");
}
