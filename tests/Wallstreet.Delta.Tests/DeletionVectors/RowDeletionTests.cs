using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Delta.Transactions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.DeletionVectors;

/// <summary>Rows leave files through deletion vectors that a commit writes.</summary>
[OnEveryStore]
public sealed class RowDeletionTests
{
    private readonly IObjectStore _store = TestStore.New();
    private readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deleted_rows_are_gone_and_the_file_stays()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);

        await DeleteAsync(table, read, file, 1, 3);

        Assert.Equal(["A0", "C2", "E4"], await RowsAsync(table));
        (Snapshot after, AddFile replaced) = await ReadAsync(table);
        Assert.Equal((file.Path, 3L), (replaced.Path, after.RowCount));
        Assert.Contains("\"tightBounds\":false", replaced.Statistics, StringComparison.Ordinal);
        Assert.Contains("\"numRecords\":5", replaced.Statistics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_deletion_keeps_the_first()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);
        await DeleteAsync(table, read, file, 0);
        (read, file) = await ReadAsync(table);

        await DeleteAsync(table, read, file, 4);

        Assert.Equal(["B1", "C2", "D3"], await RowsAsync(table));
        Assert.Equal(2, (await ReadAsync(table)).File.DeletionVector!.Cardinality);
    }

    [Fact]
    public async Task A_vector_that_deletes_rows_which_the_file_lacks_does_not_empty_the_file()
    {
        DeltaTable table = await CreateAsync();
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        DeletionVectorDescriptor beyond = (await new DeletionVectorWriter(_store).WriteAsync([DeletionVector.Of([7, 8, 9])], Cancellation))[0];
        AddFile damaged = Tables.File("damaged", "{\"numRecords\":5}") with { DeletionVector = beyond };
        await table.CommitAsync(new TableChange(read) { Adds = [damaged] }, Tables.Commit, Cancellation);
        read = await table.GetSnapshotAsync(Cancellation);

        SchemaMismatchException refusal = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await DeleteAsync(table, read, damaged, 0, 1));

        Assert.Contains("row 9 of that file, which has 5 rows", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_last_rows_are_deleted_is_removed()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);
        await DeleteAsync(table, read, file, 0, 1, 2);
        (read, file) = await ReadAsync(table);

        await DeleteAsync(table, read, file, 3, 4);

        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).FileCount);
        Assert.Empty(await RowsAsync(table));
    }

    [Fact]
    public async Task Deletions_of_different_rows_of_one_file_are_merged()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);

        await DeleteAsync(table, read, file, 0);
        CommittedVersion second = await DeleteAsync(table, read, file, 2);
        await DeleteAsync(table, read, file, 3, 4);

        Assert.Equal(2, second.Attempts);
        Assert.Equal(["B1"], await RowsAsync(table));
    }

    [Fact]
    public async Task Deletions_of_one_row_by_two_are_a_conflict_that_names_its_rule()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);
        await DeleteAsync(table, read, file, 0, 1);

        ConcurrentModificationException conflict = await Assert.ThrowsAsync<ConcurrentModificationException>(
            async () => await DeleteAsync(table, read, file, 1, 2));

        Assert.Equal(ConflictRule.ConcurrentDeleteDelete, conflict.Rule);
        Assert.Contains("[ConcurrentDeleteDelete]", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(["C2", "D3", "E4"], await RowsAsync(table));
    }

    [Fact]
    public async Task A_row_that_was_depended_on_and_deleted_by_another_is_a_conflict()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);
        await DeleteAsync(table, read, file, 0);

        await Assert.ThrowsAsync<ConcurrentModificationException>(async () => await table.CommitAsync(
            new TableChange(read)
            {
                RowDeletions = [new RowDeletion(file, DeletionVector.Of([2])) { Depends = DeletionVector.Of([0]) }],
                ReadsRowsAlone = true,
            },
            Tables.Commit,
            Cancellation));
        Assert.Equal(["B1", "C2", "D3", "E4"], await RowsAsync(table));
    }

    [Fact]
    public async Task A_rearrangement_does_not_bring_back_rows_that_another_deleted_meanwhile()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);
        await DeleteAsync(table, read, file, 0);

        ConcurrentModificationException conflict = await Assert.ThrowsAsync<ConcurrentModificationException>(async () =>
            await table.CommitAsync(
                new TableChange(read) { Removes = [file], Adds = [file with { Path = "new" }], DataChange = false },
                Tables.Commit,
                Cancellation));

        Assert.Equal(ConflictRule.ConcurrentDeleteDelete, conflict.Rule);
    }

    [Fact]
    public async Task A_deletion_does_not_follow_a_rearrangement_of_its_file()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);
        await table.CommitAsync(
            new TableChange(read) { Removes = [file], Adds = [file with { Path = "new" }], DataChange = false },
            Tables.Commit,
            Cancellation);

        ConcurrentModificationException conflict = await Assert.ThrowsAsync<ConcurrentModificationException>(
            async () => await DeleteAsync(table, read, file, 0));

        Assert.Equal(ConflictRule.ConcurrentDeleteDelete, conflict.Rule);
    }

    [Fact]
    public async Task A_table_without_the_property_refuses_by_the_features_name()
    {
        DeltaTable table = await CreateAsync(enabled: false);
        (Snapshot read, AddFile file) = await ReadAsync(table);

        UnsupportedFeatureException refusal = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await DeleteAsync(table, read, file, 0));

        Assert.Equal("deletionVectors", refusal.Feature);
    }

    [Fact]
    public async Task A_row_that_the_file_does_not_have_is_refused()
    {
        DeltaTable table = await CreateAsync();
        (Snapshot read, AddFile file) = await ReadAsync(table);

        SchemaMismatchException refusal = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await DeleteAsync(table, read, file, 5));

        Assert.Contains("row 5", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("5 rows", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<DeltaTable> CreateAsync(bool enabled = true)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                Properties = enabled
                    ? new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" }
                    : new Dictionary<string, string>(),
            },
            Tables.Commit,
            null,
            Cancellation);
        await table.AppendAsync(
            _engine,
            Batches.StreamAsync(Batches.Prices(("A", 0), ("B", 1), ("C", 2), ("D", 3), ("E", 4))),
            Tables.Commit,
            Cancellation);
        return table;
    }

    private static async Task<(Snapshot Read, AddFile File)> ReadAsync(DeltaTable table)
    {
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        return (read, Assert.Single(read.Files));
    }

    private static async Task<CommittedVersion> DeleteAsync(
        DeltaTable table, Snapshot read, AddFile file, params long[] rows) => await table.CommitAsync(
        new TableChange(read)
        {
            RowDeletions = [new RowDeletion(file, DeletionVector.Of(rows))],
            ReadPredicate = new Wallstreet.Delta.Scan.Predicate.Opaque("chosen rows"),
            ReadsRowsAlone = true,
        },
        Tables.Commit,
        Cancellation);

    private async Task<List<string>> RowsAsync(DeltaTable table)
    {
        List<string> rows = [];
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await foreach (Apache.Arrow.RecordBatch batch in _engine.ReadAsync(table, snapshot.PlanScan(), null, Cancellation))
        {
            using (batch)
            {
                var symbols = (Apache.Arrow.StringArray)batch.Column("symbol");
                var prices = (Apache.Arrow.DoubleArray)batch.Column("price");
                rows.AddRange(Enumerable.Range(0, batch.Length).Select(row => symbols.GetString(row) + prices.GetValue(row)));
            }
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }
}
