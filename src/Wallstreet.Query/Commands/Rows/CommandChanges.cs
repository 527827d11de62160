using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>What a command has prepared for its commit.</summary>
internal sealed record CommandChanges
{
    /// <summary>The files that come.</summary>
    public List<AddFile> Adds { get; } = [];

    /// <summary>The files that go.</summary>
    public List<AddFile> Removes { get; } = [];

    /// <summary>The rows that leave files by deletion vectors.</summary>
    public List<RowDeletion> Deletions { get; } = [];

    /// <summary>The files of change data.</summary>
    public List<AddCdcFile> ChangeFiles { get; } = [];

    /// <summary>Which rows were looked at to decide; <see langword="null"/> if none were, or all.</summary>
    public Predicate? ReadPredicate { get; set; }

    /// <summary>Whether all rows were looked at.</summary>
    public bool ReadsWholeTable { get; set; }

    /// <summary>Whether each row was decided on by itself.</summary>
    public bool ReadsRowsAlone { get; set; }

    /// <summary>Whether the rows that come were held against the table's rules.</summary>
    public bool RulesChecked { get; set; }

    /// <summary>Whether rows that move to other files keep their ids.</summary>
    public bool RowIdsKept { get; set; }

    /// <summary>The table's new metadata, if columns are added.</summary>
    public Metadata? NewMetadata { get; set; }

    public long RowsInserted { get; set; }

    public long RowsUpdated { get; set; }

    /// <summary>-1 if the log does not say.</summary>
    public long RowsDeleted { get; set; }

    public long RowsCopied { get; set; }

    /// <summary>What the history says beside what all commands say.</summary>
    public Dictionary<string, string> Parameters { get; } = [];

    /// <summary>Further metrics.</summary>
    public Dictionary<string, string> Metrics { get; } = [];

    /// <summary>Whether there is anything to commit.</summary>
    public bool Any => Adds.Count > 0 || Removes.Count > 0 || Deletions.Exists(static rows => rows.Rows.Cardinality > 0)
        || NewMetadata is not null;
}
