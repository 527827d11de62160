using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Commands;

/// <summary>Rows of a table are to get new values.</summary>
/// <param name="Set">The columns, or fields of structs, and their values, computed from the row as it was.</param>
public sealed record UpdateCommand(IReadOnlyList<ColumnAssignment> Set) : TableCommand
{
    /// <summary>
    /// Which: a condition in SQL on the table's columns, which may contain sub-queries. Rows for which it is false or null
    /// stay as they are. <see langword="null"/> means all rows.
    /// </summary>
    public string? Where { get; init; }

    /// <summary>Where the condition begins in a statement.</summary>
    internal SqlPosition? WherePlace { get; init; }
}
