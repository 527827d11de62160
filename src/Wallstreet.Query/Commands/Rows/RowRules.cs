using Wallstreet.Delta.Actions;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>Holds the rows that a command brings against the table's rules.</summary>
internal sealed class RowRules
{
    private readonly Metadata _metadata;
    private readonly TableRules _rules;

    public RowRules(Metadata metadata, Protocol protocol)
    {
        _metadata = metadata;
        _rules = TableRules.Of(metadata, protocol);
    }

    /// <summary>Whether the table has a rule at all.</summary>
    public bool Any => _rules.Any;

    /// <summary>Rows that were in the table, with new values: generated columns that are not set are computed again.</summary>
    /// <param name="query">The rows, with all columns of the table.</param>
    /// <param name="set">The columns that were set.</param>
    public string Updated(string query, IReadOnlyCollection<string> set)
    {
        _rules.RequireInsertable(set);
        return _rules.Enforce(query, [.. _metadata.Schema.Fields
            .Where(field => ColumnRules.FindGeneration(field) is null || set.Contains(field.Name, StringComparer.OrdinalIgnoreCase))
            .Select(static field => field.Name)]);
    }

    /// <summary>Rows that are new.</summary>
    /// <param name="query">The rows, with all columns of the table.</param>
    /// <param name="given">The columns that were given.</param>
    public string Inserted(string query, IReadOnlyCollection<string> given) => _rules.EnforceNew(query, given);
}
