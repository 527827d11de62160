using Wallstreet.Query.Parsing;
using Wallstreet.Query.Statements.Descriptions;

namespace Wallstreet.Query;

/// <summary>What a SQL text says without looking at any table.</summary>
public sealed class SqlAnalysis
{
    internal SqlAnalysis(string sql, StatementKind kind, string keyword, IReadOnlyList<TableReference> references,
        IReadOnlyList<string> parameters, SqlTree? tree)
    {
        Sql = sql;
        Kind = kind;
        Keyword = keyword;
        References = references;
        Parameters = parameters;
        Tree = tree;
        Tables = [.. references.Where(reference => reference.Name is not null)
            .Select(reference => reference.Name!).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The text.</summary>
    public string Sql { get; }

    /// <summary>What the statement does.</summary>
    public StatementKind Kind { get; }

    /// <summary>The statement's first word in upper case: <c>SELECT</c>, <c>INSERT</c>.</summary>
    public string Keyword { get; }

    /// <summary>The tables that the statement reads by dotted name, each once, in the order of the text.</summary>
    public IReadOnlyList<string> Tables { get; }

    /// <summary>Every place of the text that reads a table, with its pin.</summary>
    public IReadOnlyList<TableReference> References { get; }

    /// <summary>The names of the parameters (<c>$name</c>), without the dollar sign.</summary>
    public IReadOnlyList<string> Parameters { get; }

    internal SqlTree? Tree { get; }

    /// <summary>What of a table's log is read, if the statement reads that.</summary>
    internal Description? Description { get; init; }
}
