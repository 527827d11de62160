namespace Wallstreet.Delta.Streams;

/// <summary>What became of a batch.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Committed">The version that holds it now, or <see langword="null"/> if the table had it already.</param>
public sealed record StreamWriteResult(long BatchId, CommittedVersion? Committed)
{
    /// <summary>Whether the table had the batch already, so that nothing was written.</summary>
    public bool IsSkipped => Committed is null;
}
