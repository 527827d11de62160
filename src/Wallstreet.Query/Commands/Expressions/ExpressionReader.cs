using System.Text;
using System.Text.Json;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Commands.Expressions;

/// <summary>
/// Reads the conditions and expressions of a command by the rules that hold for every statement: no files, no network,
/// no settings; tables by name or <c>delta_scan</c>.
/// </summary>
/// <param name="host">Parses.</param>
/// <param name="sources">Finds the tables of sub-queries.</param>
/// <param name="request">How sub-queries read.</param>
/// <param name="held">What they need of the disk.</param>
/// <param name="target">The table that changes: a sub-query that reads it sees the version that the command does.</param>
internal sealed class ExpressionReader(
    DuckHost host, SourceResolver sources, QueryRequest request, HeldFiles held, PinnedTable target)
{
    private const string Prefix = "SELECT (\n";

    private readonly List<TableVersionRead> _inputs = [];

    /// <summary>The table versions that sub-queries read.</summary>
    public IReadOnlyList<TableVersionRead> Inputs => [.. _inputs.DistinctBy(
        static read => (read.Name.ToUpperInvariant(), read.Version))];

    /// <summary>Whether a sub-query reads the table that changes.</summary>
    public bool ReadsOwn { get; private set; }

    /// <summary>Reads one expression.</summary>
    /// <param name="piece">What the user wrote.</param>
    /// <param name="scope">What stands after FROM: the names of the relations whose columns it may use.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="own">Whether it must be about the relations' own rows: no sub-queries.</param>
    public async ValueTask<Expression> ReadAsync(
        SqlPiece piece, string scope, CancellationToken cancellationToken, bool own = false)
    {
        SqlAnalysis analysis = Parse(piece, $"{Prefix}{piece.Text}\n)\nFROM {scope}");
        JsonElement node = RequireLone(piece, analysis);
        if (own && Expression.Find(node, static part => part.Text("class") == "SUBQUERY").Any())
        {
            throw piece.Wrong(1, 1, "The condition must be about the table's own columns.",
                "Write something like session = DATE '2024-05-01'.");
        }

        int end = Prefix.Length + Encoding.UTF8.GetByteCount(piece.Text);
        RewrittenSql rewritten = await ResolveAsync(analysis, new ResolverScope(target, end), cancellationToken)
            .ConfigureAwait(false);
        SqlEdit[] edits = [.. rewritten.Edits.Where(edit => edit.Start < end)
            .Select(static edit => edit with { Start = edit.Start - Prefix.Length, End = edit.End - Prefix.Length })];
        int growth = edits.Sum(static edit => edit.Replacement.Length - (edit.End - edit.Start));
        return new Expression(
            piece, node, Encoding.UTF8.GetString(rewritten.Bytes[Prefix.Length..(end + growth)]), edits);
    }

    /// <summary>Reads what stands after FROM or USING: a relation, maybe with an alias.</summary>
    public async ValueTask<(SqlAnalysis Analysis, RewrittenSql Query)> ReadSourceAsync(
        SqlPiece piece, CancellationToken cancellationToken)
    {
        SqlAnalysis analysis = Parse(piece, $"SELECT *\nFROM {piece.Text}");
        return (analysis, await ResolveAsync(analysis, new ResolverScope(target), cancellationToken)
            .ConfigureAwait(false));
    }

    private async ValueTask<RewrittenSql> ResolveAsync(
        SqlAnalysis analysis, ResolverScope scope, CancellationToken cancellationToken)
    {
        ResolvedStatement resolved = await sources.ResolveAsync(
            analysis, request, held, scope, cancellationToken).ConfigureAwait(false);
        _inputs.AddRange(resolved.Tables);
        ReadsOwn |= scope.OwnWasRead;
        return resolved.Statement;
    }

    private SqlAnalysis Parse(SqlPiece piece, string text)
    {
        try
        {
            using DuckLease lease = host.Rent([]);
            return SqlParser.Parse(lease.Connection, text);
        }
        catch (SqlSyntaxException error)
        {
            throw piece.Wrong(error.Line - 1, error.Column, error.Problem, error.Hint, error);
        }
    }

    /// <summary>The expression's tree, if the text is one expression and nothing more.</summary>
    private static JsonElement RequireLone(SqlPiece piece, SqlAnalysis analysis)
    {
        JsonElement[] items = analysis.Tree?.Root.Child("node") is { } node && node.Text("type") == "SELECT_NODE"
            && node.Child("where_clause") is null && node.Child("cte_map")?.Items("map").Any() != true
            ? [.. node.Items("select_list")]
            : [];
        if (items.Length != 1 || analysis.Kind != StatementKind.Read)
        {
            throw piece.Wrong(0, 0, $"{piece.What} must be one expression.", "Put what is more into a sub-query in brackets.");
        }

        return Expression.Find(items[0], static item => item.Text("class") == "STAR").Any()
            ? throw piece.Wrong(0, 0, "A star cannot be used here.", "Name the columns.")
            : items[0];
    }
}
