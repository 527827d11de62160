using Wallstreet.Delta;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Maintenance;

/// <summary>What OPTIMIZE is to do. Rows are never changed, only rearranged into other files.</summary>
public sealed record OptimizeRequest
{
    /// <summary>The target size of tables that do not name one.</summary>
    public const long TargetSizeBytesDefault = 128L << 20;

    /// <summary>A condition on partition columns; only partitions that satisfy it are looked at.</summary>
    public string? Where { get; init; }

    /// <summary>The columns to lay rows out by along a Z-order curve; none for joining small files only. Clustered
    /// tables have columns of their own and take none.</summary>
    public IReadOnlyList<ColumnPath> ZOrderBy { get; init; } = [];

    /// <summary>About how big files are to become; null for the table's property <c>delta.targetFileSize</c>, else
    /// <see cref="TargetSizeBytesDefault"/>. Files that are bigger are left alone.</summary>
    /// <value>At least 1 MiB.</value>
    public long? TargetSizeBytes { get; init; }

    /// <summary>Whether only files with deletion vectors are rewritten, all of them, so that deleted rows are gone from
    /// the newest version's files.</summary>
    public bool Purge { get; init; }

    /// <summary>Whether files that were laid out before are laid out once more.</summary>
    public bool Full { get; init; }

    /// <summary>From which share of deleted rows on a file is rewritten although it is big enough.</summary>
    /// <value>0 to 1; 0.05 by default, as in the reference implementation.</value>
    public double DeletedRowsRatioMax { get; init; } = 0.05;

    /// <summary>A commit is made whenever so many bytes were rewritten: what is committed stays done when the rest
    /// fails or is given up.</summary>
    /// <value>At least 1; 8 GiB by default.</value>
    public long CommitSizeBytes { get; init; } = 8L << 30;

    /// <summary>How many bytes are laid out as one piece; less than memory and spill space can sort.</summary>
    /// <value>At least 1; 64 times the target size by default.</value>
    public long? LayoutSizeBytes { get; init; }

    /// <summary>User metadata and engine of the commits; operation, parameters and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(TargetSizeBytes ?? TargetSizeBytesDefault, 1L << 20, nameof(TargetSizeBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(CommitSizeBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LayoutSizeBytes ?? 1, 1, nameof(LayoutSizeBytes));
        ArgumentOutOfRangeException.ThrowIfNegative(DeletedRowsRatioMax);
        if (Purge && ZOrderBy.Count > 0)
        {
            throw new ArgumentException("A purge keeps rows in their order: leave Purge or ZOrderBy out.", nameof(Purge));
        }
    }
}
