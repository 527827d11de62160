using Wallstreet.Delta;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules;

/// <summary>Holds rows that are in a table against the table's rules, which their writers should have done.</summary>
public static class StoredRows
{
    private const string Ending = " Nothing was written.";

    /// <summary>Finds a rule that a row of a version breaks: NOT NULL, CHECK constraints, invariants, generated columns.
    /// </summary>
    /// <param name="engine">Reads the rows.</param>
    /// <param name="location">Where the table is.</param>
    /// <param name="snapshot">The version.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The rule and the row, or <see langword="null"/> if no rule is broken.</returns>
    /// <exception cref="UnsupportedFeatureException">A rule's expression cannot be carried out.</exception>
    /// <exception cref="QueryException">The rows cannot be read.</exception>
    public static async ValueTask<string?> FindBrokenRuleAsync(
        this QueryEngine engine, string location, Snapshot snapshot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(snapshot);
        TableRules rules = TableRules.Of(snapshot.Metadata, snapshot.Protocol);
        if (!rules.Any)
        {
            return null;
        }

        string rows = $"SELECT * FROM delta_scan({SqlText.Text(location)}, version => {SqlText.Number(snapshot.Version)})";
        string[] columns = [.. snapshot.Schema.Fields.Select(static column => column.Name)];
        try
        {
            QueryResult result = await engine.QueryAsync(
                $"SELECT count(*) FROM ({rules.Enforce(rows, columns)})", null, cancellationToken).ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                await result.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        catch (ConstraintViolationException exception)
        {
            return exception.Message.Replace(Ending, "", StringComparison.Ordinal);
        }
    }
}
