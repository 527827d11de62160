using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;

namespace Wallstreet.Query.Tests.Alterations;

/// <summary>Properties and the protocols they ask for.</summary>
[OnEveryStore]
public sealed class PropertyTests
{
    private static Dictionary<string, string> Of(string key, string value) => new() { [key] = value };

    private static async Task<DeltaTable> MakeAsync(Lake lake, string sql = "SELECT 1 AS a, 2 AS b")
    {
        await lake.WriteAsync("t", sql);
        return await lake.TableAsync("t");
    }

    private static async Task<Snapshot> LatestAsync(Lake lake) => await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);

    private static string Text(Delta.Actions.Protocol protocol) =>
        $"{protocol.MinReaderVersion},{protocol.MinWriterVersion}:{string.Join(',', protocol.ReaderFeatures ?? [])}"
        + $":{string.Join(',', protocol.WriterFeatures ?? [])}";

    [Theory]
    [InlineData("delta.enableDeletionVectors", "true", "3,7:deletionVectors:appendOnly,deletionVectors,invariants")]
    [InlineData("delta.enableChangeDataFeed", "TRUE", "1,4::")]
    [InlineData("delta.appendOnly", "true", "1,2::")]
    [InlineData("delta.enableInCommitTimestamps", "true", "1,7::appendOnly,inCommitTimestamp,invariants")]
    [InlineData("delta.enableRowTracking", "true", "1,7::appendOnly,domainMetadata,invariants,rowTracking")]
    [InlineData("delta.enableTypeWidening", "true", "3,7:typeWidening:appendOnly,invariants,typeWidening")]
    [InlineData("delta.columnMapping.mode", "name", "3,7:columnMapping:appendOnly,columnMapping,invariants")]
    [InlineData("delta.checkpointPolicy", "v2", "3,7:v2Checkpoint:appendOnly,invariants,v2Checkpoint")]
    [InlineData("delta.isolationLevel", "Serializable", "1,2::")]
    [InlineData("delta.checkpointInterval", "25", "1,2::")]
    [InlineData("delta.logRetentionDuration", "interval 2 weeks", "1,2::")]
    [InlineData("delta.targetFileSize", "64mb", "1,2::")]
    [InlineData("delta.feature.vacuumProtocolCheck", "supported", "3,7:vacuumProtocolCheck:appendOnly,invariants,vacuumProtocolCheck")]
    [InlineData("owner", "anything = goes", "1,2::")]
    public async Task A_property_raises_the_protocol_only_as_far_as_it_must(string key, string value, string protocol)
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await table.SetPropertiesAsync(Of(key, value), Lake.Token);
        Snapshot latest = await LatestAsync(lake);

        Assert.Equal(protocol, Text(latest.Protocol));
        string? expected = key.StartsWith("delta.feature.", StringComparison.Ordinal) ? null
            : value.Equals("true", StringComparison.OrdinalIgnoreCase) ? "true" : value;
        Assert.Equal(expected, latest.Metadata.FindProperty(key));
        await lake.WriteAsync("t", "SELECT 3 AS a, 4 AS b");
        Assert.Equal("1 2\n3 4", await BothEngines.ReadAsync(lake, "t"));

        // A new table with the property has the same protocol.
        await lake.Engine.WriteAsync(new WriteQuery("SELECT 1 AS a", "u") { Properties = Of(key, value) }, Lake.Token);
        Assert.Equal(protocol, Text((await (await lake.TableAsync("u")).GetSnapshotAsync(Lake.Token)).Protocol));
    }

    [Theory]
    [InlineData("delta.appendOnly", "yes", "true or false")]
    [InlineData("delta.checkpointInterval", "0", "whole number from 1")]
    [InlineData("delta.dataSkippingNumIndexedCols", "-2", "from -1")]
    [InlineData("delta.isolationLevel", "SnapshotIsolation", "Serializable")]
    [InlineData("delta.logRetentionDuration", "1 month", "duration")]
    [InlineData("delta.columnMapping.mode", "physical", "none or name or id")]
    [InlineData("delta.dataSkippingStatsColumns", "missing", "no column")]
    [InlineData("delta.targetFileSize", "big", "size")]
    [InlineData("delta.parquet.compression.codec", "rar", "zstd")]
    [InlineData("delta.enableFrobnication", "true", "none that this version knows")]
    [InlineData("delta.constraints.c", "a > 0", "CHECK constraints")]
    [InlineData("delta.columnMapping.maxColumnId", "7", "keep it for themselves")]
    [InlineData("delta.rowTracking.materializedRowIdColumnName", "x", "keep it for themselves")]
    [InlineData("delta.feature.deletionVectors", "on", "supported")]
    [InlineData(" ", "x", "empty")]
    public async Task A_property_that_is_unknown_or_wrong_changes_nothing(string key, string value, string expected)
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);

        TablePropertyException refused = await Assert.ThrowsAsync<TablePropertyException>(
            async () => await table.SetPropertiesAsync(Of(key, value), Lake.Token));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await LatestAsync(lake)).Version);
    }

    [Fact]
    public async Task Properties_are_taken_away_and_protected_ones_stay()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.appendOnly"] = "true", ["owner"] = "me" }, Lake.Token);

        await table.UnsetPropertiesAsync(["delta.appendOnly"], false, Lake.Token);
        await Assert.ThrowsAsync<TablePropertyException>(async () => await table.UnsetPropertiesAsync(["gone"], false, Lake.Token));
        await table.UnsetPropertiesAsync(["gone", "owner"], true, Lake.Token);
        Assert.Empty((await LatestAsync(lake)).Metadata.Configuration);
        await lake.Engine.Rules.AddConstraintAsync(table, "c", "a > 0", Lake.Token);
        await Assert.ThrowsAsync<TablePropertyException>(async () => await table.UnsetPropertiesAsync(["delta.constraints.c"], false, Lake.Token));
    }

    [Theory]
    [InlineData("name", "none", "physical names")]
    [InlineData("name", "id", "keeps the mode")]
    [InlineData(null, "id", "no column ids")]
    public async Task Column_mapping_goes_one_way(string? first, string then, string expected)
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        if (first is not null)
        {
            await table.SetPropertiesAsync(Of("delta.columnMapping.mode", first), Lake.Token);
        }

        UnsupportedFeatureException refused = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await table.SetPropertiesAsync(Of("delta.columnMapping.mode", then), Lake.Token));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        if (first is not null)
        {
            await Assert.ThrowsAsync<UnsupportedFeatureException>(
                async () => await table.UnsetPropertiesAsync(["delta.columnMapping.mode"], false, Lake.Token));
        }
    }

    [Fact]
    public async Task A_table_without_files_may_be_mapped_by_ids()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake, "SELECT 1 AS a, {'x': 2} AS s WHERE false");
        await table.SetPropertiesAsync(Of("delta.columnMapping.mode", "id"), Lake.Token);
        await lake.WriteAsync("t", "SELECT 1 AS a, {'x': 2} AS s");
        await table.RenameColumnAsync(ColumnPathText.Parse("s.x"), "y", Lake.Token);
        await table.RenameColumnAsync("a", "b", Lake.Token);
        Assert.Equal("1 {y:2}", await BothEngines.ReadAsync(lake, "t"));
    }

    [Fact]
    public async Task Row_tracking_that_is_turned_on_gives_ids_to_the_rows_that_are_there()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake, "SELECT i AS a FROM range(5) x(i)");
        await table.SetPropertiesAsync(Of("delta.enableRowTracking", "true"), Lake.Token);
        await lake.WriteAsync("t", "SELECT 9 AS a");

        Snapshot latest = await LatestAsync(lake);
        Assert.Equal([0, 5], latest.Files.Select(static file => file.BaseRowId!.Value).Order());
        Assert.Equal(6L, await lake.ValueAsync("SELECT count(*) FROM t"));
        await table.DropFeatureAsync("rowTracking", Lake.Token);
        latest = await LatestAsync(lake);
        Assert.All(latest.Files, static file => Assert.Null(file.BaseRowId));
        Assert.DoesNotContain("rowTracking", latest.Protocol.WriterFeatures!);
        Assert.Equal(6L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task Statistics_follow_the_properties_in_both_engines()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake, "SELECT 1 AS a, {'x': 2, 'y.z': 3} AS s, 4 AS c");
        async Task<string> StatisticsOfNextAsync(string key, string value)
        {
            await table.SetPropertiesAsync(Of(key, value), Lake.Token);
            WriteResult written = await lake.WriteAsync("t", "SELECT 1 AS a, {'x': 2, 'y.z': 3} AS s, 4 AS c");
            Snapshot latest = await LatestAsync(lake);
            Assert.Equal(written.Version, latest.Version);
            return latest.Files.OrderBy(static file => file.ModificationTimeMilliseconds).Last().Statistics!;
        }

        string some = await StatisticsOfNextAsync("delta.dataSkippingNumIndexedCols", "2");
        Assert.Contains("\"minValues\":{\"a\":1,\"s\":{\"x\":2}}", some, StringComparison.Ordinal);
        string none = await StatisticsOfNextAsync("delta.dataSkippingNumIndexedCols", "0");
        Assert.Contains("\"minValues\":{}", none, StringComparison.Ordinal);
        string named = await StatisticsOfNextAsync("delta.dataSkippingStatsColumns", "c, s.`y.z`");
        Assert.Contains("\"minValues\":{\"s\":{\"y.z\":3},\"c\":4}", named, StringComparison.Ordinal);
        Assert.Equal(
            ["s.y.z", "c"],
            Delta.Statistics.StatisticsColumns.Select((await LatestAsync(lake)).Metadata).Select(static path => path.ToString()));
        Assert.Equal(4L, await lake.ValueAsync("SELECT count(*) FROM t WHERE a = 1"));
        await lake.Engine.Rules.ForbidNullsAsync(table, "a", Lake.Token);
        await lake.WriteAsync("t", "SELECT 1 AS a");
        Assert.Equal(5L, await lake.ValueAsync("SELECT count(*) FROM t WHERE a = 1"));
    }

    [Fact]
    public async Task Files_go_into_folders_of_chance_where_the_table_asks_for_it()
    {
        await using var lake = new Lake();
        await lake.WriteAsync("t", "SELECT 1 AS a, 'p' AS p", "p");
        DeltaTable table = await lake.TableAsync("t");
        await table.SetPropertiesAsync(
            new Dictionary<string, string> { ["delta.randomizeFilePrefixes"] = "true", ["delta.randomPrefixLength"] = "4" }, Lake.Token);
        await lake.WriteAsync("t", "SELECT 2 AS a, 'q' AS p UNION ALL SELECT 3, 'r'");

        string[] paths = [.. (await LatestAsync(lake)).Files.Select(static file => file.Path).Order(StringComparer.Ordinal)];
        Assert.Equal(3, paths.Length);
        Assert.Single(paths, static path => path.StartsWith("p=p/", StringComparison.Ordinal));
        Assert.Equal(2, paths.Count(static path => System.Text.RegularExpressions.Regex.IsMatch(path, "^[0-9a-f]{4}/part-")));
        Assert.Equal("1 p\n2 q\n3 r", await BothEngines.ReadAsync(lake, "t"));
    }

    [Fact]
    public async Task Many_writers_set_properties_at_once_and_all_hold()
    {
        await using var lake = new Lake();
        await MakeAsync(lake);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async number =>
        {
            DeltaTable own = await DeltaTable.OpenAsync(lake.Catalog.OpenStore("t"), null, Lake.Token);
            await own.SetPropertiesAsync(Of($"key{number}", "x"), Lake.Token);
        }));
        Assert.Equal(6, (await LatestAsync(lake)).Metadata.Configuration.Count);
    }
}
