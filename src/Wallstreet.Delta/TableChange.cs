using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta;

/// <summary>What a transaction does to a table. What it read decides which commits of others it may follow.</summary>
/// <param name="ReadSnapshot">The version on which the change was decided.</param>
public sealed record TableChange(Snapshot ReadSnapshot)
{
    /// <summary>New files, already written.</summary>
    public IReadOnlyList<AddFile> Adds { get; init; } = [];

    /// <summary>Files of <see cref="ReadSnapshot"/> that leave the table.</summary>
    public IReadOnlyList<AddFile> Removes { get; init; } = [];

    /// <summary>Which rows were read to decide on the change; null if none were.</summary>
    public Predicate? ReadPredicate { get; init; }

    /// <summary>Whether every row was read to decide on the change.</summary>
    public bool ReadsWholeTable { get; init; }

    /// <summary>Whether rows change, or are only rearranged.</summary>
    public bool DataChange { get; init; } = true;

    /// <summary>New metadata, such as a changed schema or property.</summary>
    public Metadata? NewMetadata { get; init; }

    /// <summary>A new protocol, for an upgrade.</summary>
    public Protocol? NewProtocol { get; init; }

    /// <summary>How far an application got with this change. A commit of the same application in between is a
    /// conflict.</summary>
    public ApplicationTransaction? Application { get; init; }

    /// <summary>Named configurations to set or remove.</summary>
    public IReadOnlyList<DomainMetadata> Domains { get; init; } = [];

    internal bool IsBlindAppend =>
        Removes.Count == 0 && ReadPredicate is null && !ReadsWholeTable && NewMetadata is null
        && NewProtocol is null && Adds.Count > 0;
}
