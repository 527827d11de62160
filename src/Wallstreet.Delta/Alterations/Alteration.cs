using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Alterations;

/// <summary>What a change of a table's schema or properties comes to: decided, not done.</summary>
/// <param name="Before">The version on which it was decided.</param>
/// <param name="Metadata">The metadata after it.</param>
/// <param name="Protocol">The protocol after it.</param>
/// <param name="Operation">What the history says was done, such as <c>ADD COLUMNS</c>.</param>
public sealed record Alteration(Snapshot Before, Metadata Metadata, Protocol Protocol, string Operation)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>How it was done, for the history.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = _none;

    /// <summary>Whether it holds only if every row that the table has was looked at, as for a new constraint: rows that
    /// others add meanwhile are then in its way.</summary>
    public bool ReadsWholeTable { get; init; }

    /// <summary>Files that are named again with facts which the change needs, their rows untouched.</summary>
    public IReadOnlyList<AddFile> Renewed { get; init; } = [];

    /// <summary>Named configurations to set or remove.</summary>
    public IReadOnlyList<DomainMetadata> Domains { get; init; } = [];

    /// <summary>Whether the past is closed by it, up to the version that it makes.</summary>
    internal bool ProtectsCheckpoints { get; init; }

    /// <summary>Makes one change of this one and another that is decided as if this one were done.</summary>
    /// <param name="next">Decides on the other change.</param>
    /// <returns>Both, under the name and the parameters of the second.</returns>
    public Alteration Then(Func<Snapshot, Alteration> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        Alteration second = next(Before.With(Metadata, Protocol));
        return second with
        {
            Before = Before,
            ReadsWholeTable = ReadsWholeTable || second.ReadsWholeTable,
            Renewed = [.. Renewed, .. second.Renewed],
            Domains = [.. Domains, .. second.Domains],
            ProtectsCheckpoints = ProtectsCheckpoints || second.ProtectsCheckpoints,
        };
    }

    internal TableChange ToChange() => new(Before)
    {
        NewMetadata = Metadata == Before.Metadata && !ProtectsCheckpoints ? null : Metadata,
        NewProtocol = Protocol == Before.Protocol ? null : Protocol,
        Adds = Renewed,
        Domains = Domains,
        DataChange = false,
        ReadsWholeTable = ReadsWholeTable,
        ProtectsCheckpoints = ProtectsCheckpoints,
    };
}
