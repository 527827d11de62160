namespace Wallstreet.Orchestration.Partitions;

/// <summary>A text is not a partition key.</summary>
public sealed class InvalidPartitionKeyException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="fault">What is wrong with it, as half a sentence.</param>
    public InvalidPartitionKeyException(string? text, string fault)
        : base($"\"{text}\" is not a partition key: {fault}.") => Text = text;

    /// <summary>What was given.</summary>
    public string? Text { get; }
}
