namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// Partitions from a first to a last key, both included, in the order of the asset's partitions; written <c>A..B</c>,
/// or <c>A</c> for one partition.
/// </summary>
/// <param name="First">The first partition.</param>
/// <param name="Last">The last partition.</param>
public readonly record struct PartitionRange(PartitionKey First, PartitionKey Last)
{
    /// <summary>A range of one partition.</summary>
    public static PartitionRange Of(PartitionKey key) => new(key, key);

    /// <summary>Reads <c>A..B</c> or <c>A</c>.</summary>
    /// <exception cref="InvalidPartitionKeyException">An end of the range is not a partition key.</exception>
    public static PartitionRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int dots = text.IndexOf("..", StringComparison.Ordinal);
        return dots < 0
            ? Of(new PartitionKey(text.Trim()))
            : new PartitionRange(new PartitionKey(text[..dots].Trim()), new PartitionKey(text[(dots + 2)..].Trim()));
    }

    /// <summary>The range as it is written.</summary>
    public override string ToString() => First == Last ? First.Value : $"{First.Value}..{Last.Value}";
}
