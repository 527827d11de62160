using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Commands;

/// <summary>Rows of a source are to be merged into a table.</summary>
/// <param name="Source">
/// The rows: what may stand after FROM, such as the name of a table, <c>delta_scan('…')</c> or a query in brackets. An
/// alias after it is what conditions and expressions call it; a table's name is one too, else it is <c>source</c>.
/// </param>
/// <param name="On">The condition on a row of the table and one of the source under which they match.</param>
/// <param name="Clauses">What is to be done, in order: of the clauses of one kind, the first that holds counts.</param>
public sealed record MergeCommand(string Source, string On, IReadOnlyList<MergeClause> Clauses) : TableCommand
{
    /// <summary>
    /// Whether columns of the source that the table does not have are added to it by <c>UPDATE *</c> and <c>INSERT *</c>.
    /// Columns of the table that the source does not have then keep their values, and are null in new rows. Without it
    /// the source must have all columns of the table for these, and others that it has are left out.
    /// </summary>
    public bool AddColumns { get; init; }

    /// <summary>Where the source begins in a statement.</summary>
    internal SqlPosition? SourcePlace { get; init; }

    /// <summary>Where the condition begins in a statement.</summary>
    internal SqlPosition? OnPlace { get; init; }
}
