using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Commands;

/// <summary>A column of a table and the expression that it gets its value from.</summary>
/// <param name="Column">The column's name; case does not matter.</param>
/// <param name="Expression">The value in SQL. It is cast to the column's type; what does not fit is an error.</param>
public sealed record ColumnAssignment(string Column, string Expression)
{
    /// <summary>Where the expression begins in a statement.</summary>
    internal SqlPosition? Place { get; init; }
}
