using Wallstreet.Delta.Actions;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Writing;

/// <summary>Appends rows, or puts them in the place of all rows or of those that satisfy a condition.</summary>
internal sealed class ReplaceWork(WriteQuery write, WriteWork work, ExistingRows? existing)
{
    public async Task<WriteChanges> RunAsync(string query, CancellationToken cancellationToken)
    {
        var changes = new WriteChanges();
        (IReadOnlyList<AddFile> adds, changes.RowsGiven) = await work.CopyAsync(
            write.ReplaceWhere is { } condition ? Checked(query, condition) : query, cancellationToken)
            .ConfigureAwait(false);
        changes.Adds.AddRange(adds);
        if (existing is null)
        {
            return changes;
        }

        changes.Removes.AddRange(existing.Whole);
        changes.ReadPredicate = existing.Predicate;
        changes.ReadsWholeTable = existing.Predicate is null;
        if (existing.Touched.Count > 0)
        {
            await KeepOthersAsync(changes, write.ReplaceWhere!, cancellationToken).ConfigureAwait(false);
        }

        return changes;
    }

    /// <summary>Writes the rows that stay into new files, for those files only that have rows that go.</summary>
    private async Task KeepOthersAsync(WriteChanges changes, string condition, CancellationToken cancellationToken)
    {
        IReadOnlyList<long> hit = await work.ReadNumbersAsync(
            $"SELECT DISTINCT {RowPlace.File} FROM {existing!.Sql()} AS t WHERE (\n{condition}\n) ORDER BY ALL",
            cancellationToken).ConfigureAwait(false);
        if (hit.Count == 0)
        {
            return;
        }

        string rows = $"{existing.Sql(hit.Select(number => (int)number))} AS t";
        (IReadOnlyList<AddFile> adds, changes.RowsCopied) = await work.CopyAsync(
            work.Target.ProjectExisting($"SELECT * EXCLUDE ({RowPlace.File}, {RowPlace.Row}) FROM {rows} WHERE (\n{condition}\n) IS NOT TRUE", existing.Schema),
            cancellationToken).ConfigureAwait(false);
        changes.Adds.AddRange(adds);
        changes.Removes.AddRange(hit.Select(number => existing.Touched[(int)number]));
    }

    private string Checked(string query, string condition)
    {
        string refusal = SqlText.Text(
            $"The statement gives a row for {write.Table} that does not satisfy the condition of replaceWhere: "
            + $"{condition}. Nothing was written.");
        return $"SELECT * FROM ({query}) AS t WHERE CASE WHEN (\n{condition}\n) THEN true ELSE error({refusal}) END";
    }
}
