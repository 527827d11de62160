using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Alterations;

/// <summary>Columns that something else in the table is made of stay, and what is made of them follows their names.</summary>
[OnEveryStore]
public sealed class NeededColumnTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData("s")]
    [InlineData("s.x")]
    public async Task A_column_that_clusters_the_table_is_not_dropped_nor_a_struct_that_holds_one(string name)
    {
        DeltaTable table = await ClusteredAsync();
        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await table.DropColumnAsync(new ColumnPath(name.Split('.')), Lake.Token));
        Assert.Contains($"'{name}' cannot be dropped: the table is clustered by it. Cluster it by other columns first", refused.Message, StringComparison.Ordinal);

        await table.ClusterByAsync([new ColumnPath("b")], null, Lake.Token);
        await table.DropColumnAsync(new ColumnPath(name.Split('.')), Lake.Token);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token);
        Assert.Equal(30L, await _lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_renamed_column_goes_on_clustering_the_table()
    {
        DeltaTable table = await ClusteredAsync();
        string domain = Domain(await table.GetSnapshotAsync(Lake.Token));
        await table.RenameColumnAsync("a", "first", Lake.Token);
        await table.RenameColumnAsync("s", "nested", Lake.Token);
        await table.RenameColumnAsync(new ColumnPath("nested", "x"), "inner", Lake.Token);

        Snapshot renamed = await table.GetSnapshotAsync(Lake.Token);
        Assert.Equal(domain, Domain(renamed));
        Assert.Equal(["first", "nested.inner"], ClusteringColumns.Find(renamed)!.Select(static column => column.ToString()));
        OptimizeResult optimized = await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token);
        Assert.Equal(1, optimized.FilesRemoved);
        AddFile file = Assert.Single((await table.GetSnapshotAsync(Lake.Token)).Files);
        Assert.Equal(("liquid", "[\"first\",\"nested.inner\"]"), (file.ClusteringProvider, file.Tags!["ZCUBE_ZORDER_BY"]));
        Assert.Equal(30, await Conformance.Conformance.AssertSameAsync(_lake, "t"));
        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.DropColumnAsync("first", Lake.Token));
    }

    [Fact]
    public async Task A_column_that_a_rule_speaks_of_is_neither_dropped_nor_renamed_nor_widened()
    {
        var schema = new StructType([
            new StructField("a", PrimitiveType.Integer), new StructField("b", PrimitiveType.Integer),
            new StructField("s", new StructType([new StructField("x", PrimitiveType.Integer), new StructField("y", PrimitiveType.Integer)])),
            Field("g", "delta.generationExpression", "b * 2"),
            Field("i", "delta.invariants", "{\"expression\":{\"expression\":\"i > 0\"}}"),
            new StructField("free", PrimitiveType.Integer),
        ]);
        DeltaTable table = await DeltaTable.CreateAsync(
            _lake.Catalog.OpenStore("t"),
            new TableDefinition(schema)
            {
                Properties = new Dictionary<string, string>
                {
                    ["delta.columnMapping.mode"] = "name",
                    ["delta.enableTypeWidening"] = "true",
                    ["delta.constraints.small"] = "a < 10 AND S.X < 5",
                },
            },
            new CommitOptions("CREATE TABLE"), null, Lake.Token);
        foreach ((string name, string who) in new[]
        {
            ("a", "CHECK constraint 'small'"), ("s.x", "CHECK constraint 'small'"), ("s", "CHECK constraint 'small'"),
            ("b", "generated column 'g'"), ("i", "invariant of the column 'i'"),
        })
        {
            var path = new ColumnPath(name.Split('.'));
            foreach (Func<Task> change in (Func<Task>[])[
                async () => await table.DropColumnAsync(path, Lake.Token),
                async () => await table.RenameColumnAsync(path, "other", Lake.Token)])
            {
                SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(change);
                Assert.Contains(who, refused.Message, StringComparison.Ordinal);
                Assert.Contains("Drop that first", refused.Message, StringComparison.Ordinal);
            }
        }

        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.ChangeTypeAsync("a", PrimitiveType.Long, Lake.Token));
        Assert.Equal(0, (await table.GetSnapshotAsync(Lake.Token)).Version);
        await table.DropColumnAsync(new ColumnPath("s", "y"), Lake.Token);
        await table.DropColumnAsync("free", Lake.Token);
        await table.DropConstraintAsync("small", Lake.Token);
        await table.DropColumnAsync("a", Lake.Token);
        await table.DropColumnAsync("g", Lake.Token);
        await table.DropColumnAsync("b", Lake.Token);
    }

    [Fact]
    public async Task A_column_that_partitions_the_table_is_not_dropped_and_keeps_its_values_under_another_name()
    {
        DeltaTable table = await _lake.CreateAsync(
            "t", "SELECT i AS a, i % 2 AS p FROM range(10) r(i)", ["p"], ("delta.columnMapping.mode", "name"));
        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await table.DropColumnAsync("P", Lake.Token));
        Assert.Contains("'P' cannot be dropped: the table is partitioned by it", refused.Message, StringComparison.Ordinal);

        await table.RenameColumnAsync("p", "half", Lake.Token);
        Assert.Equal(["half"], (await table.GetSnapshotAsync(Lake.Token)).PartitionColumns);
        await _lake.WriteAsync("t", "SELECT 100 AS a, 1 AS half");
        Assert.Equal("6", await _lake.ListAsync("SELECT count(*) FROM t WHERE half = 1"));
    }

    private static StructField Field(string name, string key, string value) => new(
        name, PrimitiveType.Integer, true, new Dictionary<string, JsonElement> { [key] = JsonSerializer.SerializeToElement(value) });

    private static string Domain(Snapshot snapshot) =>
        snapshot.Domains.Single(static domain => domain.Domain == "delta.clustering").Configuration;

    private async Task<DeltaTable> ClusteredAsync()
    {
        DeltaTable table = await _lake.CreateAsync(
            "t", "SELECT i AS a, -i AS b, {'x': i % 7, 'y': 'n' || i} AS s FROM range(30) r(i)", [], ("delta.columnMapping.mode", "name"));
        await table.ClusterByAsync([new ColumnPath("a"), new ColumnPath("s", "x")], null, Lake.Token);
        return table;
    }
}
