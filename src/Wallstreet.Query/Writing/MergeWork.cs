using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Results;

namespace Wallstreet.Query.Writing;

/// <summary>
/// Replaces the rows that have the keys of new rows and adds the others: the new rows are staged once, the files that
/// hold such keys are written again without them.
/// </summary>
internal sealed class MergeWork(WriteQuery write, WriteWork work, ExistingRows? existing)
{
    public async Task<WriteChanges> RunAsync(string query, CancellationToken cancellationToken)
    {
        string[] keys = [.. write.MergeKeys.Select(KeyColumn)];
        string table = "merge_" + Guid.NewGuid().ToString("N");
        await work.FindRowAsync($"CREATE TEMP TABLE {table} AS {query}", cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireKeysAsync(table, keys, cancellationToken).ConfigureAwait(false);
            var changes = new WriteChanges();
            (IReadOnlyList<AddFile> adds, changes.RowsGiven) = await work.CopyAsync(
                $"SELECT * FROM {table}", cancellationToken).ConfigureAwait(false);
            changes.Adds.AddRange(adds);
            if (existing is not null)
            {
                changes.ReadsWholeTable = true;
                await KeepOthersAsync(changes, table, keys, cancellationToken).ConfigureAwait(false);
            }

            return changes;
        }
        finally
        {
            await work.FindRowAsync($"DROP TABLE {table}", CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task KeepOthersAsync(
        WriteChanges changes, string table, string[] keys, CancellationToken cancellationToken)
    {
        string same = string.Join(" AND ", keys.Select(key => $"t.{key} = s.{key}"));
        IReadOnlyList<long> hit = await work.ReadNumbersAsync(
            $"SELECT DISTINCT {RowPlace.File} FROM {existing!.Sql()} AS t SEMI JOIN {table} AS s ON {same} ORDER BY ALL",
            cancellationToken).ConfigureAwait(false);
        if (hit.Count == 0)
        {
            return;
        }

        string rows = existing.Sql(hit.Select(number => (int)number));
        (IReadOnlyList<AddFile> adds, changes.RowsCopied) = await work.CopyAsync(
            work.Target.ProjectExisting($"SELECT t.* EXCLUDE ({RowPlace.File}, {RowPlace.Row}) FROM {rows} AS t ANTI JOIN {table} AS s ON {same}", existing.Schema),
            cancellationToken).ConfigureAwait(false);
        changes.Adds.AddRange(adds);
        changes.Removes.AddRange(hit.Select(number => existing.Touched[(int)number]));
    }

    /// <summary>Refuses new rows with null keys, which would match nothing, and several of one key, which would win by chance.</summary>
    private async Task RequireKeysAsync(string table, string[] keys, CancellationToken cancellationToken)
    {
        string list = string.Join(", ", keys);
        string anyNull = string.Join(" OR ", keys.Select(key => $"{key} IS NULL"));
        if (await work.FindRowAsync($"SELECT {list} FROM {table} WHERE {anyNull} LIMIT 1", cancellationToken)
            .ConfigureAwait(false) is { } holed)
        {
            throw new ConstraintViolationException(
                $"The statement gives a row for {write.Table} whose key {Describe(holed)} has a null. Nothing was written.");
        }

        if (await work.FindRowAsync(
            $"SELECT {list} FROM {table} GROUP BY {list} HAVING count(*) > 1 LIMIT 1", cancellationToken)
            .ConfigureAwait(false) is { } twice)
        {
            throw new ConstraintViolationException(
                $"The statement gives several rows for {write.Table} with the key {Describe(twice)}; which should stay "
                + "cannot be told. Nothing was written.");
        }
    }

    private string Describe(object?[] values) => "(" + string.Join(", ", write.MergeKeys.Zip(values,
        (name, value) => $"{name} = {(value is null ? "null" : CellText.Write(value))}")) + ")";

    private string KeyColumn(string name)
    {
        return work.Target.Schema.Find(name) is { } field
            ? SqlText.Name(field.Name)
            : throw new SchemaMismatchException($"The table {write.Table} has no column {name} to merge by.");
    }
}
