using Wallstreet.Delta;

namespace Wallstreet.Query.Sources;

/// <summary>What a command knows about the names in a text that is part of it.</summary>
/// <param name="From">From which byte of the text on names stand for rows that the command brings itself.</param>
/// <param name="Own">The table that the command changes.</param>
internal sealed record ResolverScope(int From, PinnedTable Own)
{
    /// <summary>Whether the text reads the table that the command changes.</summary>
    public bool OwnWasRead { get; private set; }

    /// <summary>The version of a table that the command has read already, if it is its own and no version is asked for.</summary>
    public PinnedTable? FindOwn(DeltaTable table, HistoryPoint? pin)
    {
        if (table.Location != Own.Table.Location)
        {
            return null;
        }

        OwnWasRead = true;
        return pin is null ? Own : null;
    }
}
