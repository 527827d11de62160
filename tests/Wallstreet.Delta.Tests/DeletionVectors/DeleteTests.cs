using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Engine;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.DeletionVectors;

/// <summary>Rows are deleted by a predicate with the library alone.</summary>
[OnEveryStore]
public sealed class DeleteTests
{
    private readonly IObjectStore _store = TestStore.New();
    private readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Matching_rows_go_by_vectors_or_by_rewriting_as_the_table_says(string vectors, int vectorCount)
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", vectors));
        await AppendAsync(table, ("A", 1), ("B", 2), (null, null));
        await AppendAsync(table, ("C", 10), ("D", 11));
        await AppendAsync(table, ("E", 20));

        DeleteResult result = await table.DeleteAsync(_engine, Less(11), Tables.Commit, Cancellation);
        DeleteResult again = await table.DeleteAsync(_engine, Less(11), Tables.Commit, Cancellation);

        Assert.Equal((3, 4), (result.RowsDeleted, result.Version!.Version));
        Assert.Equal(new DeleteResult(0, null), again);
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(3, snapshot.RowCount);
        Assert.Equal(2 * vectorCount, snapshot.Files.Count(static file => file.DeletionVector is not null));
        Assert.Equal(["11", "20", "null"], await PricesAsync(table));
        CommitRecord record = await table.GetHistoryAsync(1, Cancellation).FirstAsync(Cancellation);
        Assert.Equal("3", record.Metrics["numDeletedRows"]);
    }

    [Fact]
    public async Task A_second_deletion_from_a_file_counts_only_its_own_rows()
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", "true"));
        await AppendAsync(table, ("A", 1), ("B", 2), ("C", 3), ("D", 4));
        await table.DeleteAsync(_engine, Less(2), Tables.Commit, Cancellation);

        DeleteResult second = await table.DeleteAsync(_engine, Less(3), Tables.Commit, Cancellation);
        DeleteResult last = await table.DeleteAsync(_engine, Less(100), Tables.Commit, Cancellation);

        Assert.Equal((1, 2), (second.RowsDeleted, last.RowsDeleted));
        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).FileCount);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task A_wrong_count_of_rows_takes_no_row_with_it(string vectors)
    {
        DeltaTable source = await CreateAsync(("delta.enableDeletionVectors", vectors));
        Snapshot empty = await source.GetSnapshotAsync(Cancellation);
        AddFile file = Assert.Single(await _engine.WriteAsync(
            source, empty, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 2), ("C", 3))), new WriteOptions(), Cancellation));
        await source.CommitAsync(
            new TableChange(empty) { Adds = [file with { Statistics = "{\"numRecords\":1}" }] }, Tables.Commit, Cancellation);

        DataFileException refusal = await Assert.ThrowsAsync<DataFileException>(
            async () => await source.DeleteAsync(_engine, Less(2), Tables.Commit, Cancellation));

        Assert.Contains("has 3 rows, and its statistics say 1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["1", "2", "3"], await PricesAsync(source));
    }

    [Fact]
    public async Task What_a_copy_would_lose_is_refused_by_name_before_anything_is_written()
    {
        DeltaTable table = await CreateAsync(("delta.enableChangeDataFeed", "true"));
        await AppendAsync(table, ("A", 1), ("B", 2));
        int before = await _store.ListAsync("", null, Cancellation).CountAsync(Cancellation);

        UnsupportedFeatureException refusal = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await table.DeleteAsync(_engine, Less(2), Tables.Commit, Cancellation));

        Assert.Equal("changeDataFeed", refusal.Feature);
        Assert.Equal(before, await _store.ListAsync("", null, Cancellation).CountAsync(Cancellation));
        Assert.Equal(2, (await table.DeleteAsync(_engine, Less(3), Tables.Commit, Cancellation)).RowsDeleted);
    }

    [Fact]
    public async Task A_predicate_that_cannot_be_decided_here_deletes_nothing()
    {
        DeltaTable table = await CreateAsync(("delta.enableDeletionVectors", "true"));
        await AppendAsync(table, ("A", 1));

        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.DeleteAsync(
            _engine, new Predicate.Opaque("price > avg(price)"), Tables.Commit, Cancellation));
        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.DeleteAsync(
            _engine, Predicate.Equal("nothing", Literal.Of(1)), Tables.Commit, Cancellation));

        Assert.Equal(1, (await table.GetSnapshotAsync(Cancellation)).RowCount);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("name")]
    [InlineData("id")]
    public async Task Rows_that_are_copied_twice_keep_their_ids_whatever_names_columns_have_in_files(string mapping)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                Properties = new Dictionary<string, string>
                {
                    ["delta.enableDeletionVectors"] = "false",
                    ["delta.enableRowTracking"] = "true",
                    ["delta.columnMapping.mode"] = mapping,
                },
            },
            Tables.Commit,
            null,
            Cancellation);
        await AppendAsync(table, ("A", 1), ("B", 2), ("C", 3), ("D", 4), ("E", 5));

        await table.DeleteAsync(_engine, Less(2), Tables.Commit, Cancellation);
        await table.DeleteAsync(_engine, Less(4), Tables.Commit, Cancellation);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        using MemoryStream content = new(await _store.GetAsync(Assert.Single(snapshot.Files).Path, Cancellation));
        using ParquetSharp.Arrow.FileReader file = new(content);
        using Apache.Arrow.Ipc.IArrowArrayStream rows = file.GetRecordBatchReader();
        using Apache.Arrow.RecordBatch batch = (await rows.ReadNextRecordBatchAsync(Cancellation))!;
        var ids = (Apache.Arrow.Int64Array)batch.Column(snapshot.Metadata.Configuration["delta.rowTracking.materializedRowIdColumnName"]);
        Assert.Equal([3, 4], ids.Values.ToArray());
    }

    private static Predicate Less(double price) =>
        new Predicate.Comparison("price", ComparisonOperator.Less, Literal.Of(price));

    private async Task<DeltaTable> CreateAsync((string Key, string Value) property) => await DeltaTable.CreateAsync(
        _store,
        new TableDefinition(Tables.Schema)
        {
            Properties = new Dictionary<string, string> { [property.Key] = property.Value },
        },
        Tables.Commit,
        null,
        Cancellation);

    private async Task AppendAsync(DeltaTable table, params (string?, double?)[] rows) => await table.AppendAsync(
        _engine, Batches.StreamAsync(Batches.Prices(rows)), Tables.Commit, Cancellation);

    private async Task<List<string>> PricesAsync(DeltaTable table)
    {
        List<string> prices = [];
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        await foreach (Apache.Arrow.RecordBatch batch in _engine.ReadAsync(table, snapshot.PlanScan(), null, Cancellation))
        {
            using (batch)
            {
                var column = (Apache.Arrow.DoubleArray)batch.Column("price");
                prices.AddRange(Enumerable.Range(0, batch.Length).Select(row =>
                    column.GetValue(row)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"));
            }
        }

        prices.Sort(StringComparer.Ordinal);
        return prices;
    }
}
