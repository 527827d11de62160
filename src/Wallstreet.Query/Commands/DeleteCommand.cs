using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Commands;

/// <summary>Rows of a table are to go.</summary>
public sealed record DeleteCommand : TableCommand
{
    /// <summary>
    /// Which: a condition in SQL on the table's columns, which may contain sub-queries. Rows for which it is false or null
    /// stay. <see langword="null"/> means all rows.
    /// </summary>
    public string? Where { get; init; }

    /// <summary>Where the condition begins in a statement.</summary>
    internal SqlPosition? WherePlace { get; init; }
}
