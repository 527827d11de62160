using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Reading;

/// <summary>Rows that deletion vectors delete are in no answer, and no write brings them back.</summary>
[OnEveryStore]
public sealed class DeletedRowsTests
{
    [Theory]
    [InlineData("delta-spark-resources/partitioned-table-with-dv-large", 1990)]
    [InlineData("delta-spark-resources/table-with-dv-large", 1993)]
    [InlineData("delta-spark-resources/table-with-dv-small", 8)]
    [InlineData("kernel-rs-data/cdf-table-with-dv", 10)]
    [InlineData("kernel-rs-data/compacted-log-files-table", 5)]
    [InlineData("kernel-rs-data/with-short-dv", 7)]
    [InlineData("kernel-rs-golden/dv-partitioned-with-checkpoint/delta", 35)]
    [InlineData("kernel-rs-golden/dv-with-columnmapping/delta", 35)]
    [InlineData("kernel-rs-golden/log-replay-dv-key-cases/delta", 47)]
    public async Task Deleted_rows_of_tables_of_others_are_left_out(string path, long rows)
    {
        await using var lake = new Lake();
        IObjectStore store = await TestStore.CopyAsync(SharedData.PathOf("delta-corpus/" + path), Lake.Token);

        Assert.Equal(rows, await lake.ValueAsync($"SELECT count(*) FROM delta_scan('{store.Location}')"));
        Assert.Equal(rows, (await lake.ReadAsync($"SELECT * FROM delta_scan('{store.Location}')")).Count);
    }

    [Fact]
    public async Task Deleted_rows_are_left_out_of_filters_sums_limits_and_joins()
    {
        await using Lake lake = await DeletedAsync(partitioned: false);

        Assert.Equal("0,2,4,5,6,7,8,9", await lake.ListAsync("SELECT id FROM t ORDER BY id"));
        Assert.Equal("4,5", await lake.ListAsync("SELECT id FROM t WHERE id BETWEEN 3 AND 5 ORDER BY id"));
        Assert.Equal(41L, Convert.ToInt64(await lake.ValueAsync("SELECT sum(id) FROM t"), null));
        Assert.Equal("9,8,7", await lake.ListAsync("SELECT id FROM t ORDER BY id DESC LIMIT 3"));
        Assert.Equal(8L, await lake.ValueAsync("SELECT count(*) FROM t a JOIN t b USING (id)"));
        Assert.Equal(10L, await lake.ValueAsync("SELECT count(*) FROM t AT (VERSION => 1)"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replaced_and_merged_rows_share_files_with_deleted_ones_and_those_stay_deleted(bool partitioned)
    {
        await using Lake lake = await DeletedAsync(partitioned);

        WriteResult replaced = await lake.Engine.WriteAsync(
            new WriteQuery("SELECT 2::BIGINT AS id, 0::BIGINT AS part, 'new' AS name", "t")
            {
                Mode = WriteMode.ReplaceWhere,
                ReplaceWhere = "id = 2",
            },
            Lake.Token);
        Assert.Equal("0,2,4,5,6,7,8,9", await lake.ListAsync("SELECT id FROM t ORDER BY id"));
        Assert.Equal(1, replaced.RowsRemoved);

        WriteResult merged = await lake.Engine.WriteAsync(
            new WriteQuery("SELECT unnest([3, 6])::BIGINT AS id, 0::BIGINT AS part, 'merged' AS name", "t")
            {
                Mode = WriteMode.Merge,
                MergeKeys = ["id"],
            },
            Lake.Token);
        Assert.Equal("0,2,3,4,5,6,7,8,9", await lake.ListAsync("SELECT id FROM t ORDER BY id"));
        Assert.Equal(1, merged.RowsRemoved);
        Assert.Equal("3,6", await lake.ListAsync("SELECT id FROM t WHERE name = 'merged' ORDER BY id"));
    }

    [Fact]
    public async Task An_overwrite_takes_files_with_deletion_vectors_away_and_counts_the_rows_that_were_left()
    {
        await using Lake lake = await DeletedAsync(partitioned: false);

        WriteResult written = await lake.Engine.WriteAsync(
            new WriteQuery("SELECT 1::BIGINT AS id, 0::BIGINT AS part, 'only' AS name", "t") { Mode = WriteMode.Overwrite },
            Lake.Token);

        Assert.Equal(8, written.RowsRemoved);
        Assert.Equal("1", await lake.ListAsync("SELECT id FROM t"));
    }

    [Fact]
    public async Task A_missing_deletion_vector_fails_the_statement_and_names_the_file()
    {
        await using var lake = new Lake();
        string source = SharedData.PathOf("delta-corpus/delta-spark-resources/table-with-dv-small");
        IObjectStore store = await TestStore.CopyAsync(source, Lake.Token);
        ObjectHead vector = await store.ListAsync("", null, Lake.Token)
            .SingleAsync(static head => head.Key.EndsWith(".bin", StringComparison.Ordinal), Lake.Token);
        await store.DeleteAsync(vector.Key, Lake.Token);

        DataFileException exception = await Assert.ThrowsAsync<DataFileException>(
            () => lake.ValueAsync($"SELECT count(*) FROM delta_scan('{store.Location}')"));

        Assert.Contains("its file is missing", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statements_may_not_call_the_function_that_leaves_rows_out()
    {
        await using var lake = new Lake();

        await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ValueAsync("SELECT wallstreet_alive(1, 0::UBIGINT, 0)"));
    }

    /// <summary>A table of ten rows in which the rows 1 and 3 are deleted.</summary>
    private static async Task<Lake> DeletedAsync(bool partitioned)
    {
        var lake = new Lake();
        DeltaTable table = await DeltaTable.CreateAsync(
            lake.Catalog.OpenStore("t"),
            new TableDefinition(new Delta.Schema.StructType(
                new Delta.Schema.StructField("id", Delta.Schema.PrimitiveType.Long),
                new Delta.Schema.StructField("part", Delta.Schema.PrimitiveType.Long),
                new Delta.Schema.StructField("name", Delta.Schema.PrimitiveType.String)))
            {
                PartitionColumns = partitioned ? ["part"] : [],
                Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" },
            },
            new CommitOptions("CREATE TABLE"),
            null,
            Lake.Token);
        await lake.Engine.WriteAsync(
            new WriteQuery("SELECT range::BIGINT AS id, range // 5 AS part, 'n' || range AS name FROM range(10)", "t"), Lake.Token);
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        AddFile first = snapshot.Files.Single(
            file => !partitioned || file.PartitionValues["part"] == "0");
        (string text, int size) = InlineBitmap.Of(1, 3);
        await table.CommitAsync(
            new TableChange(snapshot)
            {
                Removes = [first],
                Adds = [first with { DeletionVector = new DeletionVectorDescriptor("i", text, null, size, 2) }],
            },
            new CommitOptions("DELETE"),
            Lake.Token);
        return lake;
    }
}
