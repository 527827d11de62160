using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>One action of a checkpoint.</summary>
internal readonly record struct CheckpointRow
{
    public Protocol? Protocol { get; init; }

    public Metadata? Metadata { get; init; }

    public ApplicationTransaction? Application { get; init; }

    public DomainMetadata? Domain { get; init; }

    public AddFile? Add { get; init; }

    public RemoveFile? Remove { get; init; }
}
