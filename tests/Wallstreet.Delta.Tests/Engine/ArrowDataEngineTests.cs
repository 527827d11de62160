using System.Text.Json;
using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Delta.Tests.Corpus;

namespace Wallstreet.Delta.Tests.Engine;

[OnEveryStore]
public sealed class ArrowDataEngineTests
{
    private readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_are_appended_are_read_again()
    {
        DeltaTable table = await CreateAsync([]);

        await table.AppendAsync(
            _engine, Batches.StreamAsync(Batches.Prices(("A", 1), (null, null)), Batches.Prices(("B", 2.5))), Tables.Commit, Cancellation);

        Assert.Equal(["'A' | 1", "'B' | 2.5", "∅ | ∅"], await table.ReadTextAsync());
        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(3, snapshot.RowCount);
        FileStatistics statistics = snapshot.FindStatistics(Assert.Single(snapshot.Files))!;
        Assert.Equal(new ColumnStatistics(Literal.Of("A"), Literal.Of("B"), 1), statistics.Find("symbol"));
        Assert.Equal(new ColumnStatistics(Literal.Of(1.0), Literal.Of(2.5), 1), statistics.Find("price"));
    }

    [Fact]
    public async Task A_file_that_is_too_large_for_memory_is_staged_and_leaves_nothing_behind()
    {
        DeltaTable table = await CreateAsync([]);
        Random random = new(1);
        (string?, double?)[] rows = [.. Enumerable.Range(0, 60_000).Select(row => ($"{random.Next()}", (double?)random.NextDouble()))];

        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(rows)), Tables.Commit, Cancellation);

        AddFile file = Assert.Single((await table.GetSnapshotAsync(Cancellation)).Files);
        Assert.True(file.SizeBytes > 300_000);
        Assert.Equal(file.SizeBytes, (await table.Store.FindHeadAsync(file.Path, Cancellation))!.Value.SizeBytes);
        Assert.Equal(rows.Length, (await table.ReadTextAsync()).Count);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await table.AppendAsync(
            _engine, FailingAsync(Batches.Prices(rows)), Tables.Commit, Cancellation));
        Assert.Single(await table.Store.ListAsync("part-", null, Cancellation).ToListAsync(Cancellation));
        AssertNothingStaged(table);

        static async IAsyncEnumerable<RecordBatch> FailingAsync(RecordBatch batch)
        {
            await Task.Yield();
            yield return batch;
            throw new InvalidDataException("The source broke.");
        }
    }

    [Fact]
    public async Task Files_of_a_table_that_is_yet_to_be_made_become_part_of_it_with_its_first_commit()
    {
        Storage.IObjectStore store = TestStore.New();
        StructType schema = new(new StructField("symbol", PrimitiveType.String), new StructField("price", PrimitiveType.Double));
        Metadata metadata = new("any", SchemaJson.Write(schema)) { PartitionColumns = ["symbol"] };

        IReadOnlyList<AddFile> files = await _engine.WriteAsync(
            store, metadata, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 2), ("A", 3))), new WriteOptions { PartitionsOpenMax = 1 }, Cancellation);
        Assert.Null(await DeltaTable.TryOpenAsync(store, null, Cancellation));
        DeltaTable table = await DeltaTable.CreateAsync(
            store, new TableDefinition(schema) { PartitionColumns = ["symbol"], Files = files }, Tables.Commit, null, Cancellation);

        Assert.Equal(["'A' | 1", "'A' | 3", "'B' | 2"], await table.ReadTextAsync());
        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await _engine.WriteAsync(
            store, metadata with { PartitionColumns = ["day"] }, Batches.StreamAsync(Batches.Prices(("A", 1))), new WriteOptions(), Cancellation));
    }

    [Fact]
    public async Task A_file_without_ids_is_refused_where_columns_are_found_by_ids()
    {
        DeltaTable plain = await CreateAsync([]);
        await plain.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation);
        AddFile file = Assert.Single((await plain.GetSnapshotAsync(Cancellation)).Files);
        StructField[] columns =
        [
            .. Tables.Schema.Fields.Select(static (column, position) => column with
            {
                Metadata = new Dictionary<string, JsonElement>
                {
                    ["delta.columnMapping.id"] = JsonDocument.Parse($"{position + 1}").RootElement,
                    ["delta.columnMapping.physicalName"] = JsonDocument.Parse($"\"{column.Name}\"").RootElement,
                },
            }),
        ];
        DeltaTable mapped = await DeltaTable.CreateAsync(
            TestStore.New(),
            new TableDefinition(new StructType(columns))
            {
                Properties = new Dictionary<string, string> { ["delta.columnMapping.mode"] = "id" },
                Files = [file],
            },
            Tables.Commit,
            null,
            Cancellation);
        await mapped.Store.PutAsync(file.Path, await plain.Store.GetAsync(file.Path, Cancellation), Cancellation);

        DataFileException refusal = await Assert.ThrowsAsync<DataFileException>(() => mapped.ReadTextAsync());

        Assert.Contains("no column ids", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_that_no_calendar_of_years_holds_are_written_without_bounds()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            TestStore.New(),
            new TableDefinition(new StructType(new StructField("at", PrimitiveType.Timestamp), new StructField("day", PrimitiveType.Date))),
            Tables.Commit,
            null,
            Cancellation);
        Apache.Arrow.Types.TimestampType type = new(Apache.Arrow.Types.TimeUnit.Microsecond, "UTC");
        RecordBatch batch = new(
            new Apache.Arrow.Schema([new Field("at", type, true), new Field("day", Apache.Arrow.Types.Date32Type.Default, true)], null),
            [
                new TimestampArray(type, new ArrowBuffer(BitConverter.GetBytes(300_000_000_000_000_000)), ArrowBuffer.Empty, 1, 0, 0),
                new Date32Array(new ArrowBuffer(BitConverter.GetBytes(3_000_000)), ArrowBuffer.Empty, 1, 0, 0),
            ],
            1);

        await table.AppendAsync(_engine, Batches.StreamAsync(batch), Tables.Commit, Cancellation);

        Assert.Equal(
            "{\"numRecords\":1,\"minValues\":{},\"maxValues\":{},\"nullCount\":{\"at\":0,\"day\":0}}",
            Assert.Single((await table.GetSnapshotAsync(Cancellation)).Files).Statistics);
    }

    [Theory]
    [InlineData("delta.appendOnly")]
    [InlineData("delta.enableChangeDataFeed")]
    public async Task A_replacement_that_the_table_does_not_take_writes_no_file(string property)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            TestStore.New(),
            new TableDefinition(Tables.Schema) { Properties = new Dictionary<string, string> { [property] = "true" } },
            Tables.Commit,
            null,
            Cancellation);
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 2))), Tables.Commit, Cancellation);

        Exception? refusal = await Record.ExceptionAsync(async () => await table.ReplaceWhereAsync(
            _engine,
            Predicate.Equal("symbol", Literal.Of("A")),
            Batches.StreamAsync(Batches.Prices(("A", 3))),
            Tables.Commit,
            Cancellation));

        Assert.True(refusal is ConstraintViolationException or UnsupportedFeatureException, refusal?.ToString());
        Assert.Single(await table.Store.ListAsync("part-", null, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_filter_is_applied_to_rows_of_files_that_match_in_part()
    {
        DeltaTable table = await CreateAsync([]);
        await table.AppendAsync(
            _engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 2), (null, 3), ("C", null))), Tables.Commit, Cancellation);

        Assert.Equal(
            ["'B' | 2", "∅ | 3"],
            await table.ReadTextAsync(new Predicate.Comparison("price", ComparisonOperator.Greater, Literal.Of(1))));
        Assert.Equal(
            ["'A' | 1"],
            await table.ReadTextAsync(new Predicate.Not(new Predicate.Comparison("price", ComparisonOperator.Greater, Literal.Of(1)))));
        Assert.Equal(["'C' | ∅"], await table.ReadTextAsync(new Predicate.IsNull("price")));
    }

    [Fact]
    public async Task A_file_with_NaN_has_no_bounds_and_is_never_skipped()
    {
        DeltaTable table = await CreateAsync([]);
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", double.NaN))), Tables.Commit, Cancellation);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);

        Assert.Equal(new ColumnStatistics(null, null, 0), snapshot.FindStatistics(snapshot.Files.Single())!.Find("price"));
        Assert.Equal(
            ["'B' | NaN"],
            await table.ReadTextAsync(new Predicate.Comparison("price", ComparisonOperator.Greater, Literal.Of(100.0))));
    }

    [Fact]
    public async Task Replacing_by_a_predicate_keeps_the_other_rows_of_the_same_file()
    {
        DeltaTable table = await CreateAsync([]);
        await table.AppendAsync(
            _engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", 2), (null, 3))), Tables.Commit, Cancellation);
        Predicate isA = Predicate.Equal("symbol", Literal.Of("A"));

        await table.ReplaceWhereAsync(_engine, isA, Batches.StreamAsync(Batches.Prices(("A", 10), ("A", 11))), Tables.Commit, Cancellation);

        Assert.Equal(["'A' | 10", "'A' | 11", "'B' | 2", "∅ | 3"], await table.ReadTextAsync());
        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await table.ReplaceWhereAsync(
            _engine, isA, Batches.StreamAsync(Batches.Prices(("A", 10), ("B", 11))), Tables.Commit, Cancellation));
        Assert.Equal(4, (await table.ReadTextAsync()).Count);
    }

    [Fact]
    public async Task An_overwrite_leaves_only_the_new_rows()
    {
        DeltaTable table = await CreateAsync([]);
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation);

        await table.OverwriteAsync(_engine, Batches.StreamAsync(Batches.Prices(("B", 2))), Tables.Commit, Cancellation);

        Assert.Equal(["'B' | 2"], await table.ReadTextAsync());
    }

    [Fact]
    public async Task A_null_in_a_column_that_is_not_null_is_refused_before_anything_is_committed()
    {
        DeltaTable table = await CreateAsync([], nullable: false);

        ConstraintViolationException exception = await Assert.ThrowsAsync<ConstraintViolationException>(
            async () => await table.AppendAsync(
                _engine, Batches.StreamAsync(Batches.Prices(("A", 1), ("B", null))), Tables.Commit, Cancellation));

        Assert.Contains("'price'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await table.GetSnapshotAsync(Cancellation)).Version);
        Assert.Equal(
            [LogFile.CommitKey(0)],
            await table.Store.ListAsync("", null, Cancellation).Select(head => head.Key)
                .Where(key => !key.EndsWith(".crc", StringComparison.Ordinal)).ToListAsync(Cancellation));
        AssertNothingStaged(table);
    }

    [Fact]
    public async Task A_column_that_the_table_does_not_have_is_refused()
    {
        DeltaTable table = await CreateAsync([]);
        RecordBatch batch = Batches.Prices(("A", 1));
        RecordBatch other = new(
            new Apache.Arrow.Schema([batch.Schema.FieldsList[0], new Field("volume", Apache.Arrow.Types.DoubleType.Default, true)], null),
            batch.Arrays,
            1);

        SchemaMismatchException exception = await Assert.ThrowsAsync<SchemaMismatchException>(async () =>
            await table.AppendAsync(_engine, Batches.StreamAsync(other), Tables.Commit, Cancellation));

        Assert.Contains("'volume'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_missing_or_truncated_file_is_an_error_that_names_it(bool missing)
    {
        DeltaTable table = await CreateAsync([]);
        await table.AppendAsync(_engine, Batches.StreamAsync(Batches.Prices(("A", 1))), Tables.Commit, Cancellation);
        AddFile file = (await table.GetSnapshotAsync(Cancellation)).Files.Single();
        if (missing)
        {
            await table.Store.DeleteAsync(file.Path, Cancellation);
        }
        else
        {
            byte[] content = await table.Store.GetAsync(file.Path, Cancellation);
            await table.Store.PutAsync(file.Path, content.AsMemory(0, content.Length - 20), Cancellation);
        }

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(() => table.ReadTextAsync());

        Assert.Contains(file.Path, exception.Message, StringComparison.Ordinal);
    }

    private static void AssertNothingStaged(DeltaTable table)
    {
        if (table.Location.IsFile)
        {
            Assert.Empty(Directory.GetFiles(table.Location.LocalPath, "*.staged", SearchOption.AllDirectories));
        }
    }

    private static async Task<DeltaTable> CreateAsync(string[] partitions, bool nullable = true)
    {
        StructType schema = new(
            Tables.Schema.Fields[0], Tables.Schema.Fields[1] with { Nullable = nullable });
        return await DeltaTable.CreateAsync(
            TestStore.New(), new TableDefinition(schema) { PartitionColumns = partitions }, Tables.Commit, null, Cancellation);
    }
}
