using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Commands;

/// <summary>One WHEN of a MERGE.</summary>
/// <param name="Match">Which rows it is for.</param>
/// <param name="Action">What is done with them.</param>
public sealed record MergeClause(MergeMatch Match, MergeAction Action)
{
    /// <summary>A further condition (<c>WHEN MATCHED AND …</c>); <see langword="null"/> if there is none.</summary>
    public string? Condition { get; init; }

    /// <summary>
    /// The columns, or fields of structs, that an update sets, or the columns that an insert gives; <see langword="null"/>
    /// takes all from the source's columns of the same names (<c>UPDATE SET *</c>, <c>INSERT *</c>).
    /// </summary>
    public IReadOnlyList<ColumnAssignment>? Columns { get; init; }

    /// <summary>Where the condition begins in a statement.</summary>
    internal SqlPosition? ConditionPlace { get; init; }
}
