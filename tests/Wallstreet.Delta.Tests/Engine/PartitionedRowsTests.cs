using System.Text.Json;
using Apache.Arrow;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Tests.Corpus;

namespace Wallstreet.Delta.Tests.Engine;

[OnEveryStore]
public sealed class PartitionedRowsTests
{
    private readonly ArrowDataEngine _engine = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_go_to_a_file_for_each_partition_and_come_back_with_their_values()
    {
        DeltaTable table = await CreateAsync();

        await table.AppendAsync(
            _engine,
            Batches.StreamAsync(Batches.Prices(("A/B %", 1), ("C", 2), ("A/B %", 3), (null, 4), ("", 5))),
            Tables.Commit,
            Cancellation);

        Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(3, snapshot.FileCount);
        Assert.Contains(snapshot.Files, file => file.Path.StartsWith("symbol=A%252FB%20%2525/", StringComparison.Ordinal));
        Assert.Equal(["'A/B %' | 1", "'A/B %' | 3", "'C' | 2", "∅ | 4", "∅ | 5"], await table.ReadTextAsync());
        Predicate one = Predicate.Equal("symbol", Literal.Of("C"));
        ScanPlan plan = snapshot.PlanScan(one);
        Assert.Equal((1, 2, FileMatch.All), (plan.Files.Count, plan.FilesPruned, plan.Files[0].Match));
        Assert.Equal(["'C' | 2"], await table.ReadTextAsync(one));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_as_partition_values_and_others_come_back()
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            TestStore.New(),
            new TableDefinition(new StructType(
                new StructField("key", PrimitiveType.Binary), new StructField("price", PrimitiveType.Double))) { PartitionColumns = ["key"] },
            Tables.Commit,
            null,
            Cancellation);

        await table.AppendAsync(_engine, Batches.StreamAsync(Keyed([0x41, 0x01])), Tables.Commit, Cancellation);
        SchemaMismatchException refusal = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await table.AppendAsync(_engine, Batches.StreamAsync(Keyed([0xFF])), Tables.Commit, Cancellation));

        Assert.Contains("'key'", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await table.ReadTextAsync(Predicate.Equal("key", Literal.Of([0x41, 0x01]))));
    }

    [Fact]
    public async Task A_text_that_is_hives_name_of_null_is_not_null()
    {
        DeltaTable table = await CreateAsync();

        await table.AppendAsync(
            _engine,
            Batches.StreamAsync(Batches.Prices((null, 1), ("__HIVE_DEFAULT_PARTITION__", 2), (null, 3))),
            Tables.Commit,
            Cancellation);

        Assert.Equal(["'__HIVE_DEFAULT_PARTITION__' | 2", "∅ | 1", "∅ | 3"], await table.ReadTextAsync());
    }

    [Fact]
    public async Task A_partition_column_with_a_default_is_not_left_out_silently()
    {
        StructField symbol = Tables.Schema.Fields[0] with
        {
            Metadata = new Dictionary<string, JsonElement> { ["CURRENT_DEFAULT"] = JsonDocument.Parse("\"'XSIM'\"").RootElement },
        };
        DeltaTable table = await DeltaTable.CreateAsync(
            TestStore.New(),
            new TableDefinition(new StructType(symbol, Tables.Schema.Fields[1])) { PartitionColumns = ["symbol"] },
            Tables.Commit,
            null,
            Cancellation);
        RecordBatch whole = Batches.Prices((null, 1));
        RecordBatch prices = new(
            new Apache.Arrow.Schema([whole.Schema.FieldsList[1]], null), [whole.Column(1)], 1);

        SchemaMismatchException refusal = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await table.AppendAsync(_engine, Batches.StreamAsync(prices), Tables.Commit, Cancellation));

        Assert.Contains("'symbol'", refusal.Message, StringComparison.Ordinal);
    }

    private static RecordBatch Keyed(byte[] key) => new(
        new Apache.Arrow.Schema(
            [
                new Field("key", Apache.Arrow.Types.BinaryType.Default, true),
                new Field("price", Apache.Arrow.Types.DoubleType.Default, true),
            ],
            null),
        [new BinaryArray.Builder().Append(key.AsSpan()).Build(), new DoubleArray.Builder().Append(1).Build()],
        1);

    private static async Task<DeltaTable> CreateAsync() => await DeltaTable.CreateAsync(
        TestStore.New(), new TableDefinition(Tables.Schema) { PartitionColumns = ["symbol"] }, Tables.Commit, null, Cancellation);
}
