using Wallstreet.Delta;

namespace Wallstreet.Query.Commands;

/// <summary>What the commands that change rows of a table have in common.</summary>
public abstract record TableCommand
{
    private protected TableCommand()
    {
    }

    /// <summary>What the table is called in messages, and, if it is a dotted name, in conditions and expressions too;
    /// <see langword="null"/> says its location.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// By which name conditions and expressions may call the table; <see langword="null"/> is the last part of
    /// <see cref="Name"/> if that is a dotted name, else <c>target</c>.
    /// </summary>
    public string? Alias { get; init; }

    /// <summary>How sub-queries read: pins, parameters, and the time the command may take. A row limit does not apply.</summary>
    public QueryRequest Read { get; init; } = QueryRequest.Default;

    /// <summary>The commit's user metadata, engine and further parameters; operation and metrics are filled in.</summary>
    public CommitOptions? Commit { get; init; }
}
