using Wallstreet.Delta;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Maintenance.Conversion;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Maintenance;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>Tables that were optimized, restored, cloned, converted and whose logs were cared for, an implementation that is
/// not ours reads with the same contents.</summary>
[OnEveryStore]
public sealed class MaintainedTablesTests : IAsyncDisposable
{
    private readonly Lake _lake = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lake.DisposeAsync();

    [Theory]
    [InlineData("delta.enableRowTracking")]
    [InlineData("delta.enableDeletionVectors")]
    [InlineData("delta.enableInCommitTimestamps")]
    public async Task Joined_files_are_read_by_others_as_by_us(string property)
    {
        DeltaTable table = await TableAsync((property, "true"));

        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Token);

        Assert.Equal(60, await Conformance.AssertSameAsync(_lake, "t"));
    }

    [Fact]
    public async Task Laid_out_files_are_read_by_others_as_by_us()
    {
        DeltaTable table = await TableAsync();
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { ZOrderBy = ["id", "name"] }, null, Token);
        Assert.Equal(60, await Conformance.AssertSameAsync(_lake, "t"));

        await _lake.WriteAsync("c", "SELECT i AS id, 'n' || i AS name FROM range(50) t(i)");
        DeltaTable clustered = await _lake.TableAsync("c");
        await clustered.ClusterByAsync([new ColumnPath("id")], null, Token);
        await _lake.Engine.OptimizeAsync(clustered, new OptimizeRequest(), null, Token);
        Assert.Equal(50, await Conformance.AssertSameAsync(_lake, "c"));
    }

    [Fact]
    public async Task Deleted_restored_and_purged_rows_are_read_by_others_as_by_us()
    {
        DeltaTable table = await TableAsync(("delta.enableDeletionVectors", "true"));
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        await table.CommitAsync(
            new TableChange(snapshot) { RowDeletions = [.. snapshot.Files.Select(static file => new RowDeletion(file, DeletionVector.Of([0, 2])))] },
            new CommitOptions("DELETE"), Token);
        Assert.Equal(48, await Conformance.AssertSameAsync(_lake, "t"));
        await table.RestoreAsync(RestoreRequest.ToVersion(snapshot.Version), Token);
        Assert.Equal(60, await Conformance.AssertSameAsync(_lake, "t"));
        await table.RestoreAsync(RestoreRequest.ToVersion(snapshot.Version + 1), Token);
        await _lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = true }, null, Token);
        Assert.Equal(48, await Conformance.AssertSameAsync(_lake, "t"));
    }

    [Fact]
    public async Task A_converted_folder_is_read_by_others_as_by_us()
    {
        await TableAsync();
        foreach (ObjectHead head in await _lake.Root.ListAsync("t/_delta_log/", null, Token).ToListAsync(Token))
        {
            await _lake.Root.DeleteAsync(head.Key, Token);
        }

        await ParquetFolder.ConvertAsync(
            _lake.Root.Under("t"), new ConvertRequest { PartitionSchema = ColumnList.Parse("part string") }, null, null, Token);

        await using Lake fresh = new(location: _lake.Place);
        Assert.Equal(60, await Conformance.AssertSameAsync(fresh, "t"));
    }

    [Fact]
    public async Task Logs_with_v2_checkpoints_compactions_and_without_old_commits_are_read_by_others_as_by_us()
    {
        DeltaTable table = await TableAsync(
            ("delta.checkpointPolicy", "v2"), ("delta.feature.v2Checkpoint", "supported"), ("delta.logRetentionDuration", "interval 0 days"));
        for (int i = 0; i < 12; i++)
        {
            await _lake.WriteAsync("t", $"SELECT {100 + i}::BIGINT AS id, 'later' AS name, 'p0' AS part");
        }

        Assert.Equal(72, await Conformance.AssertSameAsync(_lake, "t"));
        long last = (await table.GetSnapshotAsync(Token)).Version;
        await table.CompactLogAsync(last - 2, last, Token);
        Assert.Equal(72, await Conformance.AssertSameAsync(_lake, "t"));
        for (int version = 0; version < 10; version++)
        {
            await table.Store.DeleteAsync($"_delta_log/{version:D20}.json", Token);
        }

        Assert.Equal(72, await Conformance.AssertSameAsync(_lake, "t"));
    }

    /// <summary>Files that a condition excludes are gone: who does not prune them fails.</summary>
    [Theory]
    [InlineData("classic", "true", "false", 1)]
    [InlineData("classic", "true", "true", 1)]
    [InlineData("classic", "false", "true", 1)]
    [InlineData("v2", "false", "true", 1)]
    [InlineData("classic", "false", "false", 3)]
    public async Task Others_prune_by_the_statistics_of_checkpoints_as_we_do(string policy, string text, string columns, int files)
    {
        await TableAsync(
            ("delta.checkpointPolicy", policy), ("delta.feature.v2Checkpoint", "supported"),
            ("delta.checkpoint.writeStatsAsJson", text), ("delta.checkpoint.writeStatsAsStruct", columns));
        DeltaTable table = await _lake.TableAsync("t");
        Snapshot snapshot = await table.GetSnapshotAsync(Token);
        await table.WriteCheckpointAsync(snapshot, Token);
        for (long version = 0; version <= snapshot.Version; version++)
        {
            await table.Store.DeleteAsync($"_delta_log/{version:D20}.json", Token);
        }

        await using Lake fresh = new(location: _lake.Place);
        Assert.Equal(60, await Conformance.AssertSameAsync(fresh, "t"));
        Predicate wanted = Predicate.AllOf(Predicate.Equal("id", Literal.Of(4L)), Predicate.Equal("part", Literal.Of("p0")));
        Delta.Actions.AddFile kept = Assert.Single(snapshot.PlanScan(wanted).Files).Add;
        Assert.Equal(files, (await (await fresh.TableAsync("t")).GetSnapshotAsync(Token)).PlanScan(wanted).Files.Count);
        foreach (Delta.Actions.AddFile file in snapshot.Files.Where(file => file.Path != kept.Path))
        {
            await table.Store.DeleteAsync(DataPath.FindKey(file.Path, table.Location)!, Token);
        }

        TestKit.IndependentReader reader = await TestKit.IndependentReader.GetAsync(Token);
        string theirs = $"SELECT name FROM {Conformance.Source(table.Location)} WHERE id = 4 AND part = 'p0'";
        if (files > 1)
        {
            await Assert.ThrowsAsync<TestKit.IndependentReaderException>(() => reader.ReadAsync(theirs, Token).AsTask());
            return;
        }

        Assert.Equal("n4", Assert.Single((await reader.ReadAsync(theirs, Token)).Rows)[0].GetString());
        Assert.Equal("n4", await fresh.ValueAsync("SELECT name FROM t WHERE id = 4 AND part = 'p0'"));
    }

    /// <summary>Tells when ClickHouse learns to read files outside of the table's folder; until then our two engines alone
    /// prove clones.</summary>
    [Fact]
    public async Task A_shallow_clone_is_what_the_independent_reader_cannot_read_yet()
    {
        DeltaTable table = await TableAsync();
        await table.CloneAsync(_lake.Root.Under("clone"), new CloneRequest(), Token);

        await Assert.ThrowsAsync<TestKit.IndependentReaderException>(() => Conformance.AssertSameAsync(_lake, "clone"));
        Assert.Equal(60L, await _lake.ValueAsync("SELECT count(*) FROM clone"));
    }

    /// <summary>Three versions of twenty rows in two partitions.</summary>
    private async Task<DeltaTable> TableAsync(params (string Key, string Value)[] properties)
    {
        for (int i = 0; i < 3; i++)
        {
            await _lake.CreateAsync(
                "t", $"SELECT i AS id, 'n' || i AS name, 'p' || (i % 2) AS part FROM range({i * 20}, {(i + 1) * 20}) t(i)", ["part"], properties);
        }

        return await _lake.TableAsync("t");
    }
}
