using System.Text.Json;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>Reads a MERGE's source, conditions and clauses, and refuses what does not fit before the table is read.</summary>
internal sealed class MergePlanner(CommandSession session, MergeCommand command)
{
    public async Task<MergePlan> PlanAsync(CancellationToken cancellationToken)
    {
        MergeRules.Require(command);
        var piece = new SqlPiece(command.Source, "the source of the MERGE", command.SourcePlace);
        (SqlAnalysis analysis, RewrittenSql query) = await session.Reader.ReadSourceAsync(piece, cancellationToken)
            .ConfigureAwait(false);
        (string alias, string scope) = NameOf(analysis, piece);
        string both = $"{session.Scope}, {scope}";
        Expression on = await session.Reader.ReadAsync(
            new SqlPiece(command.On, "the condition of the MERGE", command.OnPlace), both, cancellationToken)
            .ConfigureAwait(false);
        List<(MergeClause Clause, Expression? Condition)> clauses = [];
        foreach (MergeClause clause in command.Clauses)
        {
            clauses.Add((clause, clause.Condition is null ? null : await session.Reader.ReadAsync(
                new SqlPiece(clause.Condition, $"the condition of clause {clauses.Count + 1}", clause.ConditionPlace),
                ScopeOf(clause.Match, both, scope), cancellationToken).ConfigureAwait(false)));
        }

        // Sub-queries in values may read tables too, and all folders must be known before DuckDB is opened for them.
        Assignments?[] sets = await ReadValuesAsync(null, both, scope, cancellationToken).ConfigureAwait(false);
        session.HoldTable();
        MergeSource source = await MergeSource.StageAsync(session, query, piece, alias, cancellationToken).ConfigureAwait(false);
        try
        {
            TargetSchema schema = MergeColumns.SchemaOf(session, command, source);
            PlannedClause[] planned = [.. clauses.Select((item, i) => new PlannedClause(
                i + 1, item.Clause.Match, item.Clause.Action, item.Condition)
            {
                Set = sets[i],
                Taken = sets[i] is null && item.Clause.Action != MergeAction.Delete
                    ? MergeColumns.Taken(session, command, source, schema)
                    : new Dictionary<string, string>(),
            })];
            var plan = new MergePlan(source, on, planned, schema);
            await BindAsync(plan, cancellationToken).ConfigureAwait(false);
            return plan;
        }
        catch
        {
            await source.DropAsync(session).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Assignments?[]> ReadValuesAsync(
        StructType? schema, string both, string source, CancellationToken cancellationToken)
    {
        var sets = new Assignments?[command.Clauses.Count];
        for (int index = 0; index < sets.Length; index++)
        {
            MergeClause clause = command.Clauses[index];
            sets[index] = clause.Columns is null ? null : await Assignments.ReadAsync(session, clause.Columns,
                schema ?? session.Snapshot.Schema, ScopeOf(clause.Match, both, source), cancellationToken).ConfigureAwait(false);
        }

        return sets;
    }

    /// <summary>Which relations a clause may use.</summary>
    private string ScopeOf(MergeMatch match, string both, string source) => match switch
    {
        MergeMatch.Matched => both,
        MergeMatch.NotMatched => source,
        _ => session.Scope,
    };

    private async Task BindAsync(MergePlan plan, CancellationToken cancellationToken)
    {
        string target = $"{session.Rows.None} AS {session.Alias}";
        string both = $"{target}, {plan.Source.None}";
        await plan.On.BindAsync(session, both, cancellationToken).ConfigureAwait(false);
        foreach (PlannedClause clause in plan.Clauses)
        {
            string scope = clause.Match switch
            {
                MergeMatch.Matched => both,
                MergeMatch.NotMatched => plan.Source.None,
                _ => target,
            };
            foreach (Expression expression in (clause.Set?.Values ?? []).Concat(
                clause.Condition is { } condition ? [condition] : []))
            {
                await expression.BindAsync(session, scope, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>What the source is called, quoted, and what stands for it where an expression is read.</summary>
    private (string Alias, string Scope) NameOf(SqlAnalysis analysis, SqlPiece piece)
    {
        JsonElement from = RequireRelation(analysis, piece);
        string given = from.Text("alias");
        string table = from.Text("table_name");
        string alias = SqlText.Name(given.Length > 0 ? given : table.Length > 0 ? table : "source");
        bool named = given.Length == 0 && from.Text("type") == "BASE_TABLE" && analysis.References.Count > 0;
        string scope = named && analysis.References[0].Name is { } name
            ? string.Join('.', name.Split('.').Select(SqlText.Name))
            : alias;
        return alias.Equals(session.Alias, StringComparison.OrdinalIgnoreCase)
            ? throw piece.Wrong(0, 0, $"Table and source are both called {alias}.", "Give one of them another name with AS.")
            : (alias, scope);
    }

    private static JsonElement RequireRelation(SqlAnalysis analysis, SqlPiece piece)
    {
        return analysis.Tree?.Root.Child("node") is { } node && node.Text("type") == "SELECT_NODE"
            && node.Child("where_clause") is null && !node.Items("modifiers").Any()
            && node.Child("from_table") is { } from && from.Text("type") != "JOIN"
            ? from
            : throw piece.Wrong(0, 0, "The source of the MERGE must be one relation.",
                "Put the query into brackets: USING (SELECT …) AS source.");
    }
}
