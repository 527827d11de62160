using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Writing;

/// <summary>What a write has prepared for its commit.</summary>
internal sealed record WriteChanges
{
    /// <summary>The files that come.</summary>
    public IReadOnlyList<AddFile> Adds { get; init; } = [];

    /// <summary>The files that go.</summary>
    public IReadOnlyList<AddFile> Removes { get; init; } = [];

    /// <summary>The rows that leave files by deletion vectors.</summary>
    public IReadOnlyList<RowDeletion> Deletions { get; init; } = [];

    /// <summary>The files of change data.</summary>
    public IReadOnlyList<AddCdcFile> ChangeFiles { get; init; } = [];

    /// <summary>Which rows were looked at to decide; <see langword="null"/> if none were, or all.</summary>
    public Predicate? ReadPredicate { get; init; }

    /// <summary>Whether all rows were looked at.</summary>
    public bool ReadsWholeTable { get; init; }

    /// <summary>How many rows the statement gave.</summary>
    public long RowsGiven { get; init; }

    /// <summary>How many rows were written again because they share a file with rows that went.</summary>
    public long RowsCopied { get; init; }

    /// <summary>How many rows went, -1 if the log does not say; <see langword="null"/> if the removed files say it.</summary>
    public long? RowsRemoved { get; init; }

    /// <summary>The changes, decided on what the statement read of its own table too: the commit then follows no other
    /// that changed it.</summary>
    /// <param name="scope">What the statement read; <see langword="null"/> for a table that is new.</param>
    public WriteChanges WithReads(ResolverScope? scope)
    {
        if (scope is not { OwnWasRead: true } || ReadsWholeTable)
        {
            return this;
        }

        return scope.OwnRows is { } rows
            ? this with { ReadPredicate = ReadPredicate is null ? rows : Predicate.AnyOf(ReadPredicate, rows) }
            : this with { ReadPredicate = null, ReadsWholeTable = true };
    }

    /// <summary>Whether rows that moved to other files keep their ids.</summary>
    public bool RowIdsKept { get; init; }

    /// <summary>Whether rows that were there came with new values.</summary>
    public bool Updates { get; init; }
}
