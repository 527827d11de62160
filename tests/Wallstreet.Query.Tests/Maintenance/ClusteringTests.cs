using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class ClusteringTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData("none")]
    [InlineData("name")]
    public async Task A_table_that_is_replaced_stays_clustered_while_its_columns_stay(string mapping)
    {
        await _lake.Engine.ExecuteAsync(
            $"CREATE TABLE t (a INT, b STRING) CLUSTER BY (a) TBLPROPERTIES ('delta.columnMapping.mode' = '{mapping}')", null, null, Token);
        DeltaTable table = await _lake.TableAsync("t");

        await _lake.Engine.ExecuteAsync("CREATE OR REPLACE TABLE t AS SELECT 'x' AS c, 2 AS a", null, null, Token);
        Assert.Equal(["a"], ClusteringColumns.Find(await table.GetSnapshotAsync(Token))!.Select(static column => column.ToString()));
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Full = true }, null, Token);
        await _lake.Engine.ExecuteAsync("CREATE OR REPLACE TABLE t AS SELECT 'x' AS c", null, null, Token);
        Assert.Empty(ClusteringColumns.Find(await table.GetSnapshotAsync(Token)) ?? []);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Full = true }, null, Token);

        Assert.Equal("x", await _lake.ListAsync("SELECT c FROM t"));
    }

    [Fact]
    public async Task A_clustered_table_is_laid_out_by_its_columns_and_only_what_is_new_is_laid_out_again()
    {
        OptimizeRequest request = new() { TargetSizeBytes = 1 << 20, LayoutSizeBytes = 1 << 20 };
        DeltaTable table = await TableAsync(600_000);
        CommittedVersion? set = await table.ClusterByAsync([new ColumnPath("a"), new ColumnPath("st", "b")], null, Token);
        OptimizeResult first = await _lake.Engine.OptimizeAsync(table, request, null, Token);
        Snapshot laid = await table.GetSnapshotAsync(Token);
        OptimizeResult nothing = await _lake.Engine.OptimizeAsync(table, request, null, Token);
        await _lake.WriteAsync("s.t", "SELECT hash(i) % 1000 AS a, {'b': hash(i + 7) % 1000} AS st, i FROM range(100) t(i)");
        OptimizeResult more = await _lake.Engine.OptimizeAsync(table, request, null, Token);
        OptimizeResult full = await _lake.Engine.OptimizeAsync(table, request with { Full = true }, null, Token);

        Assert.Equal(1, set!.Version);
        Assert.Null(nothing.Version);
        Assert.True(first.FilesAdded >= 3, $"{first.FilesAdded} files");
        Assert.All(laid.Files, static file => Assert.Equal(("liquid", "[\"a\",\"st.b\"]"), (file.ClusteringProvider, file.Tags!["ZCUBE_ZORDER_BY"])));
        Assert.Equal((1, 1), (more.FilesRemoved, more.FilesAdded));
        Assert.True(full.FilesRemoved > first.FilesAdded, $"{full.FilesRemoved} of {first.FilesAdded}");
        Assert.Equal(600_100L, await _lake.ValueAsync("SELECT count(*) FROM s.t"));
        Assert.Equal(600_000L * 599_999 / 2 + 4950, Convert.ToInt64(await _lake.ValueAsync("SELECT sum(i) FROM s.t")));
        await using QueryResult query = await _lake.Engine.QueryAsync("SELECT count(*) FROM s.t WHERE st.b < 10", null, Token);
        await query.ReadAllAsync(Token);
        CommitRecord commit = await table.GetHistoryAsync(1, Token).SingleAsync(Token);
        Assert.Equal(("OPTIMIZE", "[\"a\",\"st.b\"]", "[]"), (commit.Operation, commit.Parameters["clusterBy"], commit.Parameters["zOrderBy"]));
    }

    [Fact]
    public async Task Files_that_are_laid_out_stay_so_when_their_columns_are_renamed_and_not_when_others_take_the_names()
    {
        OptimizeRequest request = new() { TargetSizeBytes = 1 << 20, LayoutSizeBytes = 1 << 20 };
        DeltaTable table = await TableAsync(200_000);
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" }, Token);
        await table.ClusterByAsync([new ColumnPath("a"), new ColumnPath("st", "b")], null, Token);
        OptimizeResult first = await _lake.Engine.OptimizeAsync(table, request, null, Token);

        await table.RenameColumnAsync(new ColumnPath("st", "b"), "c", Token);
        await table.RenameColumnAsync(new ColumnPath("a"), "was", Token);
        OptimizeResult renamed = await _lake.Engine.OptimizeAsync(table, request, null, Token);
        await table.RenameColumnAsync(new ColumnPath("i"), "a", Token);
        await table.ClusterByAsync([new ColumnPath("a"), new ColumnPath("st", "c")], null, Token);
        OptimizeResult other = await _lake.Engine.OptimizeAsync(table, request, null, Token);

        Assert.Equal((true, null), (first.FilesAdded > 0, renamed.Version));
        Assert.Equal(first.FilesAdded, other.FilesRemoved);
    }

    [Fact]
    public async Task Clustering_is_set_changed_and_taken_off_with_the_protocol_that_it_needs()
    {
        DeltaTable table = await TableAsync(10);
        await table.ClusterByAsync(["a"], null, Token);
        Assert.Null(await table.ClusterByAsync(["a"], null, Token));
        await table.ClusterByAsync(["i"], null, Token);
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        Assert.Equal([new ColumnPath("i")], ClusteringColumns.Find(snapshot));
        Assert.Equal((1, 7), (snapshot.Protocol.MinReaderVersion, snapshot.Protocol.MinWriterVersion));
        Assert.Superset(new HashSet<string> { "clustering", "domainMetadata", "appendOnly", "invariants" }, snapshot.Protocol.WriterFeatures!.ToHashSet());
        Assert.Equal(
            "{\"clusteringColumns\":[[\"i\"]],\"domainName\":\"delta.clustering\"}",
            snapshot.Domains.Single(static domain => domain.Domain == "delta.clustering").Configuration);
        UnsupportedFeatureException error = await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["a"] }, null, Token));
        Assert.Equal("clustering", error.Feature);

        await table.ClusterByAsync([], null, Token);
        Assert.Empty(ClusteringColumns.Find(await table.GetSnapshotAsync(Token))!);
        await table.RestoreAsync(RestoreRequest.ToVersion(1), Token);
        Assert.Equal([new ColumnPath("a")], ClusteringColumns.Find(await table.GetSnapshotAsync(Token)));
    }

    [Fact]
    public async Task Columns_that_files_cannot_be_skipped_by_are_refused()
    {
        DeltaTable table = await _lake.CreateAsync(
            "s.t", "SELECT 1 AS a, true AS flag, [1] AS list, 2 AS far", [], ("delta.dataSkippingNumIndexedCols", "1"));
        await _lake.WriteAsync("s.p", "SELECT 1 AS a, 2 AS p", "p");

        foreach (string column in new[] { "flag", "list", "far", "missing" })
        {
            await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.ClusterByAsync([column], null, Token));
        }

        DeltaTable partitioned = await _lake.TableAsync("s.p");
        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await partitioned.ClusterByAsync(["a"], null, Token));
        Assert.Equal(0, (await table.GetSnapshotAsync(Token)).Version);
    }

    private async Task<DeltaTable> TableAsync(int rows)
    {
        await _lake.WriteAsync("s.t", $"SELECT hash(i) % 1000 AS a, {{'b': hash(i + 7) % 1000}} AS st, i FROM range({rows}) t(i)");
        return await _lake.TableAsync("s.t");
    }
}
