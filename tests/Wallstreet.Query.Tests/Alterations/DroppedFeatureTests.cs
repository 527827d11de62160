using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Alterations;

/// <summary>Features that files make use of are dropped by writing these anew.</summary>
[OnEveryStore]
public sealed class DroppedFeatureTests : IAsyncDisposable
{
    private const string Rows =
        "SELECT i AS a, 'p' || (i % 3) AS part, {'x': i, 'y': [i::VARCHAR]} AS s, MAP {'k': {'z': i}} AS m FROM range(30) r(i)";

    private readonly Lake _lake = new();

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData("name", false, "")]
    [InlineData("name", true, "")]
    [InlineData("name", true, "delta.enableDeletionVectors")]
    [InlineData("name", false, "delta.enableChangeDataFeed")]
    [InlineData("id", true, "delta.enableInCommitTimestamps")]
    public async Task Column_mapping_is_dropped_and_every_row_stays(string mode, bool partitioned, string property)
    {
        DeltaTable table = await MakeAsync(partitioned, ["delta.columnMapping.mode=" + mode, .. property.Length > 0 ? [$"{property}=true"] : Array.Empty<string>()]);
        await table.RenameColumnAsync("a", "amount", Lake.Token);
        await table.RenameColumnAsync(new ColumnPath("s", "x"), "inner", Lake.Token);
        await table.RenameColumnAsync("part", "kind", Lake.Token);
        await table.AddColumnsAsync([new NewColumn("later", PrimitiveType.String)], Lake.Token);
        await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "amount = 7" }, Lake.Token);
        string before = await BothEngines.ReadAsync(_lake, "t");
        long last = (await LatestAsync()).Version;

        CommittedVersion dropped = await _lake.Engine.DropFeatureAsync(table, "columnmapping", null, null, Lake.Token);

        Assert.Equal(before, await BothEngines.ReadAsync(_lake, "t"));
        Assert.Equal(before, await BothEngines.ReadAsync(_lake, "t", last));
        Assert.Equal(29, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        Snapshot latest = await LatestAsync();
        Assert.Equal(dropped.Version, latest.Version);
        Assert.Equal(ColumnMappingMode.None, latest.ColumnMapping);
        Assert.DoesNotContain("columnMapping", latest.Protocol.WriterFeatures!);
        Assert.DoesNotContain("columnMapping", latest.Protocol.ReaderFeatures ?? []);
        Assert.DoesNotContain("columnMapping", latest.Metadata.SchemaString, StringComparison.Ordinal);
        Assert.DoesNotContain(latest.Metadata.Configuration.Keys, static key => key.Contains("columnMapping", StringComparison.Ordinal));
        await _lake.WriteAsync("t", "SELECT 99 AS amount, 'p9' AS kind, NULL AS s, NULL AS m, 'x' AS later");
        Assert.Equal(30, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        Assert.Equal("99", await _lake.ListAsync("SELECT amount FROM t WHERE kind = 'p9'"));
    }

    [Fact]
    public async Task Column_mapping_is_taken_off_in_one_commit_that_changes_no_row()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name", "delta.enableChangeDataFeed=true");
        await _lake.WriteAsync("t", Rows);
        CommittedVersion? removed = await _lake.Engine.RemoveColumnMappingAsync(table, null, Lake.Token);

        Assert.Equal(2, removed!.Version);
        Snapshot latest = await LatestAsync();
        Assert.Equal("none", latest.Metadata.FindProperty("delta.columnMapping.mode"));
        Assert.Equal(2, latest.FileCount);
        Assert.Contains("columnMapping", latest.Protocol.WriterFeatures!);
        CommitRecord record = (await table.GetHistoryAsync(1, Lake.Token).ToListAsync(Lake.Token))[0];
        Assert.Equal("REMOVE COLUMN MAPPING", record.Operation);
        Assert.Equal(0L, await _lake.ValueAsync("SELECT count(*) FROM table_changes('t', from => 2)"));
        Assert.Null(await _lake.Engine.RemoveColumnMappingAsync(table, null, Lake.Token));

        // And on again: what is there keeps its names.
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" }, Lake.Token);
        await table.RenameColumnAsync("a", "again", Lake.Token);
        Assert.Equal(870L, Convert.ToInt64(await _lake.ValueAsync("SELECT sum(again)::BIGINT FROM t"), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Rows_keep_their_ids_when_column_mapping_goes()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name", "delta.enableRowTracking=true");
        await _lake.Engine.UpdateAsync(table, new UpdateCommand([new("a", "a + 100")]) { Where = "a < 5" }, Lake.Token);
        long mark = HighWaterMark(await LatestAsync());
        await _lake.Engine.DropFeatureAsync(table, "columnMapping", null, null, Lake.Token);

        Snapshot latest = await LatestAsync();
        Assert.True(HighWaterMark(latest) >= mark);
        string column = latest.Metadata.FindProperty("delta.rowTracking.materializedRowIdColumnName")!;
        AddFile file = latest.Files.Single();
        string path = await TestStore.FetchAsync(table.Store, file.Path, Lake.Token);
        IReadOnlyList<Delta.Files.FileColumn> columns = Delta.Files.FileColumns.Read(path);
        Assert.Contains(columns, other => other.Name == column);
        Assert.Contains(columns, static other => other.Name == "a");
        Assert.Equal(30, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
    }

    [Fact]
    public async Task Names_that_only_mapped_columns_can_have_are_refused_before_anything_is_written()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name");
        await table.RenameColumnAsync("a", "the amount", Lake.Token);
        await table.RenameColumnAsync(new ColumnPath("s", "x"), "x=y", Lake.Token);
        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await _lake.Engine.DropFeatureAsync(table, "columnMapping", null, null, Lake.Token));

        Assert.Contains("'the amount', 'x=y'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await LatestAsync()).Version);
        Assert.Single(await _lake.FilesAsync("t"));
    }

    [Fact]
    public async Task Clustering_names_the_columns_anew_when_column_mapping_goes()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name");
        await table.ClusterByAsync([new ColumnPath("a"), new ColumnPath("s", "x")], null, Lake.Token);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token);
        await _lake.Engine.DropFeatureAsync(table, "columnMapping", null, null, Lake.Token);

        Snapshot latest = await LatestAsync();
        Assert.Equal(["a", "s.x"], ClusteringColumns.Find(latest)!.Select(static column => column.ToString()));
        Assert.Contains("[\"s\",\"x\"]", latest.Domains.Single(static domain => domain.Domain == "delta.clustering").Configuration, StringComparison.Ordinal);
        Assert.All(latest.Files, static file => Assert.Equal("liquid", file.ClusteringProvider));
        Assert.Null((await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token)).Version);
    }

    [Fact]
    public async Task Rows_that_others_write_meanwhile_are_not_lost_and_written_anew_too()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name");
        await _lake.WriteAsync("t", Rows);
        int appended = 0;
        var progress = new Reports(async () =>
        {
            if (appended++ == 0)
            {
                await _lake.WriteAsync("t", "SELECT 1000::BIGINT AS a, 'late' AS part, NULL AS s, NULL AS m");
                await _lake.Engine.DeleteAsync(
                    await _lake.TableAsync("t"), new DeleteCommand { Where = "a = 3 AND part = 'p0'" }, Lake.Token);
            }
        });
        await _lake.Engine.RemoveColumnMappingAsync(table, progress, Lake.Token);

        Assert.True(appended > 2);
        Assert.Equal(59, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        Assert.Equal("late", await _lake.ListAsync("SELECT part FROM t WHERE a = 1000"));
        Assert.Equal(0L, await _lake.ValueAsync("SELECT count(*) FROM t WHERE a = 3"));
        HashSet<string> live = [.. (await LatestAsync()).Files.Select(static file => file.Path)];
        Assert.Equal(ColumnMappingMode.None, (await LatestAsync()).ColumnMapping);
        Assert.Superset(live, (await _lake.FilesAsync("t")).ToHashSet());
    }

    [Fact]
    public async Task Widened_types_are_dropped_by_writing_only_the_files_that_have_the_old_ones()
    {
        await _lake.WriteAsync("t", "SELECT i::TINYINT AS a, i::INTEGER AS b, i::FLOAT AS f, {'c': i::SMALLINT, 'd': 'x'} AS s, "
            + "[i::INTEGER] AS l, MAP {i::INTEGER: i::DECIMAL(5,2)} AS m, DATE '2024-01-01' AS day, i AS still FROM range(3) r(i)");
        DeltaTable table = await _lake.TableAsync("t");
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableTypeWidening"] = "true" }, Lake.Token);
        await table.ChangeTypeAsync("a", PrimitiveType.Integer, Lake.Token);
        await table.ChangeTypeAsync("b", PrimitiveType.Long, Lake.Token);
        await table.ChangeTypeAsync("f", PrimitiveType.Double, Lake.Token);
        await table.ChangeTypeAsync(new ColumnPath("s", "c"), PrimitiveType.Integer, Lake.Token);
        await table.ChangeTypeAsync(new ColumnPath("l", "element"), PrimitiveType.Long, Lake.Token);
        await table.ChangeTypeAsync(new ColumnPath("m", "key"), PrimitiveType.Long, Lake.Token);
        await table.ChangeTypeAsync(new ColumnPath("m", "value"), new DecimalType(10, 4), Lake.Token);
        await table.ChangeTypeAsync("day", PrimitiveType.TimestampNtz, Lake.Token);
        await _lake.WriteAsync("t", "SELECT 70000 AS a, 5000000000 AS b, 1.5::DOUBLE AS f, {'c': 70000, 'd': 'y'} AS s, "
            + "[5000000000] AS l, MAP {5000000000: 1.2345::DECIMAL(10,4)} AS m, TIMESTAMP '2024-01-02 03:04:05' AS day, 9 AS still");
        string before = await BothEngines.ReadAsync(_lake, "t");
        HashSet<string> old = [.. (await table.GetSnapshotAsync(0, Lake.Token)).Files.Select(static file => file.Path)];
        string kept = (await LatestAsync()).Files.Select(static file => file.Path).Single(path => !old.Contains(path));

        await _lake.Engine.DropFeatureAsync(table, "typeWidening", null, null, Lake.Token);

        Snapshot latest = await LatestAsync();
        Assert.Equal(before, await BothEngines.ReadAsync(_lake, "t"));
        Assert.Equal(4, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        Assert.DoesNotContain("typeChanges", latest.Metadata.SchemaString, StringComparison.Ordinal);
        Assert.DoesNotContain(latest.Protocol.WriterFeatures!, static name => name.StartsWith("typeWidening", StringComparison.Ordinal));
        Assert.Equal(2, latest.FileCount);
        Assert.Single(latest.Files, file => file.Path == kept);
        Assert.DoesNotContain(latest.Files, file => old.Contains(file.Path));
        Assert.Equal(before, await BothEngines.ReadAsync(_lake, "t", 10));
        await _lake.WriteAsync("t", "SELECT 1 AS a, 2 AS b, 1.0 AS f, NULL AS s, NULL AS l, NULL AS m, NULL AS day, 3 AS still");
        Assert.Equal(5, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
    }

    [Fact]
    public async Task Deletion_vectors_are_dropped_by_writing_files_without_the_deleted_rows()
    {
        DeltaTable table = await MakeAsync(true, "delta.enableDeletionVectors=true", "delta.enableRowTracking=true");
        await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a % 10 = 4" }, Lake.Token);
        await _lake.Engine.DropFeatureAsync(table, "deletionVectors", null, null, Lake.Token);

        Snapshot latest = await LatestAsync();
        Assert.All(latest.Files, static file => Assert.Null(file.DeletionVector));
        Assert.Null(latest.Protocol.ReaderFeatures);
        Assert.Equal(27, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        Assert.Equal(30L, await _lake.ValueAsync("SELECT count(*) FROM t AT (VERSION => 0)"));
        await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a = 1" }, Lake.Token);
        Assert.Equal(26, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Files_of_dropped_deletion_vectors_stay_for_the_retention_and_go_with_a_vacuum_after_it(bool lite)
    {
        await _lake.Engine.WriteAsync(
            new WriteQuery("SELECT i AS a FROM range(2000) r(i)", "t")
            {
                Properties = new Dictionary<string, string> { ["delta.enableDeletionVectors"] = "true" },
            },
            Lake.Token);
        DeltaTable table = await _lake.TableAsync("t");
        await _lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a % 3 = 1" }, Lake.Token);
        await _lake.Engine.DropFeatureAsync(table, "deletionVectors", null, null, Lake.Token);
        Assert.Single(await VectorsAsync());

        await table.VacuumAsync(new VacuumRequest { Lite = lite }, null, Lake.Token);
        Assert.Single(await VectorsAsync());
        Assert.Equal(1333L, await _lake.ValueAsync("SELECT count(*) FROM t AT (VERSION => 1)"));

        await table.VacuumAsync(
            new VacuumRequest { Lite = lite, Retention = TimeSpan.Zero, AllowShortRetention = true }, null, Lake.Token);
        Assert.Empty(await VectorsAsync());
        Assert.Equal(1333, await Conformance.Conformance.AssertSameAsync(_lake, "t"));

        async Task<List<string>> VectorsAsync() => await table.Store.ListAsync("", null, Lake.Token).Select(static head => head.Key)
            .Where(static key => key.EndsWith(".bin", StringComparison.Ordinal)).ToListAsync(Lake.Token);
    }

    [Fact]
    public async Task A_feature_that_was_dropped_comes_back_with_a_version_that_had_it()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name");
        await table.RenameColumnAsync("a", "amount", Lake.Token);
        string before = await BothEngines.ReadAsync(_lake, "t");
        await _lake.Engine.DropFeatureAsync(table, "columnMapping", null, null, Lake.Token);
        await table.RestoreAsync(RestoreRequest.ToVersion(1), Lake.Token);

        Assert.Equal(before, await BothEngines.ReadAsync(_lake, "t"));
        Assert.Equal(ColumnMappingMode.Name, (await LatestAsync()).ColumnMapping);
        Assert.Contains("columnMapping", (await LatestAsync()).Protocol.ReaderFeatures!);
    }

    [Fact]
    public async Task Changes_across_the_drop_of_column_mapping_are_an_error_and_no_nulls()
    {
        DeltaTable table = await MakeAsync(false, "delta.columnMapping.mode=name");
        await _lake.Engine.RemoveColumnMappingAsync(table, null, Lake.Token);
        await _lake.WriteAsync("t", Rows);
        ChangeDataException lost = await Assert.ThrowsAsync<ChangeDataException>(
            () => _lake.ReadAsync("SELECT * FROM table_changes('t', from => 0, infer => true)"));
        Assert.Contains("'a'", lost.Message, StringComparison.Ordinal);
        Assert.Equal(30L, await _lake.ValueAsync("SELECT count(a) FROM table_changes('t', from => 2, infer => true)"));
    }

    private static long HighWaterMark(Snapshot snapshot)
    {
        string text = snapshot.Domains.Single(static domain => domain.Domain == "delta.rowTracking").Configuration;
        return System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("rowIdHighWaterMark").GetInt64();
    }

    private async Task<Snapshot> LatestAsync() => await (await _lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);

    private async Task<DeltaTable> MakeAsync(bool partitioned, params string[] properties)
    {
        await _lake.Engine.WriteAsync(
            new WriteQuery(Rows, "t")
            {
                PartitionBy = partitioned ? ["part"] : [],
                Properties = properties.Select(static pair => pair.Split('=')).ToDictionary(static pair => pair[0], static pair => pair[1]),
            },
            Lake.Token);
        return await _lake.TableAsync("t");
    }

    private sealed class Reports(Func<Task> then) : IProgress<OptimizeProgress>
    {
        public void Report(OptimizeProgress value) => then().GetAwaiter().GetResult();
    }
}
