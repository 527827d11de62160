using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Commands;

/// <summary>A column of a table, or a field of a struct, and the expression that it gets its value from.</summary>
/// <param name="Column">
/// The column's name, or the names that lead to a field of a struct from the outside in; case does not matter. The other
/// fields of the struct keep their values; where the struct was null, they are null.
/// </param>
/// <param name="Expression">The value in SQL. It is cast to the column's type; what does not fit is an error.</param>
public sealed record ColumnAssignment(ColumnPath Column, string Expression)
{
    /// <summary>Where the expression begins in a statement.</summary>
    internal SqlPosition? Place { get; init; }

    /// <summary>Whether the first names may be the table's own, as in a statement.</summary>
    internal bool MayBeQualified { get; init; }
}
