using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Planning;

/// <summary>
/// Which partitions a run makes: all that exist, or some keys and ranges, written <c>K</c>, <c>A..B</c> or a list of these
/// with commas.
/// </summary>
public sealed record PartitionSelection
{
    private PartitionSelection(IReadOnlyList<PartitionRange> ranges) => Ranges = ranges;

    /// <summary>All partitions that exist when the run is planned.</summary>
    public static PartitionSelection All { get; } = new([]);

    /// <summary>The keys and ranges; empty for all.</summary>
    public IReadOnlyList<PartitionRange> Ranges { get; }

    /// <summary>True when all partitions are meant.</summary>
    public bool IsAll => Ranges.Count == 0;

    /// <summary>Some keys and ranges; none is all.</summary>
    public static PartitionSelection Of(params IEnumerable<PartitionRange> ranges) => new([.. ranges]);

    /// <summary>One partition.</summary>
    public static PartitionSelection Of(PartitionKey key) => new([PartitionRange.Of(key)]);

    /// <summary>Reads a selection; no text is all.</summary>
    /// <exception cref="InvalidPartitionKeyException">A part of the text is not a partition key.</exception>
    public static PartitionSelection Parse(string? text) => string.IsNullOrWhiteSpace(text)
        ? All
        : new([.. text.Split(',').Select(PartitionRange.Parse)]);

    /// <summary>The selection as it is written; null for all.</summary>
    public string? ToText() => IsAll ? null : string.Join(",", Ranges);

    /// <inheritdoc />
    public override string ToString() => ToText() ?? "all partitions";
}
