namespace Wallstreet.Orchestration.Partitions;

/// <summary>A partition was named that the definition does not have, or does not have yet.</summary>
/// <param name="key">The partition that was named.</param>
/// <param name="message">What is wrong, where, and what would be right.</param>
public sealed class UnknownPartitionException(PartitionKey key, string message) : ArgumentException(message)
{
    /// <summary>The partition that was named.</summary>
    public PartitionKey Key { get; } = key;
}
