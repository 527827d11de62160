using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

internal sealed class AppendRows(int id, IReadOnlyList<ModelRow> rows) : ModelOperation(id)
{
    /// <summary>The stream and its number, of an append that must happen once.</summary>
    public (string Stream, long Number)? Once { get; init; }

    public override bool IsBlind => true;

    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) => before.Concat(rows);

    public override Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken) => Task.FromResult(
        Once is { } once && read.FindApplicationVersion(once.Stream) >= once.Number ? null : new TableChange(read)
        {
            Adds = [files.Write(rows)],
            Application = Once is { } mine ? new ApplicationTransaction(mine.Stream, mine.Number) : null,
        });
}

/// <summary>Appends how many rows there are in a range: what it writes depends on all that it reads.</summary>
internal sealed class AppendCount(int id, int instance, (int From, int To) range) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) =>
        before.Append(new ModelRow(instance, -1, before.Count(row => IsIn(row, range))));

    public override async Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (ScanFile file in read.PlanScan(Within(range)).Files)
        {
            count += (await files.ReadAsync(table, file.Add, cancellationToken).ConfigureAwait(false))
                .Count(row => IsIn(row.Row, range));
        }

        return new TableChange(read)
        {
            Adds = [files.Write([new ModelRow(instance, -1, count)])],
            ReadPredicate = Within(range),
        };
    }
}

internal sealed class DeleteRange(int id, (int From, int To) range, bool vectors) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) =>
        before.Where(row => !IsIn(row, range));

    public override async Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken) =>
        await ReplaceAsync((table, read, files), Within(range), row => IsIn(row, range), null, vectors).ConfigureAwait(false);
}

internal sealed class UpdateRange(int id, (int From, int To) range, bool vectors) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) =>
        before.Select(row => IsIn(row, range) ? Update(row) : row);

    public override async Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken) =>
        await ReplaceAsync((table, read, files), Within(range), row => IsIn(row, range), Update, vectors).ConfigureAwait(false);

    private static ModelRow Update(ModelRow row) => row with { Price = ((row.Price * 7) + 3) % 100 };
}

/// <summary>Sets the price of a key, or inserts it.</summary>
internal sealed class MergeKey(int id, ModelRow source, bool vectors) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) =>
        before.Any(row => row.Key == source.Key)
            ? before.Select(row => row.Key == source.Key ? Update(row) : row)
            : before.Append(source);

    public override async Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken)
    {
        Predicate keys = new Predicate.Opaque("key = source.key");
        TableChange change = await ReplaceAsync(
            (table, read, files), keys, row => row.Key == source.Key, Update, vectors).ConfigureAwait(false);
        return change.Adds.Count > 0 ? change : change with { Adds = [files.Write([source])] };
    }

    private ModelRow Update(ModelRow row) => row with { Price = source.Price };
}

internal sealed class OverwriteAll(int id, IReadOnlyList<ModelRow> rows) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) => rows;

    public override Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken) =>
        Task.FromResult<TableChange?>(new TableChange(read)
        {
            Adds = [files.Write(rows)],
            Removes = [.. read.Files],
            ReadsWholeTable = true,
            FilesAreChanges = true,
        });
}

internal sealed class ReplaceRange(int id, (int From, int To) range, IReadOnlyList<ModelRow> rows) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) =>
        before.Where(row => !IsIn(row, range)).Concat(rows);

    public override async Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken)
    {
        TableChange change = await ReplaceAsync(
            (table, read, files), Within(range), row => IsIn(row, range), null, vectors: false).ConfigureAwait(false);
        return change with { Adds = [.. change.Adds, files.Write(rows)], ReadsRowsAlone = false };
    }
}

/// <summary>Joins some files into one.</summary>
internal sealed class Rearrange(int id, int choice) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) => before;

    public override async Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken)
    {
        List<AddFile> chosen = [.. read.Files.OrderBy(static file => file.Path, StringComparer.Ordinal).Where((_, place) => ((choice >> (place % 16)) & 1) == 1)];
        List<ModelRow> rows = [];
        foreach (AddFile file in chosen)
        {
            rows.AddRange((await files.ReadAsync(table, file, cancellationToken).ConfigureAwait(false))
                .Select(static row => row.Row));
        }

        return rows.Count == 0 ? null : new TableChange(read)
        {
            Adds = [files.Write(rows)],
            Removes = chosen,
            DataChange = false,
            RowIdsKept = true,
        };
    }
}

/// <summary>Changes the table's description, and no row.</summary>
internal sealed class Describe(int id) : ModelOperation(id)
{
    public override IEnumerable<ModelRow> Apply(IReadOnlyCollection<ModelRow> before) => before;

    public override Task<TableChange?> DecideAsync(
        DeltaTable table, Snapshot read, ModelFiles files, CancellationToken cancellationToken) =>
        Task.FromResult<TableChange?>(new TableChange(read) { NewMetadata = read.Metadata with { Description = ToString() } });
}
