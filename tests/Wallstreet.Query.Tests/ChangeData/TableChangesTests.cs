using TestKit;
using Wallstreet.Delta.Features;
using Wallstreet.Delta;

namespace Wallstreet.Query.Tests.ChangeData;

/// <summary>Changes between versions, asked for in SQL.</summary>
[OnEveryStore]
public sealed class TableChangesTests
{
    private const string Kernel = "delta-corpus/kernel-rs-data/";

    [Theory]
    [InlineData("cdf-table-with-dv", "value",
        "0 insert 0,1,2,3,4,5,6,7,8,9|1 delete 0,9|2 insert 0,9|3 delete 0,1,4,5|4 insert 1,4|5 delete 3|5 insert 0,5|6 insert 3")]
    [InlineData("cdf-table-partitioned", "id",
        "0 insert 0,1,2,3,4,5|1 delete 3|1 update_postimage 1|1 update_preimage 1|2 delete 0,2,4")]
    [InlineData("cdf-table-delete-conditional-two-rows", "id", "0 insert 0,1,2,3,4,5,6,7,8,9|1 delete 2,8")]
    public async Task Changes_of_tables_of_others_are_those_that_the_reference_implementation_reads(
        string table, string column, string expected)
    {
        await using var lake = new Lake();
        string folder = SharedData.PathOf(Kernel + table);

        Assert.Equal(expected, await lake.ValueAsync($"""
            SELECT string_agg(line, '|' ORDER BY line) FROM (
                SELECT _commit_version || ' ' || _change_type || ' ' || string_agg({column}::VARCHAR, ',' ORDER BY {column}) AS line
                FROM table_changes('{folder}', from => 0) GROUP BY _commit_version, _change_type)
            """));
    }

    [Theory]
    [InlineData("cdf-column-mapping-id-mode")]
    [InlineData("cdf-column-mapping-name-mode")]
    [InlineData("cdf-table")]
    [InlineData("cdf-table-non-partitioned")]
    [InlineData("cdf-table-with-cdc-and-dvs")]
    [InlineData("cdf-table-backtick-column-names")]
    public async Task All_changes_together_make_the_newest_version(string table)
    {
        await using var lake = new Lake();
        string folder = SharedData.PathOf(Kernel + table);
        string rows = $"FROM (SELECT * EXCLUDE (_change_type, _commit_version, _commit_timestamp) FROM table_changes('{folder}', 0, infer => true) WHERE _change_type";

        Assert.Empty(await lake.ReadAsync($"""
            ({rows} IN ('insert', 'update_postimage')) EXCEPT ALL {rows} IN ('delete', 'update_preimage')))
            EXCEPT ALL FROM delta_scan('{folder}')
            """));
        Assert.Empty(await lake.ReadAsync($"""
            FROM delta_scan('{folder}') EXCEPT ALL
            ({rows} IN ('insert', 'update_postimage')) EXCEPT ALL {rows} IN ('delete', 'update_preimage')))
            """));
    }

    [Fact]
    public async Task A_name_a_range_and_filters_choose_the_changes_and_the_files_that_are_read()
    {
        await using Lake lake = await AppendedAsync();

        Assert.Equal("1,2,3,4", await lake.ListAsync("SELECT id FROM table_changes('silver.t', from => 0, infer => true) ORDER BY id"));
        Assert.Equal("2,3", await lake.ListAsync("SELECT id FROM table_changes('silver.t', from => 1, to => 2, infer => true) ORDER BY id"));
        Assert.Equal("2,3", await lake.ListAsync("SELECT id FROM table_changes('silver.t', 1, 2, infer => true) ORDER BY id"));
        Assert.Equal("3", await lake.ListAsync(
            "SELECT c.id FROM table_changes('silver/t', from => 0, infer => true) AS c JOIN silver.t USING (id) WHERE c._commit_version = 2"));
        Assert.Equal("1,2,3", await lake.ListAsync(
            "SELECT table_changes.id FROM table_changes('silver.t', $from, to => $to, infer => true) ORDER BY 1",
            new QueryRequest { Parameters = new Dictionary<string, object?> { ["from"] = 0L, ["to"] = "2" } }));

        await using QueryResult pruned = await lake.Engine.QueryAsync(
            "SELECT id FROM table_changes('silver.t', from => 0, infer => true) WHERE _commit_version >= 2 AND id < 4 AND _change_type = 'insert'",
            null, Lake.Token);
        Assert.Equal(3, Assert.Single(await pruned.ReadAllAsync(Lake.Token))[0]);
        TableVersionRead read = Assert.Single(pruned.Tables);
        Assert.Equal(("silver.t", 3, 1, 3), (read.Name, read.Version, read.FilesScanned, read.FilesPruned));
    }

    [Fact]
    public async Task A_range_of_times_holds_the_versions_between_them()
    {
        await using Lake lake = await AppendedAsync();
        string[] times = (await lake.ReadAsync(
            "SELECT DISTINCT _commit_timestamp FROM table_changes('silver.t', 0, infer => true) ORDER BY 1"))
            .Select(static row => ((DateTimeOffset)row[0]!).ToString("O")).ToArray();

        Assert.Equal(4, times.Length);
        Assert.Equal("2,3", await lake.ListAsync(
            $"SELECT id FROM table_changes('silver.t', from => '{times[1]}', to => '{times[2]}', infer => true) ORDER BY id"));
        Assert.Equal("3,4", await lake.ListAsync(
            $"SELECT id FROM table_changes('silver.t', from => TIMESTAMPTZ '{times[2]}', infer => true) ORDER BY id"));
        Assert.Equal("1,2", await lake.ListAsync(
            "SELECT id FROM table_changes('silver.t', from => 0, infer => true) ORDER BY id",
            new QueryRequest { KnownAt = HistoryPoint.Parse(times[1]) }));
    }

    [Theory]
    [InlineData("SELECT * FROM table_changes('silver.t')", "from where on")]
    [InlineData("SELECT * FROM table_changes(3, 4)", "as a text")]
    [InlineData("SELECT * FROM table_changes('silver.t', from => 'soon')", "a version or a time")]
    [InlineData("SELECT * FROM table_changes('silver.t', from => 1, until => 2)", "no argument 'until'")]
    [InlineData("SELECT * FROM table_changes('silver.t', from => 1, infer => 7)", "true or false")]
    public async Task A_wrong_call_says_how_it_is_written(string sql, string expected)
    {
        await using var lake = new Lake();

        SqlSyntaxException exception = await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ReadAsync(sql));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains("table_changes('silver.prices', from => 3, to => 7)", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_without_recorded_changes_is_refused_unless_they_may_be_inferred()
    {
        await using Lake lake = await AppendedAsync();

        var exception = await Assert.ThrowsAsync<Delta.ChangeData.ChangeDataException>(
            () => lake.ReadAsync("SELECT * FROM table_changes('silver.t', from => 1)"));
        Assert.Equal(Delta.ChangeData.ChangeDataProblem.NotRecorded, exception.Problem);
        Assert.Contains("infer => true", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_statement_that_names_a_table_that_there_is_not_tells_near_names()
    {
        await using Lake lake = await AppendedAsync();

        TableNotFoundException exception = await Assert.ThrowsAsync<TableNotFoundException>(
            () => lake.ReadAsync("SELECT * FROM table_changes('silver.u', from => 1)"));
        Assert.Contains("silver.t", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_are_read_from_the_files_and_those_of_a_remote_table_through_the_cache()
    {
        await using Lake lake = await AppendedAsync();

        Assert.Equal("3,4", await lake.ListAsync("SELECT id FROM table_changes('silver.t', from => 2, infer => true) ORDER BY id"));
        Assert.Equal(
            TestStore.IsS3 ? 2 : 0,
            Directory.Exists(lake.CacheFolder) ? Directory.GetFiles(lake.CacheFolder, "*.parquet").Length : 0);
    }

    [Fact]
    public async Task Recorded_updates_have_both_sides_and_deletes_and_inserts_their_rows()
    {
        await using Lake lake = await AppendedAsync();
        string location = $"{lake.Place}/silver/t";
        await (await lake.TableAsync("silver.t")).SetPropertiesAsync(
            new Dictionary<string, string> { ["delta.enableChangeDataFeed"] = "true", ["delta.enableDeletionVectors"] = "true" },
            Lake.Token);
        foreach (string statement in new[]
        {
            "UPDATE silver.t SET id = 20 WHERE id = 2", "DELETE FROM silver.t WHERE id = 3",
            "MERGE INTO silver.t USING (SELECT unnest([4, 5]) AS id) AS s ON t.id = s.id "
                + "WHEN MATCHED THEN UPDATE SET id = 40 WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)",
        })
        {
            await lake.Engine.ExecuteAsync(statement, cancellationToken: Lake.Token);
        }

        Assert.Equal(
            "5 update_postimage 20|5 update_preimage 2|6 delete 3|7 insert 5|7 update_postimage 40|7 update_preimage 4",
            await lake.ValueAsync($"""
                SELECT string_agg(_commit_version || ' ' || _change_type || ' ' || id, '|' ORDER BY _commit_version, _change_type)
                FROM table_changes('{location}', from => 5)
                """));
    }

    /// <summary>Four versions with one row each.</summary>
    private static async Task<Lake> AppendedAsync()
    {
        var lake = new Lake();
        for (int id = 1; id <= 4; id++)
        {
            await lake.WriteAsync("silver.t", $"SELECT {id} AS id");
        }

        return lake;
    }
}
