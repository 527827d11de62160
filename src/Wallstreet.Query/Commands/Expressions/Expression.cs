using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Expressions;

/// <summary>A condition or an expression that may be put into a query: analysed, with its sub-queries over files.</summary>
/// <param name="Piece">What the user wrote.</param>
/// <param name="Node">Its tree.</param>
/// <param name="Sql">What DuckDB gets.</param>
/// <param name="Edits">How the one became the other, by places in the piece.</param>
internal sealed record Expression(SqlPiece Piece, JsonElement Node, string Sql, IReadOnlyList<SqlEdit> Edits)
{
    /// <summary>In brackets, so that nothing beside it can become part of it.</summary>
    public string Bracketed => $"(\n{Sql}\n)";

    /// <summary>Whether a sub-query is part of it.</summary>
    public bool HasSubquery => Find(Node, static node => node.Text("class") == "SUBQUERY").Any();

    /// <summary>The names of columns in it, outside of sub-queries, in parts.</summary>
    public IEnumerable<string[]> ColumnNames => Find(Node, static node => node.Text("class") == "COLUMN_REF")
        .Select(static node => node.Items("column_names").Select(static name => name.GetString()!).ToArray());

    /// <summary>
    /// Binds it to relations, so that it is known to fit before anything is read. A condition may hold neither aggregates
    /// nor window functions nor what makes several rows of one, and no expression of a command may: so it is bound as one.
    /// </summary>
    /// <param name="work">Where to.</param>
    /// <param name="scope">What stands after FROM: relations without rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task BindAsync(CommandSession work, string scope, CancellationToken cancellationToken)
    {
        byte[] original = Encoding.UTF8.GetBytes(Piece.Text);
        byte[] prefix = Encoding.UTF8.GetBytes($"SELECT 1 FROM {scope} WHERE (\n");
        byte[] suffix = "\n) IS NULL"u8.ToArray();
        SqlEdit[] edits = [new(0, 0, prefix), .. Edits, new(original.Length, original.Length, suffix)];
        var statement = new RewrittenSql(
            original, [.. prefix, .. Encoding.UTF8.GetBytes(Sql), .. suffix], edits);
        // EXPLAIN binds and moves no line.
        try
        {
            using DuckDBCommand command = work.Prepare($"EXPLAIN {statement.Sql}");
            await DuckStatement.RunAsync(command, work.Clock, command.ExecuteNonQuery, statement, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (SqlSyntaxException error)
        {
            throw Piece.Wrong(error.Line, error.Column, error.Problem, error.Hint, error);
        }
    }

    /// <summary>The nodes of a kind, without those of sub-queries.</summary>
    public static IEnumerable<JsonElement> Find(JsonElement node, Func<JsonElement, bool> isSought)
    {
        switch (node.ValueKind)
        {
            case JsonValueKind.Array:
                return node.EnumerateArray().SelectMany(item => Find(item, isSought));
            case JsonValueKind.Object when isSought(node):
                return [node];
            case JsonValueKind.Object when node.Text("class") == "SUBQUERY":
                return node.Child("child") is { } child ? Find(child, isSought) : [];
            case JsonValueKind.Object:
                return node.EnumerateObject().SelectMany(item => Find(item.Value, isSought));
            default:
                return [];
        }
    }
}
