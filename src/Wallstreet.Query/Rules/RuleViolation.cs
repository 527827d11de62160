using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules;

/// <summary>How a row that breaks a rule stops the statement that would write it: by an error that is known again when it
/// comes out of DuckDB.</summary>
internal static class RuleViolation
{
    private const string Begin = "\u2045rule\u2046";
    private const string Column = "\u2045column\u2046";

    /// <summary>DuckDB's SQL for stopping with a message and the row's values.</summary>
    /// <param name="message">What is broken.</param>
    /// <param name="values">Names with the SQL of their values.</param>
    public static string Raise(string message, IEnumerable<(string Name, string Sql)> values)
    {
        string described = string.Concat(values.Select(static value =>
            $" || {SqlText.Text($"{Column}{value.Name} = ")} || coalesce(left(CAST({value.Sql} AS VARCHAR), 200), 'null')"));
        return $"error({SqlText.Text(Begin + message)}{described})";
    }

    /// <summary>DuckDB's SQL for stopping where a row has a value of which a rule cannot be computed as Spark does.</summary>
    /// <param name="why">What cannot be done.</param>
    /// <param name="value">The SQL of the value, a text.</param>
    public static string Stop(string why, string value) =>
        $"error({SqlText.Text($"{Begin}A rule of the table cannot be computed for a row: {why}.{Column}the value ")} || left({value}, 200))";

    /// <summary>The broken rule that an error of DuckDB's tells of, or <see langword="null"/>.</summary>
    public static ConstraintViolationException? Find(DuckDBException error)
    {
        int begin = error.Message.IndexOf(Begin, StringComparison.Ordinal);
        if (begin < 0)
        {
            return null;
        }

        string[] parts = error.Message[(begin + Begin.Length)..].Split(Column);
        string row = parts.Length == 1 ? "" : $" The first such row has {string.Join(", ", parts[1..].Select(static part => part.Trim()))}.";
        return new ConstraintViolationException($"{parts[0].Trim()}{row} Nothing was written.");
    }
}
