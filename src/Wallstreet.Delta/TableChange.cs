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

    /// <summary>Rows that leave files of <see cref="ReadSnapshot"/> through deletion vectors, each file once. Asks for
    /// the table's property <c>delta.enableDeletionVectors</c>. A file that has no row left is removed instead.</summary>
    public IReadOnlyList<RowDeletion> RowDeletions { get; init; } = [];

    /// <summary>Files with the changed rows, already written, for tables that record them
    /// (<c>delta.enableChangeDataFeed</c>). None are needed when rows are only added or only removed: readers infer
    /// those.</summary>
    public IReadOnlyList<AddCdcFile> ChangeFiles { get; init; } = [];

    /// <summary>Whether whole files say what changed: every row of an added file is new, and every row of a removed one
    /// is gone, so that no <see cref="ChangeFiles"/> are needed.</summary>
    public bool FilesAreChanges { get; init; }

    /// <summary>Whether the caller has held every added row against the table's CHECK constraints, invariants, generated
    /// columns and identity columns. Without it, a change that adds rows to a table with such rules is refused.</summary>
    public bool RulesChecked { get; init; }

    /// <summary>Whether each row was decided on by itself, as in DELETE and UPDATE: rows that others remove meanwhile
    /// then matter only where this change changes or depends on them too.</summary>
    public bool ReadsRowsAlone { get; init; }

    /// <summary>Whether rows that move from removed files to added ones keep their ids, in the table's materialized
    /// columns. Without it, a change that moves rows of a table with row tracking is refused.</summary>
    public bool RowIdsKept { get; init; }

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

    /// <summary>Whether the added files were part of a table before, so that nothing need be proven of their rows anew.
    /// </summary>
    internal bool FilesWereValid { get; init; }

    /// <summary>Whether the new metadata closes the past up to the version that the change becomes.</summary>
    internal bool ProtectsCheckpoints { get; init; }

    /// <summary>Whether rows may have moved from files that go into files that come.</summary>
    internal bool MovesRows =>
        !FilesAreChanges && (Removes.Count > 0 || RowDeletions.Count > 0) && Adds.Any(static file => file.BaseRowId is null);

    internal bool IsBlindAppend =>
        Removes.Count == 0 && RowDeletions.Count == 0 && ReadPredicate is null && !ReadsWholeTable && NewMetadata is null
        && NewProtocol is null && Adds.Count > 0;
}
