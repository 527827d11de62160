using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Delta.Tests.Maintenance;

/// <summary>The columns that a table is clustered by, as its log has them.</summary>
[OnEveryStore]
public sealed class ClusteringColumnsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_column_is_not_dropped_that_another_writer_clusters_by_meanwhile()
    {
        DeltaTable table = await CreateAsync(new TableDefinition(Tables.Schema)
        {
            Properties = new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" },
            ClusterBy = ["symbol"],
        });
        int decisions = 0;

        SchemaMismatchException refusal = await Assert.ThrowsAsync<SchemaMismatchException>(async () => await table.AlterAsync(
            async (snapshot, token) =>
            {
                Alteration alteration = ColumnAlterations.DropColumn(snapshot, "price");
                if (decisions++ == 0)
                {
                    await table.ClusterByAsync(["price"], null, token);
                }

                return alteration;
            },
            Cancellation));

        Assert.Contains("clustered by it", refusal.Message, StringComparison.Ordinal);
        Snapshot latest = await table.GetSnapshotAsync(Cancellation);
        Assert.Equal(["price"], ClusteringColumns.Find(latest)!.Select(static column => column.ToString()));
    }

    [Theory]
    [InlineData("delta.dataSkippingNumIndexedCols", "1", "price")]
    [InlineData("delta.dataSkippingStatsColumns", "price", "symbol")]
    public async Task A_new_table_is_clustered_only_by_columns_that_files_keep_statistics_of(string key, string value, string column)
    {
        SchemaMismatchException refusal = await Assert.ThrowsAsync<SchemaMismatchException>(() => CreateAsync(
            new TableDefinition(Tables.Schema)
            {
                Properties = new Dictionary<string, string> { [key] = value },
                ClusterBy = [column],
            }));

        Assert.Contains($"clustered by '{column}'", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<DeltaTable> CreateAsync(TableDefinition definition) =>
        await DeltaTable.CreateAsync(TestStore.New(), definition, Tables.Commit, null, Cancellation);
}
