using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Query.Writing;

/// <summary>What a write has prepared for its commit.</summary>
internal sealed record WriteChanges
{
    /// <summary>The files that come.</summary>
    public List<AddFile> Adds { get; } = [];

    /// <summary>The files that go.</summary>
    public List<AddFile> Removes { get; } = [];

    /// <summary>Which rows were looked at to decide; <see langword="null"/> if none were, or all.</summary>
    public Predicate? ReadPredicate { get; set; }

    /// <summary>Whether all rows were looked at.</summary>
    public bool ReadsWholeTable { get; set; }

    /// <summary>How many rows the statement gave.</summary>
    public long RowsGiven { get; set; }

    /// <summary>How many rows were written again because they share a file with rows that went.</summary>
    public long RowsCopied { get; set; }
}
