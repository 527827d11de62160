namespace Wallstreet.Web.Problems;

/// <summary>Problems of tables and SQL.</summary>
internal static class QueryProblems
{
    public static Problem? Describe(Exception exception) => exception switch
    {
        IOException => new Problem("The lake cannot be read", exception.Message, 503),
        _ => null,
    };
}
