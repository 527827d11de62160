using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>One action of a checkpoint.</summary>
internal readonly record struct CheckpointRow
{
    public Protocol? Protocol { get; init; }

    public Metadata? Metadata { get; init; }

    public ApplicationTransaction? Application { get; init; }

    public DomainMetadata? Domain { get; init; }

    public AddFile? Add { get; init; }

    /// <summary>The statistics of the added file, where they become columns.</summary>
    public FileStatistics? Statistics { get; init; }

    public RemoveFile? Remove { get; init; }
}
