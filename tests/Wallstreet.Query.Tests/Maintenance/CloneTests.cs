using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Maintenance;

[OnEveryStore]
public sealed class CloneTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clone_reads_its_sources_files_and_deletion_vectors_through_both_engines_and_goes_its_own_way()
    {
        await using Lake lake = new();
        await CloneAndCheckAsync(lake);
    }

    [Fact]
    public async Task A_clone_of_an_earlier_version_holds_that_versions_rows()
    {
        await using Lake lake = new();
        await lake.WriteAsync("s.t", "SELECT 1 AS a");
        await lake.WriteAsync("s.t", "SELECT 2 AS a");
        DeltaTable source = await lake.TableAsync("s.t");

        await source.CloneAsync(lake.Root.Under("s/c"), new CloneRequest { Point = HistoryPoint.At(0), Name = "other" }, Token);

        Assert.Equal("1", await lake.ListAsync("SELECT a FROM s.c"));
        Assert.Equal("other", (await (await lake.TableAsync("s.c")).GetSnapshotAsync(Token)).Metadata.Name);
    }

    [Fact]
    public async Task A_clone_into_the_source_or_over_a_table_is_refused()
    {
        await using Lake lake = new();
        await lake.WriteAsync("s.t", "SELECT 1 AS a");
        await lake.WriteAsync("s.other", "SELECT 1 AS a");
        DeltaTable source = await lake.TableAsync("s.t");

        foreach (string place in new[] { "s/t", "s/t/inside", "s", "s/other" })
        {
            await Assert.ThrowsAsync<TableAlreadyExistsException>(
                async () => await source.CloneAsync(lake.Root.Under(place), new CloneRequest(), Token));
        }
    }

    [Fact]
    public async Task A_clone_in_another_kind_of_store_is_refused_before_anything_is_written()
    {
        await using Lake lake = new();
        await lake.WriteAsync("s.t", "SELECT 1 AS a");
        IObjectStore target = lake.Stores.Open("memory://elsewhere/t");

        await Assert.ThrowsAsync<DataFileException>(
            async () => await (await lake.TableAsync("s.t")).CloneAsync(target, new CloneRequest(), Token));
        Assert.Empty(await target.ListAsync("", null, Token).ToListAsync(Token));
    }

    private static async Task CloneAndCheckAsync(Lake lake)
    {
        DeltaTable source = await lake.CreateAsync(
            "s.t", "SELECT i, CASE i % 2 WHEN 0 THEN 'a b%/#' ELSE 'ü' END AS p FROM range(10) t(i)", ["p"],
            ("delta.enableDeletionVectors", "true"));
        Snapshot snapshot = await source.GetSnapshotAsync(Token);
        await source.CommitAsync(
            new TableChange(snapshot) { RowDeletions = [.. snapshot.Files.Select(static file => new RowDeletion(file, DeletionVector.Of([0])))] },
            new CommitOptions("DELETE"), Token);

        DeltaTable clone = await source.CloneAsync(lake.Root.Under("s/c"), new CloneRequest(), Token);
        await source.CommitAsync(
            new TableChange(await source.GetSnapshotAsync(Token)) { Removes = [.. (await source.GetSnapshotAsync(Token)).Files] },
            new CommitOptions("DELETE"), Token);

        const string Rows = "SELECT i || p FROM s.c ORDER BY i";
        string expected = "2a b%/#,3ü,4a b%/#,5ü,6a b%/#,7ü,8a b%/#,9ü";
        Assert.Equal(expected, await lake.ListAsync(Rows));
        Assert.Equal(8, await CountAsync(clone));
        await lake.WriteAsync("s.c", "SELECT 100 AS i, 'new' AS p");
        Assert.Equal(expected + ",100new", await lake.ListAsync(Rows));
        Assert.Empty((await (await lake.TableAsync("s.c")).VacuumAsync(
            new VacuumRequest { Retention = TimeSpan.Zero, AllowShortRetention = true }, null, Token)).Files);
        Assert.Equal(expected + ",100new", await lake.ListAsync(Rows));
        await lake.Engine.OptimizeAsync(await lake.TableAsync("s.c"), new Query.Maintenance.OptimizeRequest { Purge = true }, null, Token);
        Assert.All((await (await lake.TableAsync("s.c")).GetSnapshotAsync(Token)).Files, static file => Assert.DoesNotContain(":", file.Path, StringComparison.Ordinal));
        Assert.Equal(expected + ",100new", await lake.ListAsync(Rows));
    }

    private static async Task<long> CountAsync(DeltaTable table)
    {
        long rows = 0;
        ScanPlan plan = (await table.GetSnapshotAsync(Token)).PlanScan();
        await foreach (RecordBatch batch in new ArrowDataEngine().ReadAsync(table, plan, null, Token))
        {
            using (batch)
            {
                rows += batch.Length;
            }
        }

        return rows;
    }
}
