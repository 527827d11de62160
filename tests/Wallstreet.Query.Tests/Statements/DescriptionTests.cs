using Wallstreet.Delta;

namespace Wallstreet.Query.Tests.Statements;

[OnEveryStore]
public sealed class DescriptionTests
{
    private static async Task<Lake> WithHistoryAsync()
    {
        var lake = new Lake();
        await lake.Engine.ExecuteAsync("CREATE TABLE a.t PARTITIONED BY (p) COMMENT 'things' TBLPROPERTIES ('delta.enableDeletionVectors' = 'true', 'owner' = 'me') "
            + "AS SELECT 1 AS k, 'x' AS p", null, null, Lake.Token);
        await lake.Engine.ExecuteAsync("INSERT INTO a.t VALUES (2, 'y'), (3, 'y')", null, new CommitOptions("") { UserMetadata = "mine" }, Lake.Token);
        await lake.Engine.ExecuteAsync("ALTER TABLE a.t UNSET TBLPROPERTIES (owner)", null, null, Lake.Token);
        return lake;
    }

    private static object? Entry(object? map, string key) => ((object?[])map!).Cast<Dictionary<string, object?>>()
        .Where(entry => (string)entry["key"]! == key).Select(static entry => entry["value"]).SingleOrDefault();

    [Fact]
    public async Task DESCRIBE_HISTORY_tells_the_versions_newest_first()
    {
        await using Lake lake = await WithHistoryAsync();

        await using QueryResult result = await lake.Engine.QueryAsync("describe /* all */ HISTORY a.t;", null, Lake.Token);
        IReadOnlyList<object?[]> rows = await result.ReadAllAsync(Lake.Token);

        Assert.Equal(["version", "timestamp", "operation", "operationParameters", "readVersion", "isBlindAppend", "operationMetrics", "userMetadata",
            "engineInfo", "txnId"], result.Columns.Select(static column => column.Name));
        Assert.Equal("MAP(VARCHAR, VARCHAR)", result.Columns[3].SqlType);
        Assert.Equal([2L, 1L, 0L], rows.Select(static row => (long)row[0]!));
        Assert.Equal(["UNSET TBLPROPERTIES", "WRITE", "CREATE TABLE AS SELECT"], rows.Select(static row => (string)row[2]!));
        Assert.Equal(("2", "mine", true), ((string)Entry(rows[1][6], "numOutputRows")!, (string)rows[1][7]!, (bool)rows[1][5]!));
        Assert.True((DateTimeOffset)rows[0][1]! >= (DateTimeOffset)rows[2][1]!);
        Assert.Equal(("a.t", 2L), (result.Tables[0].Name, result.Tables[0].Version));
    }

    [Fact]
    public async Task A_history_is_limited_and_ends_at_what_was_known()
    {
        await using Lake lake = await WithHistoryAsync();

        Assert.Equal("2,1", await lake.ListAsync("DESC HISTORY a.t LIMIT 2"));
        Assert.Equal("", await lake.ListAsync("DESCRIBE HISTORY a.t LIMIT 0"));
        Assert.Equal("1,0", await lake.ListAsync("DESCRIBE HISTORY a.t", new QueryRequest { KnownAt = HistoryPoint.At(1) }));
        Assert.Equal("1", await lake.ListAsync("DESCRIBE HISTORY a.t LIMIT 1", new QueryRequest { KnownAt = HistoryPoint.At(1) }));
        await using QueryResult cut = await lake.Engine.QueryAsync("DESCRIBE HISTORY a.t", new QueryRequest { RowLimit = 2 }, Lake.Token);
        Assert.Equal(2, (await cut.ReadAllAsync(Lake.Token)).Count);
        Assert.True(cut.Truncated);
    }

    [Fact]
    public async Task DESCRIBE_DETAIL_is_one_row_about_the_table()
    {
        await using Lake lake = await WithHistoryAsync();

        await using QueryResult result = await lake.Engine.QueryAsync("DESCRIBE DETAIL a.t", null, Lake.Token);
        object?[] row = Assert.Single(await result.ReadAllAsync(Lake.Token));
        Dictionary<string, object?> detail = result.Columns.Zip(row).ToDictionary(static pair => pair.First.Name, static pair => pair.Second);

        Snapshot snapshot = await (await lake.TableAsync("a.t")).GetSnapshotAsync(Lake.Token);
        Assert.Equal(("delta", snapshot.Metadata.Id, "things"), ((string)detail["format"]!, (string)detail["id"]!, (string)detail["description"]!));
        Assert.Equal((2L, snapshot.SizeBytes, 3L, 2L), ((long)detail["numFiles"]!, (long)detail["sizeInBytes"]!, (long)detail["numRows"]!, (long)detail["version"]!));
        Assert.Equal(["p"], (object?[])detail["partitionColumns"]!);
        Assert.Equal([], (object?[])detail["clusteringColumns"]!);
        Assert.Equal("true", Entry(detail["properties"], "delta.enableDeletionVectors"));
        Assert.Contains("deletionVectors", (object?[])detail["tableFeatures"]!);
        Assert.Equal((3L, 7L), ((long)detail["minReaderVersion"]!, (long)detail["minWriterVersion"]!));
        Assert.Equal(snapshot.Timestamp, detail["lastModified"]);
        Assert.Equal(snapshot.Metadata.CreatedTimeMilliseconds, ((DateTimeOffset)detail["createdAt"]!).ToUnixTimeMilliseconds());
        Assert.EndsWith("a/t/", (string)detail["location"]!, StringComparison.Ordinal);
        Assert.Equal("me", Entry((await lake.ReadAsync("DESCRIBE DETAIL a.t", new QueryRequest { Pins = new Dictionary<string, long> { ["a.t"] = 0 } }))[0][11], "owner"));
    }

    [Fact]
    public async Task SHOW_TBLPROPERTIES_tells_all_or_one()
    {
        await using Lake lake = await WithHistoryAsync();

        Assert.Equal("delta.enableDeletionVectors=true,delta.feature.appendOnly=supported,delta.feature.deletionVectors=supported,"
            + "delta.feature.invariants=supported,delta.minReaderVersion=3,delta.minWriterVersion=7",
            string.Join(',', (await lake.ReadAsync("SHOW TBLPROPERTIES a.t")).Select(static row => $"{row[0]}={row[1]}")));
        Assert.Equal("me", (await lake.ReadAsync("show tblproperties a.t (owner)", new QueryRequest { KnownAt = HistoryPoint.At(1) }))[0][1]);
        Assert.Empty(await lake.ReadAsync("SHOW TBLPROPERTIES a.t ('owner')"));
        Assert.Equal("true", (await lake.ReadAsync("SHOW TBLPROPERTIES a.t (delta.enableDeletionVectors)"))[0][1]);
    }

    [Fact]
    public async Task Results_are_written_as_Arrow_JSON_and_CSV()
    {
        await using Lake lake = await WithHistoryAsync();
        using var arrow = new MemoryStream();
        await using (QueryResult result = await lake.Engine.QueryAsync("DESCRIBE HISTORY a.t", null, Lake.Token))
        {
            await result.WriteArrowAsync(arrow, Lake.Token);
        }

        arrow.Position = 0;
        using var reader = new Apache.Arrow.Ipc.ArrowStreamReader(arrow);
        using Apache.Arrow.RecordBatch batch = await reader.ReadNextRecordBatchAsync(Lake.Token);
        Assert.Equal((3, 10), (batch.Length, batch.ColumnCount));
        using var text = new MemoryStream();
        await using (QueryResult result = await lake.Engine.QueryAsync("DESCRIBE DETAIL a.t", null, Lake.Token))
        {
            await result.WriteJsonAsync(text, Lake.Token);
        }

        Assert.Contains("{\"key\":\"delta.enableDeletionVectors\",\"value\":\"true\"}", System.Text.Encoding.UTF8.GetString(text.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_named_by_its_location_too_and_missing_ones_are_told()
    {
        await using Lake lake = await WithHistoryAsync();

        Assert.Equal("2", await lake.ListAsync($"DESCRIBE HISTORY \"{lake.Place}/a/t\" LIMIT 1"));
        Assert.Equal("2", await lake.ListAsync($"DESCRIBE HISTORY delta.`{lake.Place}/a/t` LIMIT 1"));
        TableNotFoundException none = await Assert.ThrowsAsync<TableNotFoundException>(() => lake.ReadAsync("DESCRIBE DETAIL\n a.u"));
        Assert.Contains("line 2, column 2", none.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VersionNotFoundException>(
            () => lake.ReadAsync("DESCRIBE DETAIL a.t", new QueryRequest { KnownAt = HistoryPoint.At(9) }));
    }

    [Fact]
    public async Task Tables_called_history_and_detail_are_still_described()
    {
        await using var lake = new Lake();
        foreach (string name in new[] { "history", "detail", "tblproperties" })
        {
            await lake.WriteAsync(name, $"SELECT 1 AS of_{name}");
        }

        Assert.Equal("of_history", await lake.ListAsync("DESCRIBE history"));
        Assert.Equal("of_detail", await lake.ListAsync("DESCRIBE detail"));
        Assert.Equal("of_detail", await lake.ListAsync("DESCRIBE SELECT * FROM detail AT (VERSION => 0)"));
        Assert.Equal("0", await lake.ListAsync("DESCRIBE HISTORY history"));
        Assert.Equal("delta", await lake.ListAsync("DESCRIBE DETAIL detail"));
    }

    [Theory]
    [InlineData("DESCRIBE HISTORY t LIMIT", 1, 25)]
    [InlineData("DESCRIBE HISTORY t LIMIT x", 1, 26)]
    [InlineData("DESCRIBE HISTORY t LIMIT -1", 1, 26)]
    [InlineData("DESCRIBE HISTORY t WHERE version > 1", 1, 20)]
    [InlineData("DESCRIBE HISTORY t; DROP TABLE t", 1, 19)]
    [InlineData("DESCRIBE DETAIL t\n LIMIT 1", 2, 2)]
    [InlineData("DESCRIBE DETAIL t AT (VERSION => 1)", 1, 19)]
    [InlineData("SHOW TBLPROPERTIES t ()", 1, 23)]
    [InlineData("SHOW TBLPROPERTIES t ('a'", 1, 26)]
    [OnDiskOnly("no table is looked for")]
    public async Task A_description_that_is_not_understood_says_where(string sql, int line, int column)
    {
        await using Lake lake = Lake.WithoutTables();

        SqlSyntaxException wrong = await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ReadAsync(sql));

        Assert.Equal((line, column), (wrong.Line, wrong.Column));
    }

    [Fact]
    public async Task A_description_is_no_source_of_rows_to_write()
    {
        await using Lake lake = await WithHistoryAsync();

        SqlAnalysis analysis = lake.Engine.Analyze("DESCRIBE HISTORY a.t");
        SqlSyntaxException refused = await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.WriteAsync("b", "DESCRIBE HISTORY a.t"));
        await Assert.ThrowsAsync<SqlSyntaxException>(() => lake.ReadAsync("SELECT * FROM (DESCRIBE HISTORY a.t)"));

        Assert.Equal((StatementKind.Read, "a.t"), (analysis.Kind, Assert.Single(analysis.Tables)));
        Assert.Contains("one of its own", refused.Message, StringComparison.Ordinal);
        Assert.False(QueryEngine.IsWriting("DESCRIBE HISTORY a.t"));
    }
}
