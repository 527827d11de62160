using System.Text;
using Apache.Arrow;
using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Maintenance.Conversion;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class ConvertTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IObjectStore Store => _lake.Root.Under("s/c");

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Fact]
    public async Task Files_with_different_columns_become_one_table_with_rows_types_and_sound_statistics()
    {
        await CopyAsync("a.parquet", "SELECT 1::TINYINT AS t, 2::SMALLINT AS s, 3 AS i, 4::BIGINT AS l, 1.5::FLOAT AS f, 'NaN'::DOUBLE AS d, "
            + "'text' AS x, DATE '2024-01-02' AS day, TIMESTAMPTZ '2024-01-02 03:04:05.678901+00' AS ts, TIMESTAMP '2024-01-02 03:04:05' AS ntz, "
            + "12.34::DECIMAL(9,2) AS m, 1234567890123456789.12::DECIMAL(38,2) AS big, [1, NULL] AS list, MAP {'k': 1} AS map, "
            + "{'in': 7, 'deep': {'er': 'z'}} AS st, '\\xAA'::BLOB AS b, true AS flag");
        await CopyAsync("b.parquet", "SELECT 30 AS i, NULL::VARCHAR AS x, 5 AS added, {'in': 9, 'deep': {'er': 'y'}} AS st FROM range(3)");
        ConvertResult result = await ConvertAsync();

        Assert.Equal((2, 4L), (result.FileCount, result.RowCount));
        Assert.Equal(
            "t byte, s short, i integer, l long, f float, d double, x string, day date, ts timestamp, ntz timestamp_ntz, m decimal(9,2), big decimal(38,2)",
            string.Join(", ", result.Schema.Fields.Take(12).Select(static field => $"{field.Name} {field.Type}")));
        Assert.Equal("3,30,30,30", await _lake.ListAsync("SELECT i FROM s.c ORDER BY i"));
        Assert.Equal("7z,9y,9y,9y", await _lake.ListAsync("SELECT st.\"in\" || st.deep.er FROM s.c ORDER BY 1"));
        Assert.Equal("5,5,5,null", await _lake.ListAsync("SELECT added FROM s.c ORDER BY 1"));
        DeltaTable table = await _lake.TableAsync("s.c");
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        FileStatistics statistics = snapshot.FindStatistics(snapshot.Files.Single(static file => file.Path == "a.parquet"))!;
        Assert.Equal(("3", "2024-01-02", "12.34"), (statistics.Find("i").Min!.ToString(), statistics.Find("day").Max!.ToString(), statistics.Find("m").Max!.ToString()));
        Assert.Null(statistics.Find("d").Min);
        Assert.Equal(0L, statistics.Find("i").NullCount);
        FileStatistics second = snapshot.FindStatistics(snapshot.Files.Single(static file => file.Path == "b.parquet"))!;
        Assert.Equal((3L, 3L), (second.RecordCount, second.Find("x").NullCount));
        Assert.Equal("9", second.Find(new ColumnPath("st", "in")).Max!.ToString());
        Assert.Equal("1", await _lake.ListAsync("SELECT count(*) FROM s.c WHERE ts = TIMESTAMPTZ '2024-01-02 03:04:05.678901+00'"));
        Assert.Equal(4, await CountAsync(table));
        CommitRecord commit = await table.GetHistoryAsync(1, Token).SingleAsync(Token);
        Assert.Equal(("CONVERT", "2"), (commit.Operation, commit.Metrics["numConvertedFiles"]));
    }

    [Fact]
    public async Task Folders_of_partitions_give_columns_and_hidden_files_are_left_out()
    {
        await CopyAsync("year=2024/region=a%2Fb %25/x.parquet", "SELECT 1 AS v");
        await CopyAsync("year=2025/region=__HIVE_DEFAULT_PARTITION__/x.parquet", "SELECT 2 AS v");
        await CopyAsync("_temporary/0/x.parquet", "SELECT 3 AS v");
        await WriteAsync("_SUCCESS", "");
        await WriteAsync("year=2024/.x.parquet.crc", "no Parquet");
        ConvertResult result = await ConvertAsync();

        Assert.Equal(["year", "region"], result.PartitionColumns);
        Assert.Equal(PrimitiveType.Integer, result.Schema.Find("year")!.Type);
        Assert.Equal("1|2024|a/b %,2|2025|null", await _lake.ListAsync("SELECT concat_ws('|', v, year, coalesce(region, 'null')) FROM s.c ORDER BY v"));
        Assert.Equal("1", await _lake.ListAsync("SELECT v FROM s.c WHERE region = 'a/b %'"));
    }

    [Fact]
    public async Task Given_partition_columns_decide_the_types()
    {
        await CopyAsync("day=20240102/x.parquet", "SELECT 1 AS v");
        ConvertResult result = await ConvertAsync(new ConvertRequest { PartitionSchema = ColumnList.Parse("day string") });

        Assert.Equal(PrimitiveType.String, result.Schema.Find("day")!.Type);
        Assert.Equal("20240102", await _lake.ListAsync("SELECT day FROM s.c"));
    }

    [Fact]
    public async Task A_folder_that_cannot_become_a_table_is_refused_with_the_files_name_and_nothing_is_written()
    {
        await CopyAsync("a.parquet", "SELECT 1 AS v");
        await RefusedAsync<DataFileException>("'readme.txt'", () => WriteAsync("readme.txt", "not Parquet at all"));
        await RefusedAsync<DataFileException>("'empty.parquet'", () => WriteAsync("empty.parquet", ""));
        await RefusedAsync<SchemaMismatchException>("is integer in 'a.parquet'", () => CopyAsync("z.parquet", "SELECT 'x' AS v"));
        await RefusedAsync<SchemaMismatchException>("differ only in case", () => CopyAsync("z.parquet", "SELECT 1 AS V"));
        await RefusedAsync<DataFileException>("nanoseconds", () => CopyAsync("z.parquet", "SELECT TIMESTAMP_NS '2024-01-01 00:00:00.123456789' AS n"));
        await RefusedAsync<SchemaMismatchException>("[p]", () => CopyAsync("p=1/z.parquet", "SELECT 1 AS v"));
        await RefusedAsync<DataFileException>("'cut.parquet'", async () =>
            await Store.PutAsync("cut.parquet", (await Store.GetAsync("a.parquet", Token)).AsMemory()[..^20], Token));

        await ConvertAsync();
        await RefusedAsync<TableAlreadyExistsException>("Delta table", () => Task.CompletedTask);
    }

    [Fact]
    public async Task An_empty_folder_is_no_table()
    {
        DataFileException error = await Assert.ThrowsAsync<DataFileException>(() => ConvertAsync());
        Assert.Contains("no Parquet file", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_crash_at_any_call_leaves_no_table_or_the_whole_one(Fault fault)
    {
        for (int i = 0; i < 3; i++)
        {
            await CopyAsync($"p={i}/x.parquet", $"SELECT {i} AS v");
        }

        for (long number = 1; ; number++)
        {
            Assert.True(number < 60, "A conversion takes fewer calls than this.");
            FaultyObjectStore store = new(Store, FaultPlan.AtCall(number, fault));
            Exception? crash = await Record.ExceptionAsync(async () =>
                await ParquetFolder.ConvertAsync(store, new ConvertRequest(), null, null, Token));
            DeltaTable? table = await DeltaTable.TryOpenAsync(Store, null, Token);
            Assert.True(table is null || (await table.GetSnapshotAsync(Token)).FileCount == 3);
            if (!store.HasCrashed)
            {
                Assert.Null(crash);
                Assert.NotNull(table);
                break;
            }

            foreach (string key in await KeysAsync("_delta_log/"))
            {
                await Store.DeleteAsync(key, Token);
            }
        }
    }

    private async Task<ConvertResult> ConvertAsync(ConvertRequest? request = null) =>
        await ParquetFolder.ConvertAsync(Store, request ?? new ConvertRequest(), null, null, Token);

    private async Task RefusedAsync<T>(string says, Func<Task> arrange)
        where T : Exception
    {
        List<string> before = await KeysAsync("");
        await arrange();
        List<string> arranged = await KeysAsync("");
        T error = await Assert.ThrowsAsync<T>(() => ConvertAsync());
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(arranged, await KeysAsync(""));
        foreach (string key in arranged.Except(before))
        {
            await Store.DeleteAsync(key, Token);
        }
    }

    private async Task<List<string>> KeysAsync(string prefix) =>
        await Store.ListAsync(prefix, null, Token).Select(static head => head.Key).ToListAsync(Token);

    private async Task WriteAsync(string key, string text) => await Store.PutAsync(key, Encoding.UTF8.GetBytes(text), Token);

    private async Task CopyAsync(string key, string sql)
    {
        using TemporaryFolder folder = new();
        using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDB.NET.Data.DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY ({sql}) TO '{folder["rows.parquet"]}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        await Store.PutFileAsync(key, folder["rows.parquet"], Token);
    }

    private static async Task<long> CountAsync(DeltaTable table)
    {
        long rows = 0;
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(table, (await table.GetSnapshotAsync(Token)).PlanScan(), null, Token))
        {
            using (batch)
            {
                rows += batch.Length;
            }
        }

        return rows;
    }
}
