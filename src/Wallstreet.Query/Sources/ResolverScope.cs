using Wallstreet.Delta;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Query.Sources;

/// <summary>What a command or a write knows about the names in a text that is part of it.</summary>
/// <param name="Own">The table that changes.</param>
/// <param name="From">From which byte of the text on names stand for rows that the command brings itself.</param>
internal sealed record ResolverScope(PinnedTable Own, int From = int.MaxValue)
{
    private readonly List<Predicate?> _reads = [];

    /// <summary>Whether the text reads the table that changes, as it is now.</summary>
    public bool OwnWasRead => _reads.Count > 0;

    /// <summary>Which rows of the table that changes the text reads; <see langword="null"/> for all, or if it reads none.
    /// </summary>
    public Predicate? OwnRows => OwnWasRead && _reads.TrueForAll(static read => read is not null)
        ? Predicate.AnyOf([.. _reads.OfType<Predicate>()])
        : null;

    /// <summary>The version of a table that is read already, if it is the one that changes and no version is asked for.
    /// </summary>
    public PinnedTable? FindOwn(DeltaTable table, HistoryPoint? pin) => IsOwn(table) && pin is null ? Own : null;

    /// <summary>Notes that rows of a table are read.</summary>
    /// <param name="table">The table.</param>
    /// <param name="pin">The point of its history; what a version holds never changes.</param>
    /// <param name="rows">Which rows; <see langword="null"/> for all.</param>
    public void NoteRead(DeltaTable table, HistoryPoint? pin, Predicate? rows)
    {
        if (pin?.Version is null && IsOwn(table))
        {
            _reads.Add(rows);
        }
    }

    private bool IsOwn(DeltaTable table) => table.Location == Own.Table.Location;
}
