using Wallstreet.Delta;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Commands.Rows;
using Wallstreet.Query.Results;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>
/// Merges rows into a table. Of the table, first only the columns of the conditions are read, with the places of the rows
/// that match; then only what the rows that change need; never a row that stays as it is, unless its file must be written
/// again for want of deletion vectors.
/// </summary>
internal sealed class MergeWork(CommandSession session, MergePlan plan)
{
    private readonly string _hits = RowPlace.Prefix + "hits_" + Guid.NewGuid().ToString("N");

    public async Task<CommandChanges> RunAsync(CancellationToken cancellationToken)
    {
        var pruning = new MergePruning(session, plan);
        Predicate? predicate = plan.ChangesUnmatched
            ? null
            : await pruning.FindAsync(cancellationToken).ConfigureAwait(false);
        ScanPlan scan = session.Snapshot.PlanScan(predicate);
        IReadOnlyList<LocalFile> files = await session.LocateAsync(scan.Files, cancellationToken).ConfigureAwait(false);
        var changes = new CommandChanges
        {
            ReadPredicate = predicate,
            ReadsWholeTable = predicate is null || session.Reader.ReadsOwn,
            RulesChecked = true,
            RowIdsKept = session.RowIds is not null,
        };
        await FindHitsAsync(files, cancellationToken).ConfigureAwait(false);
        try
        {
            await ChooseInsertsAsync(cancellationToken).ConfigureAwait(false);
            await RequireOneMatchAsync(pruning, cancellationToken).ConfigureAwait(false);
            await ChangeAsync(changes, files, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await session.RunAsync($"DROP TABLE {_hits}", CancellationToken.None).ConfigureAwait(false);
        }

        return changes;
    }

    /// <summary>
    /// Notes which rows of the table and of the source belong together, and the clause that holds. Only what matters is
    /// noted: a match without a clause matters because the source's row is not inserted then.
    /// </summary>
    private Task FindHitsAsync(IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        string target = session.Rows.Of(files, session.Snapshot.RowCount);
        string source = $"{plan.Source.Table} AS {plan.Source.Alias}";
        string place = $"{RowPlace.File}, {session.Alias}.{RowPlace.Row}";
        string number = $"{plan.Source.Alias}.{MergeSource.Row}";
        string rows;
        if (!plan.ChangesMatched && !plan.ChangesUnmatched)
        {
            // Rows are only inserted: which rows of the table match is of no interest.
            rows = $"SELECT DISTINCT NULL::UBIGINT AS {RowPlace.File}, NULL::BIGINT AS {RowPlace.Row}, {number}, "
                + $"0 AS {MergeSource.Clause} FROM {target} AS {session.Alias} JOIN {source} ON {plan.On.Bracketed}";
        }
        else if (plan.ChangesUnmatched)
        {
            const string Unmatched = RowPlace.Prefix + "unmatched";
            rows = $"SELECT {session.Alias}.{place}, {number}, CASE WHEN {number} IS NULL THEN {session.Alias}.{Unmatched} "
                + $"ELSE ({plan.Choice(MergeMatch.Matched)}) END AS {MergeSource.Clause} "
                + $"FROM (SELECT {session.Alias}.*, {plan.Choice(MergeMatch.NotMatchedBySource)} AS {Unmatched} "
                + $"FROM {target} AS {session.Alias}) AS {session.Alias} LEFT JOIN {source} ON {plan.On.Bracketed}";
        }
        else
        {
            rows = $"SELECT {session.Alias}.{place}, {number}, {plan.Choice(MergeMatch.Matched)} AS {MergeSource.Clause} "
                + $"FROM {target} AS {session.Alias} JOIN {source} ON {plan.On.Bracketed}";
        }

        string matter = plan.Inserts ? $"{MergeSource.Clause} <> 0 OR {MergeSource.Row} IS NOT NULL" : $"{MergeSource.Clause} <> 0";
        return session.RunAsync($"CREATE TEMP TABLE {_hits} AS SELECT * FROM ({rows}) AS h WHERE {matter}", cancellationToken);
    }

    /// <summary>Notes which rows of the source are inserted, by which clause.</summary>
    private async Task ChooseInsertsAsync(CancellationToken cancellationToken)
    {
        if (plan.Inserts)
        {
            await session.RunAsync(
                $"INSERT INTO {_hits} SELECT * FROM (SELECT NULL::UBIGINT, NULL::BIGINT, {plan.Source.Alias}.{MergeSource.Row}, "
                + $"{plan.Choice(MergeMatch.NotMatched)} AS {MergeSource.Clause} FROM {plan.Source.Table} AS {plan.Source.Alias} "
                + $"ANTI JOIN {_hits} AS {RowPlace.Prefix}hit ON {plan.Source.Alias}.{MergeSource.Row} = "
                + $"{RowPlace.Prefix}hit.{MergeSource.Row}) AS c WHERE {MergeSource.Clause} <> 0", cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Refuses several rows of the source that would change one of the table, as which of them won would be chance.</summary>
    private async Task RequireOneMatchAsync(MergePruning pruning, CancellationToken cancellationToken)
    {
        if (!plan.ChangesMatched || plan.AllowsSeveralMatches)
        {
            return;
        }

        IReadOnlyList<object?[]> twice = await session.ReadAsync(
            $"SELECT min({MergeSource.Row}), count(*) FROM {_hits} WHERE {MergeSource.Clause} <> 0 AND {RowPlace.File} IS NOT NULL "
            + $"GROUP BY {RowPlace.File}, {RowPlace.Row} HAVING count(*) > 1 LIMIT 1", cancellationToken).ConfigureAwait(false);
        if (twice.Count == 0)
        {
            return;
        }

        string[] keys = [.. pruning.Keys().Select(static key => key.Column.Name).Distinct()];
        string which = "";
        if (keys.Length > 0)
        {
            IReadOnlyList<object?[]> row = await session.ReadAsync(
                $"SELECT {string.Join(", ", keys.Select(SqlText.Name))} FROM {plan.Source.Table} WHERE {MergeSource.Row} = {twice[0][0]}",
                cancellationToken).ConfigureAwait(false);
            which = " (" + string.Join(", ", keys.Zip(row[0],
                static (name, value) => $"{name} = {(value is null ? "null" : CellText.Write(value))}")) + ")";
        }

        throw new ConstraintViolationException(
            $"A row of {session.Name} matches {twice[0][1]} rows of the source{which} that would change it; which should win "
            + "cannot be told. Give each row of the table one row of the source at most, such as with GROUP BY or QUALIFY. "
            + "Nothing was written.");
    }

    private async Task ChangeAsync(
        CommandChanges changes, IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        IReadOnlyList<TouchedFile> leaving = await FindLeavingAsync(files, cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<int, long> counts = await CountAsync(changes, cancellationToken).ConfigureAwait(false);
        var rows = new MergeRows(session, plan, _hits, counts);
        var exchange = new RowExchange(
            session, session.RowIds is { } ids ? TargetSchema.Of(ids.Extend(plan.Schema.Metadata)) : plan.Schema, changes);
        await rows.ExchangeAsync(exchange, leaving, changes, cancellationToken).ConfigureAwait(false);
        changes.NewMetadata = rows.FindNewMetadata();

        if (session.UsesDeletionVectors && plan.Inserts && plan.ChangesMatched)
        {
            await DependAsync(changes, files, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<TouchedFile>> FindLeavingAsync(
        IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        if (!plan.ChangesMatched && !plan.ChangesUnmatched)
        {
            return [];
        }

        IReadOnlyDictionary<int, DeletionVector> places = await session.ReadPlacesAsync(
            $"SELECT {RowPlace.File}, {RowPlace.Row} FROM {_hits} WHERE {MergeSource.Clause} <> 0 AND {RowPlace.File} IS NOT NULL",
            cancellationToken).ConfigureAwait(false);
        return [.. places.OrderBy(static place => place.Key)
            .Select(place => new TouchedFile(place.Key, files[place.Key], place.Value))];
    }

    /// <summary>
    /// Rows that matched without a clause that holds: the source's rows were not inserted because of them, so the commit
    /// must not follow one that took them away.
    /// </summary>
    private async Task DependAsync(
        CommandChanges changes, IReadOnlyList<LocalFile> files, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<int, DeletionVector> kept = await session.ReadPlacesAsync(
            $"SELECT {RowPlace.File}, {RowPlace.Row} FROM {_hits} WHERE {MergeSource.Clause} = 0 AND {RowPlace.File} IS NOT NULL",
            cancellationToken).ConfigureAwait(false);
        foreach ((int number, DeletionVector rows) in kept)
        {
            int known = changes.Deletions.FindIndex(deletion => ReferenceEquals(deletion.File, files[number].Add));
            if (known >= 0)
            {
                changes.Deletions[known] = changes.Deletions[known] with { Depends = rows };
            }
            else
            {
                changes.Deletions.Add(new RowDeletion(files[number].Add, DeletionVector.None) { Depends = rows });
            }
        }
    }

    /// <summary>Counts the rows that each clause is for.</summary>
    private async Task<IReadOnlyDictionary<int, long>> CountAsync(CommandChanges changes, CancellationToken cancellationToken)
    {
        string counted = plan.AllowsSeveralMatches
            ? $"count(DISTINCT CASE WHEN {RowPlace.File} IS NULL THEN (NULL, {MergeSource.Row}) ELSE ({RowPlace.File}, {RowPlace.Row}) END)"
            : "count(*)";
        IReadOnlyList<object?[]> counts = await session.ReadAsync(
            $"SELECT {MergeSource.Clause}, {counted} FROM {_hits} "
            + $"WHERE {MergeSource.Clause} <> 0 GROUP BY ALL", cancellationToken).ConfigureAwait(false);
        Dictionary<int, long> byClause = counts.ToDictionary(static row => (int)row[0]!, static row => (long)row[1]!);
        long Count(MergeMatch match, MergeAction action) => plan.Clauses
            .Where(clause => clause.Match == match && clause.Action == action)
            .Sum(clause => byClause.GetValueOrDefault(clause.Number));
        long matchedUpdated = Count(MergeMatch.Matched, MergeAction.Update);
        long matchedDeleted = Count(MergeMatch.Matched, MergeAction.Delete);
        long unmatchedUpdated = Count(MergeMatch.NotMatchedBySource, MergeAction.Update);
        long unmatchedDeleted = Count(MergeMatch.NotMatchedBySource, MergeAction.Delete);
        changes.RowsUpdated = matchedUpdated + unmatchedUpdated;
        changes.RowsDeleted = matchedDeleted + unmatchedDeleted;
        changes.RowsInserted = Count(MergeMatch.NotMatched, MergeAction.Insert);
        changes.Metrics["numSourceRows"] = SqlText.Number(plan.Source.RowCount);
        changes.Metrics["numTargetRowsInserted"] = SqlText.Number(changes.RowsInserted);
        changes.Metrics["numTargetRowsMatchedUpdated"] = SqlText.Number(matchedUpdated);
        changes.Metrics["numTargetRowsMatchedDeleted"] = SqlText.Number(matchedDeleted);
        changes.Metrics["numTargetRowsNotMatchedBySourceUpdated"] = SqlText.Number(unmatchedUpdated);
        changes.Metrics["numTargetRowsNotMatchedBySourceDeleted"] = SqlText.Number(unmatchedDeleted);
        changes.Metrics["numOutputRows"] = SqlText.Number(changes.RowsUpdated + changes.RowsInserted);
        return byClause;
    }
}
