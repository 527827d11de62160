using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta;

namespace Wallstreet.Query.Tests.Writing;

[OnEveryStore]
public sealed class WriteRowsTests
{
    private static readonly Schema _schema = new Schema.Builder()
        .Field(new Field("k", Int64Type.Default, false))
        .Field(new Field("price", new Decimal128Type(18, 4), true))
        .Field(new Field("at", new TimestampType(TimeUnit.Microsecond, "UTC"), true))
        .Build();

    private static async IAsyncEnumerable<RecordBatch> BatchesAsync(int batches)
    {
        for (int batch = 0; batch < batches; batch++)
        {
            await Task.Yield();
            var prices = new Decimal128Array.Builder(new Decimal128Type(18, 4));
            var times = new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, "UTC"));
            for (int row = 0; row < 3; row++)
            {
                _ = row == 1 ? prices.AppendNull() : prices.Append(batch + 0.25m);
                times.Append(DateTimeOffset.UnixEpoch.AddHours(row));
            }

            yield return new RecordBatch(_schema,
                [new Int64Array.Builder().AppendRange([batch * 3L, (batch * 3L) + 1, (batch * 3L) + 2]).Build(),
                    prices.Build(), times.Build()], 3);
        }
    }

    [Fact]
    public async Task Batches_become_rows_of_a_table_with_their_types()
    {
        await using var lake = new Lake();
        WriteResult written = await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("t"), _schema, BatchesAsync(2), Lake.Token);
        Assert.Equal(6, written.RowsWritten);
        Assert.Equal("long decimal(18,4) timestamp",
            string.Join(' ', written.Schema.Fields.Select(field => field.Type.DisplayName)));
        Assert.Equal("0|0.2500|0,1|-|1,2|0.2500|2,3|1.2500|0,4|-|1,5|1.2500|2", await lake.ListAsync(
            "SELECT k || '|' || coalesce(price::VARCHAR, '-') || '|' || hour(\"at\") FROM t ORDER BY k"));
        Assert.DoesNotContain(await lake.FilesAsync("t"), static key => key.EndsWith("rows.parquet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_go_straight_into_a_table_that_is_made_of_them()
    {
        await using var lake = new Lake();
        WriteResult written = await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("t") with { Comments = new Dictionary<string, string> { ["price"] = "of a share" }, Description = "prices" },
            _schema, BatchesAsync(2), Lake.Token);

        // Only the engine of Arrow names its files so; a statement's files come from DuckDB.
        Assert.Single(await SnappyAsync(lake, "t/"));
        Assert.All(written.Schema.Fields, static field => Assert.True(field.Nullable));
        Assert.Equal("of a share", written.Schema.Find("price")!.Comment);
        Assert.Equal((0L, 6L, 1), (written.Version, written.RowsWritten, written.FilesAdded));
        WriteResult staged = await lake.Engine.WriteRowsAsync(
            new WriteQuery("SELECT * FROM rows WHERE true", "staged"), _schema, BatchesAsync(2), Lake.Token);
        Assert.Equal(staged.Schema.Fields.Select(static field => field.Type), written.Schema.Fields.Select(static field => field.Type));
    }

    [Fact]
    public async Task Rows_go_straight_into_the_partitions_of_a_table()
    {
        await using var lake = new Lake();
        WriteQuery write = WriteQuery.ForRows("t") with { PartitionBy = ["k"] };
        WriteResult made = await lake.Engine.WriteRowsAsync(write, _schema, BatchesAsync(2), Lake.Token);
        WriteResult more = await lake.Engine.WriteRowsAsync(write, _schema, BatchesAsync(1), Lake.Token);
        WriteResult anew = await lake.Engine.WriteRowsAsync(write with { Mode = WriteMode.Overwrite, SchemaEvolution = SchemaEvolution.Replace },
            _schema, BatchesAsync(1), Lake.Token);

        Assert.Equal((6, 3, 3), (made.FilesAdded, more.FilesAdded, anew.FilesAdded));
        Assert.Equal((9, 9), (anew.FilesRemoved, anew.RowsRemoved));
        Assert.Single(await SnappyAsync(lake, "t/k=4/"));
        Assert.Equal("0|0.2500|0,1|-|1,2|0.2500|2", await lake.ListAsync(
            "SELECT k || '|' || coalesce(price::VARCHAR, '-') || '|' || hour(\"at\") FROM t ORDER BY k"));
        Assert.Equal("2|-", await lake.ListAsync("SELECT count(*) || '|' || coalesce(max(price)::VARCHAR, '-') FROM t AT (VERSION => 1) WHERE k = 1"));
    }

    [Fact]
    public async Task Rows_whose_new_table_has_rules_or_nested_columns_are_looked_at_first()
    {
        await using var lake = new Lake();
        await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("required") with { RequiredColumns = ["k"] }, _schema, BatchesAsync(1), Lake.Token);
        ListArray.Builder lists = new(Int32Type.Default);
        ((Int32Array.Builder)lists.Append().ValueBuilder).Append(7);
        RecordBatch nested = new RecordBatch.Builder().Append("numbers", false, lists.Build()).Build();
        await lake.Engine.WriteRowsAsync(WriteQuery.ForRows("nested"), nested.Schema, OneAsync(nested), Lake.Token);

        Assert.Empty(await SnappyAsync(lake, ""));
        Assert.Equal("3", await lake.ListAsync("SELECT count(*) FROM required"));
        Assert.Equal("7", await lake.ListAsync("SELECT numbers[1] FROM nested"));
        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("refused") with { RequiredColumns = ["price"] }, _schema, BatchesAsync(1), Lake.Token));

        static async IAsyncEnumerable<RecordBatch> OneAsync(RecordBatch batch)
        {
            await Task.Yield();
            yield return batch;
        }
    }

    [Fact]
    public async Task Rows_of_a_new_table_that_end_in_an_error_leave_neither_table_nor_file()
    {
        await using var lake = new Lake();
        await Assert.ThrowsAsync<InvalidDataException>(async () => await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("t") with { PartitionBy = ["k"] }, _schema, FailingAsync(), Lake.Token));

        Assert.Empty(await lake.Root.ListAsync("", null, Lake.Token).ToListAsync(Lake.Token));

        static async IAsyncEnumerable<RecordBatch> FailingAsync()
        {
            await foreach (RecordBatch batch in BatchesAsync(2))
            {
                yield return batch;
            }

            throw new InvalidDataException("The source broke.");
        }
    }

    [Fact]
    public async Task A_statement_shapes_the_rows_and_merges_them()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1::BIGINT AS k, 'old' AS v UNION ALL SELECT 99, 'old'");
        var merge = new WriteQuery("SELECT r.k, 'new' AS v FROM rows r WHERE r.price IS NULL", "t")
        {
            Mode = WriteMode.Merge,
            MergeKeys = ["k"],
        };
        await lake.Engine.WriteRowsAsync(merge, _schema, BatchesAsync(2), Lake.Token);
        Assert.Equal("1new,4new,99old", await lake.ListAsync("SELECT k || v FROM t ORDER BY k"));
    }

    [Fact]
    public async Task Rows_that_fit_go_straight_into_the_files_of_the_table()
    {
        await using var lake = new Lake();
        await lake.Engine.WriteRowsAsync(WriteQuery.ForRows("t"), _schema, BatchesAsync(1), Lake.Token);
        WriteResult appended = await lake.Engine.WriteRowsAsync(WriteQuery.ForRows("t"), _schema, BatchesAsync(2), Lake.Token);

        Assert.Equal((6, 0, 1, 0), (appended.RowsWritten, appended.RowsRemoved, appended.FilesAdded, appended.FilesRemoved));
        Assert.Equal("0,0,1,1,2,2,3,4,5", await lake.ListAsync("SELECT k::VARCHAR FROM t ORDER BY k"));
        Assert.Equal(2, (await SnappyAsync(lake, "t/")).Count);

        WriteResult replaced = await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("t") with { Mode = WriteMode.Overwrite, SchemaEvolution = SchemaEvolution.Replace }, _schema, BatchesAsync(1), Lake.Token);

        Assert.Equal((3, 9, 1, 2), (replaced.RowsWritten, replaced.RowsRemoved, replaced.FilesAdded, replaced.FilesRemoved));
        Assert.Equal("0|0.2500,1|-,2|0.2500", await lake.ListAsync("SELECT k || '|' || coalesce(price::VARCHAR, '-') FROM t ORDER BY k"));
    }

    [Fact]
    public async Task Rows_that_do_not_fit_are_shaped_or_refused_as_before()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1::INTEGER AS k, 2::DECIMAL(18,4) AS price, TIMESTAMPTZ '2024-01-01 00:00:00+00' AS at, 'x' AS more");

        WriteResult written = await lake.Engine.WriteRowsAsync(WriteQuery.ForRows("t"), _schema, BatchesAsync(1), Lake.Token);

        Assert.Equal(3, written.RowsWritten);
        Assert.Equal("0-,1-,1x,2-", await lake.ListAsync("SELECT k || coalesce(more, '-') FROM t ORDER BY ALL"));
        await Assert.ThrowsAsync<Delta.SchemaMismatchException>(async () => await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("t"), new Schema([new Field("other", Int64Type.Default, true)], null), BatchesAsync(0), Lake.Token));
    }

    [Fact]
    public async Task Rows_that_end_in_an_error_leave_no_file_behind()
    {
        await using var lake = new Lake();
        await lake.Engine.WriteRowsAsync(WriteQuery.ForRows("t"), _schema, BatchesAsync(1), Lake.Token);
        IReadOnlyList<string> before = await lake.FilesAsync("t");

        await Assert.ThrowsAsync<InvalidDataException>(async () => await lake.Engine.WriteRowsAsync(
            WriteQuery.ForRows("t"), _schema, FailingAsync(), Lake.Token));

        Assert.Equal(before, await lake.FilesAsync("t"));

        static async IAsyncEnumerable<RecordBatch> FailingAsync()
        {
            await foreach (RecordBatch batch in BatchesAsync(2))
            {
                yield return batch;
            }

            throw new InvalidDataException("The source broke.");
        }
    }

    /// <summary>The files below a prefix of the lake that the engine of Arrow named.</summary>
    private static async Task<List<string>> SnappyAsync(Lake lake, string prefix) =>
        await lake.Root.ListAsync(prefix, null, Lake.Token).Select(static head => head.Key)
            .Where(static key => key.EndsWith(".snappy.parquet", StringComparison.Ordinal)).ToListAsync(Lake.Token);
}
