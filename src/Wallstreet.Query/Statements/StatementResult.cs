using Wallstreet.Query.Commands;

namespace Wallstreet.Query.Statements;

/// <summary>What a statement that writes has done.</summary>
/// <param name="Operation">What it was, as the table's history has it: <c>WRITE</c>, <c>MERGE</c>, <c>CREATE TABLE</c>.</param>
/// <param name="Table">The table that it named.</param>
/// <param name="Changes">What it did to the table.</param>
public sealed record StatementResult(string Operation, string Table, CommandResult Changes)
{
    /// <summary>What OPTIMIZE, VACUUM and RESTORE tell; <see langword="null"/> for other statements.</summary>
    public StatementReport? Report { get; init; }

    /// <summary>Whether the statement is about rows, and <see cref="Changes"/> counts them.</summary>
    public bool ChangesRows { get; init; } = true;
}
