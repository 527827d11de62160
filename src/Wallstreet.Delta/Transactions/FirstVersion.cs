using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Transactions;

/// <summary>Everything that the first version of a table says.</summary>
/// <param name="Protocol">What programs must know.</param>
/// <param name="Metadata">Identity, schema and properties.</param>
internal sealed record FirstVersion(Protocol Protocol, Metadata Metadata)
{
    public IReadOnlyList<DomainMetadata> Domains { get; init; } = [];

    public IReadOnlyList<AddFile> Files { get; init; } = [];

    public ApplicationTransaction? Application { get; init; }
}
