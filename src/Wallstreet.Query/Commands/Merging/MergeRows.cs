using System.Runtime.CompilerServices;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands.Expressions;
using Wallstreet.Query.Commands.Rows;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>The rows that a MERGE adds: what updates make of rows of the table, and what is inserted.</summary>
/// <param name="session">The command at work.</param>
/// <param name="plan">What it does.</param>
/// <param name="hits">The table of what belongs together.</param>
/// <param name="counts">How many rows each clause is for.</param>
internal sealed class MergeRows(
    CommandSession session, MergePlan plan, string hits, IReadOnlyDictionary<int, long> counts)
{
    /// <summary>What the notes of what belongs together are called; no user's name can be the same.</summary>
    private const string Hit = RowPlace.Prefix + "hit";

    private readonly IReadOnlyList<PlannedClause> _updates =
        [.. plan.Of(MergeMatch.Matched).Where(static clause => clause.Action == MergeAction.Update)];

    private readonly IReadOnlyList<PlannedClause> _restores =
        [.. plan.Of(MergeMatch.NotMatchedBySource).Where(static clause => clause.Action == MergeAction.Update)];

    private readonly IReadOnlyList<PlannedClause> _inserts = plan.Of(MergeMatch.NotMatched);

    private readonly Metadata _metadata = plan.Schema.Metadata;

    /// <summary>The rules of the table's own columns; the hidden ones pass by.</summary>
    private RowRules? Rules => RulesOf(_metadata);

    /// <summary>The table's metadata after the command; <see langword="null"/> if nothing of it changes.</summary>
    public Metadata? FindNewMetadata()
    {
        Metadata changed = plan.RulesKept ? _metadata : After(_inserts);
        return changed.Equals(session.Metadata) ? null : changed;
    }

    /// <summary>Writes the rows that come and takes out those that go.</summary>
    public async Task ExchangeAsync(RowExchange exchange, IReadOnlyList<TouchedFile> leaving, CommandChanges changes,
        CancellationToken cancellationToken)
    {
        string? updated = changes.RowsUpdated == 0 ? null : Updated(leaving);
        string? inserted = changes.RowsInserted == 0 ? null : Inserted();
        NewRows updates = await NewRows.PrepareAsync(session, updated, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable first = updates.ConfigureAwait(false);
        NewRows inserts = await NewRows.PrepareAsync(session, inserted, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable second = inserts.ConfigureAwait(false);
        string[] coming = [.. new[] { updates.Query, inserts.Query }.OfType<string>()];
        await exchange.RunAsync(leaving, coming.Length == 0 ? null : string.Join("\nUNION ALL\n", coming),
            changes.RowsUpdated + changes.RowsInserted, cancellationToken).ConfigureAwait(false);
        if (session.RecordsChanges && leaving.Count > 0)
        {
            string[] parts = [.. new[]
            {
                Left(exchange, leaving),
                updates.Query is { } rows ? RowExchange.Marked(Plain(rows), "update_postimage") : null,
                inserts.Query is { } added ? RowExchange.Marked(Plain(added), "insert") : null,
            }.OfType<string>()];
            await exchange.RecordAsync(string.Join("\nUNION ALL\n", parts), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The rows that go as they were, with what happens to them.</summary>
    private string Left(RowExchange exchange, IReadOnlyList<TouchedFile> leaving)
    {
        string deletes = string.Join(',', plan.Clauses.Where(static clause => clause.Action == MergeAction.Delete)
            .Select(static clause => SqlText.Number(clause.Number)));
        string change = deletes.Length == 0
            ? "'update_preimage'"
            : $"CASE WHEN {Hit}.{MergeSource.Clause} IN ({deletes}) THEN 'delete' ELSE 'update_preimage' END";
        return exchange.Recorded(
            $"SELECT t.*, {change} AS {RowExchange.ChangeType} FROM {session.Rows.Leaving(leaving)} AS t JOIN "
            + $"(SELECT DISTINCT {RowPlace.File}, {RowPlace.Row}, {MergeSource.Clause} FROM {hits} WHERE {MergeSource.Clause} <> 0) AS {Hit} "
            + $"ON {SamePlace("t")}");
    }

    private string Updated(IReadOnlyList<TouchedFile> leaving)
    {
        IEnumerable<string> parts = Groups(_updates).Select(clauses =>
        {
            string source = $"{plan.Source.Table} AS {plan.Source.Alias}";
            string sameSource = $"{plan.Source.Alias}.{MergeSource.Row} = {Hit}.{MergeSource.Row}";
            string from = NeedsTarget(clauses)
                ? $"{session.Rows.Leaving(leaving)} AS {session.Alias} JOIN {hits} AS {Hit} ON {SamePlace(session.Alias)} "
                    + $"JOIN {source} ON {sameSource}"
                : $"{hits} AS {Hit} JOIN {source} ON {sameSource}";
            return Updated(clauses, from);
        });
        IEnumerable<string> others = Groups(_restores).Select(clauses => Updated(
            clauses, $"{session.Rows.Leaving(leaving)} AS {session.Alias} JOIN {hits} AS {Hit} ON {SamePlace(session.Alias)}"));
        return string.Join("\nUNION ALL\n", parts.Concat(others));
    }

    private string Updated(IReadOnlyList<PlannedClause> clauses, string from)
    {
        string rows = $"SELECT {plan.Values(clauses, Kept)}{session.RowIds?.Updated(session.Alias)} FROM {from} WHERE {Hit}.{MergeSource.Clause} IN ({Numbers(clauses)})";
        return Rules?.Updated(rows, clauses[0].Given) ?? rows;
    }

    private string Inserted() => string.Join("\nUNION ALL\n", Groups(_inserts).Select(clauses =>
    {
        string rows = $"SELECT {plan.Values(clauses, static _ => "NULL")}{session.RowIds?.Inserted()} FROM {hits} AS {Hit} "
            + $"JOIN {plan.Source.Table} AS {plan.Source.Alias} ON {plan.Source.Alias}.{MergeSource.Row} = {Hit}.{MergeSource.Row} "
            + $"WHERE {Hit}.{MergeSource.Clause} IN ({Numbers(clauses)})";
        return RulesOf(After(_inserts.TakeWhile(other => other != clauses[0])))?.Inserted(rows, clauses[0].Given) ?? rows;
    }));

    private RowRules? RulesOf(Metadata metadata) => plan.RulesKept
        ? null
        : new(session.RowIds?.Extend(metadata) ?? metadata, session.Snapshot.Protocol);

    /// <summary>The table after the rows of clauses: their identity columns go on after each other.</summary>
    private Metadata After(IEnumerable<PlannedClause> clauses) => clauses.Aggregate(
        _metadata,
        (metadata, clause) => TableRules.Advance(metadata, clause.Given, counts.GetValueOrDefault(clause.Number)));

    /// <summary>
    /// The clauses that are carried out together: all, unless the table has rules, whose answer depends on which columns a
    /// clause gives.
    /// </summary>
    private IEnumerable<IReadOnlyList<PlannedClause>> Groups(IReadOnlyList<PlannedClause> clauses) =>
        clauses.Count == 0 ? [] : Rules is { Any: true } ? clauses.Select(static clause => new[] { clause }) : [clauses];

    /// <summary>A column that an update leaves as it is; one that is being added was null.</summary>
    private string Kept(StructField field) => session.Snapshot.Schema.Find(field.Name) is { } known
        ? $"{session.Alias}.{SqlText.Name(known.Name)}"
        : "NULL";

    /// <summary>Whether updates need anything of the rows as they were; else these are not read.</summary>
    private bool NeedsTarget(IReadOnlyList<PlannedClause> clauses) => session.RowIds is not null || clauses.Any(clause =>
        plan.Schema.Schema.Fields.Any(field => !clause.Replaces(field) && session.Snapshot.Schema.Find(field.Name) is not null)
        || clause.Set?.Values.Any(IsOnTarget) == true);

    private bool IsOnTarget(Expression value) => value.HasSubquery || value.ColumnNames.Any(names =>
        names is not [.., var qualifier, _]
        || !SqlText.Name(qualifier).Equals(plan.Source.Alias, StringComparison.OrdinalIgnoreCase));

    /// <summary>Rows as change data has them, which knows no ids.</summary>
    private string Plain(string query) => session.RowIds?.Without(query) ?? query;

    private static string SamePlace(string alias) =>
        $"{alias}.{RowPlace.File} = {Hit}.{RowPlace.File} AND {alias}.{RowPlace.Row} = {Hit}.{RowPlace.Row}";

    private static string Numbers(IEnumerable<PlannedClause> clauses) =>
        string.Join(',', clauses.Select(static clause => SqlText.Number(clause.Number)));
}
