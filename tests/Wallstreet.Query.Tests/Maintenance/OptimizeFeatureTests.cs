using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class OptimizeFeatureTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Fact]
    public async Task Rows_keep_their_ids_and_versions_when_they_move_once_and_again()
    {
        DeltaTable table = await TableAsync(("delta.enableRowTracking", "true"), ("delta.enableDeletionVectors", "true"));
        for (int i = 0; i < 3; i++)
        {
            await _lake.WriteAsync("s.t", $"SELECT i AS a, 'x' AS b, 'p' AS p FROM range({i * 10}, {(i + 1) * 10}) t(i)");
        }

        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        AddFile second = snapshot.Files.Single(static file => file.BaseRowId == 10);
        await table.CommitAsync(
            new TableChange(snapshot) { RowDeletions = [new RowDeletion(second, DeletionVector.Of([0, 1, 2]))] },
            new CommitOptions("DELETE"), Token);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Token);
        await CheckAsync(table, 27);
        await _lake.WriteAsync("s.t", "SELECT 30 AS a, 'x' AS b, 'p' AS p");
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Token);
        await CheckAsync(table, 28);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("id")]
    public async Task Files_of_a_table_with_column_mapping_are_joined_under_the_columns_names_in_files(string mode)
    {
        DeltaTable table = await TableAsync(("delta.columnMapping.mode", mode));
        for (int i = 0; i < 3; i++)
        {
            await _lake.WriteAsync("s.t", $"SELECT {i} AS a, 'x{i}' AS b, 'p' AS p");
        }

        OptimizeResult result = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["a", "b"] }, null, Token);

        Assert.Equal((3, 1), (result.FilesRemoved, result.FilesAdded));
        Assert.Equal("0x0,1x1,2x2", await _lake.ListAsync("SELECT a || b FROM s.t WHERE p = 'p' ORDER BY a"));
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        AddFile file = Assert.Single(snapshot.Files);
        Assert.Equal("2", snapshot.FindStatistics(file)!.Find("a").Max!.ToString());
    }

    [Fact]
    public async Task A_table_is_optimized_vacuumed_and_restored()
    {
        await using Lake lake = new();
        for (int i = 0; i < 3; i++)
        {
            await lake.WriteAsync("s.t", $"SELECT {i} AS a, 'ü %' AS p", "p");
        }

        DeltaTable table = await lake.TableAsync("s.t");
        OptimizeResult result = await lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Token);
        await table.RestoreAsync(RestoreRequest.ToVersion(1), Token);
        Assert.Equal("0,1", await lake.ListAsync("SELECT a FROM s.t ORDER BY a"));
        await table.RestoreAsync(RestoreRequest.ToVersion(3), Token);
        // Servers know the age of objects to the second.
        await Task.Delay(1100, Token);
        VacuumResult vacuum = await table.VacuumAsync(
            new VacuumRequest { Retention = TimeSpan.Zero, AllowShortRetention = true }, null, Token);

        Assert.Equal((3, 1), (result.FilesRemoved, result.FilesAdded));
        Assert.Equal(3, vacuum.Files.Count);
        Assert.Equal("0,1,2", await lake.ListAsync("SELECT a FROM s.t WHERE p = 'ü %' ORDER BY a"));
        Assert.Single(await table.Store.ListAsync("p", null, Token).ToListAsync(Token));
    }

    private async Task<DeltaTable> TableAsync(params (string Key, string Value)[] properties)
    {
        StructType schema = new(
            new StructField("a", PrimitiveType.Long), new StructField("b", PrimitiveType.String), new StructField("p", PrimitiveType.String));
        IObjectStore store = _lake.Root.Under("s/t");
        await DeltaTable.CreateAsync(
            store, new TableDefinition(schema) { PartitionColumns = ["p"], Properties = properties.ToDictionary() },
            new CommitOptions("CREATE TABLE"), null, Token);
        return await _lake.TableAsync("s.t");
    }

    /// <summary>Row a has the id a; ten rows came with each version from 1 on. The last came alone, after the first OPTIMIZE
    /// had given its file's 27 rows ids by their place, which none of them uses.</summary>
    private async Task CheckAsync(DeltaTable table, long count)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        AddFile file = Assert.Single(snapshot.Files);
        string path = await TestStore.FetchAsync(table.Store, Uri.UnescapeDataString(file.Path), Token);
        using var connection = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDB.NET.Data.DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FILTER (\"{snapshot.Metadata.RowIdColumn}\" = CASE WHEN a = 30 THEN 57 ELSE a END AND \"{snapshot.Metadata.RowCommitVersionColumn}\" = "
            + $"CASE WHEN a = 30 THEN 6 ELSE a // 10 + 1 END) FROM read_parquet('{path.Replace("'", "''", StringComparison.Ordinal)}', hive_partitioning = false)";
        Assert.Equal(count, Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(count, await _lake.ValueAsync("SELECT count(*) FROM s.t"));
    }
}
