using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>What the copies of one write share.</summary>
/// <param name="Parameters">Values of the statement's parameters.</param>
/// <param name="Clock">The time that is left.</param>
/// <param name="Statement">The statement, to find the places of errors in; null if it is made of several.</param>
internal sealed record CopyContext(
    IReadOnlyDictionary<string, object?> Parameters, StatementClock Clock, RewrittenSql? Statement)
{
    /// <summary>About how big a file becomes before the next is begun; null for one file.</summary>
    public long? FileSizeBytes { get; init; }
}
