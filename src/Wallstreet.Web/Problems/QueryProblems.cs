using Wallstreet.Delta;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Web.Problems;

/// <summary>Problems of tables and SQL.</summary>
internal static class QueryProblems
{
    public static Problem? Describe(Exception exception) => exception switch
    {
        SqlSyntaxException error => new Problem("SQL error", error.Problem, 400)
        {
            Hint = error.Hint,
            Line = error.Line > 0 ? error.Line : null,
            Column = error.Line > 0 ? error.Column : null,
        },
        TableNotFoundException => new Problem("Unknown table", exception.Message, 404),
        QueryTimeoutException => new Problem("Took too long", exception.Message, 504),
        QueryOutOfMemoryException => new Problem("Too large", exception.Message, 422),
        QueryException => new Problem("The query failed", exception.Message, 422),
        VersionNotFoundException error => new Problem("Unknown version", error.Message, 404)
        {
            Hint = FormattableString.Invariant($"There are versions {error.EarliestVersion} to {error.LatestVersion}."),
        },
        DeltaTableNotFoundException => new Problem("Unknown table", exception.Message, 404),
        DeltaException => new Problem("The table cannot be read", exception.Message, 422),
        ObjectStoreException => new Problem("The lake cannot be read", exception.Message, 503),
        _ => null,
    };
}
