using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Alterations;

/// <summary>Features that come and go, and constraints with the rows that are there.</summary>
[OnEveryStore]
public sealed class FeatureTests
{
    private static Dictionary<string, string> Of(string key, string value) => new() { [key] = value };

    private static async Task<DeltaTable> MakeAsync(Lake lake, string sql = "SELECT i AS a FROM range(10) x(i)")
    {
        await lake.WriteAsync("t", sql);
        return await lake.TableAsync("t");
    }

    private static async Task<Snapshot> LatestAsync(Lake lake) => await (await lake.TableAsync("t")).GetSnapshotAsync(Lake.Token);

    [Fact]
    public async Task A_constraint_is_added_only_when_every_row_satisfies_it()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);

        ConstraintViolationException refused = await Assert.ThrowsAsync<ConstraintViolationException>(
            async () => await lake.Engine.Rules.AddConstraintAsync(table, "Small", "a < 9", Lake.Token));
        Assert.Contains("a = 9", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await lake.Engine.Rules.AddConstraintAsync(table, "c", "read_text('/etc/passwd') = 'x'", Lake.Token));
        await Assert.ThrowsAsync<UnsupportedFeatureException>(
            async () => await lake.Engine.Rules.AddConstraintAsync(table, "c", "a", Lake.Token));
        Assert.Equal(0, (await LatestAsync(lake)).Version);

        await lake.Engine.Rules.AddConstraintAsync(table, "Small", "a < 10", Lake.Token);
        Snapshot latest = await LatestAsync(lake);
        Assert.Equal(("a < 10", 3), (latest.Metadata.FindProperty("delta.constraints.small"), latest.Protocol.MinWriterVersion));
        await Assert.ThrowsAsync<ConstraintViolationException>(() => lake.WriteAsync("t", "SELECT 10 AS a"));
        await Assert.ThrowsAsync<TablePropertyException>(
            async () => await lake.Engine.Rules.AddConstraintAsync(table, "SMALL", "a < 11", Lake.Token));
        await table.DropConstraintAsync("small", Lake.Token);
        await lake.WriteAsync("t", "SELECT 10 AS a");
        await Assert.ThrowsAsync<TablePropertyException>(async () => await table.DropConstraintAsync("small", Lake.Token));
    }

    [Fact]
    public async Task A_constraint_sees_no_rows_that_are_deleted()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await table.SetPropertiesAsync(Of("delta.enableDeletionVectors", "true"), Lake.Token);
        await lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a >= 5" }, Lake.Token);

        await lake.Engine.Rules.AddConstraintAsync(table, "c", "a < 5", Lake.Token);
        Assert.Equal(5L, await lake.ValueAsync("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task A_constraint_and_an_append_at_once_never_leave_a_row_that_breaks_it()
    {
        for (int round = 0; round < 5; round++)
        {
            await using var lake = new Lake();
            DeltaTable table = await MakeAsync(lake);
            Task<bool> constraint = SucceedsAsync(async () => await lake.Engine.Rules.AddConstraintAsync(table, "c", "a < 10", Lake.Token));
            Task<bool> append = SucceedsAsync(() => lake.WriteAsync("t", "SELECT 99 AS a"));
            bool[] done = await Task.WhenAll(constraint, append);

            Assert.True(done[0] ^ done[1]);
            Assert.Equal(done[1] ? 11L : 10L, await lake.ValueAsync("SELECT count(*) FROM t"));
        }
    }

    private static async Task<bool> SucceedsAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (DeltaException)
        {
            return false;
        }
    }

    [Fact]
    public async Task A_blind_append_between_the_look_and_the_commit_makes_the_look_happen_again()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        DeltaTable other = await DeltaTable.OpenAsync(lake.Catalog.OpenStore("t"), null, Lake.Token);
        int looks = 0;

        await table.AlterAsync(
            async (snapshot, token) =>
            {
                if (looks++ == 0)
                {
                    await lake.WriteAsync("t", "SELECT 77 AS a");
                }

                return ConstraintAlterations.Add(snapshot, "c", "a < 100");
            },
            Lake.Token);
        Assert.Equal(2, looks);
        Assert.NotNull((await other.GetSnapshotAsync(Lake.Token)).Metadata.FindProperty("delta.constraints.c"));
    }

    [Fact]
    public async Task A_default_must_be_something_that_can_be_computed()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake, "SELECT 1 AS a, 'x' AS s, DATE '2024-01-01' AS d");

        await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await lake.Engine.Rules.SetDefaultAsync(table, "s", "upper(a)", Lake.Token));
        await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await lake.Engine.Rules.SetDefaultAsync(table, "s", "getenv('HOME')", Lake.Token));
        await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await lake.Engine.Rules.SetDefaultAsync(table, "a", "'x'", Lake.Token));
        await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await lake.Engine.Rules.SetDefaultAsync(table, "a", "3000000000", Lake.Token));
        await Assert.ThrowsAsync<SchemaMismatchException>(async () => await lake.Engine.Rules.SetDefaultAsync(table, "no", "1", Lake.Token));
        await lake.Engine.Rules.SetDefaultAsync(table, "s", "'it is ' || 'new'", Lake.Token);
        await lake.Engine.Rules.SetDefaultAsync(table, "d", "current_date()", Lake.Token);
        await lake.WriteAsync("t", "SELECT 2 AS a");
        Assert.Equal("2 it is new true", await lake.ListAsync("SELECT a || ' ' || s || ' ' || (d > DATE '2024-01-01') FROM t WHERE a = 2"));
        Assert.Contains("allowColumnDefaults", (await LatestAsync(lake)).Protocol.WriterFeatures!);
        await lake.Engine.Rules.SetDefaultAsync(table, "s", null, Lake.Token);
        await lake.WriteAsync("t", "SELECT 3 AS a");
        Assert.Equal(1L, await lake.ValueAsync("SELECT count(*) FROM t WHERE s IS NULL"));
    }

    [Fact]
    public async Task Features_of_an_old_protocol_are_named_one_by_one_before_one_is_dropped()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await lake.Engine.Rules.AddConstraintAsync(table, "c", "a >= 0", Lake.Token);

        Assert.Contains("upgrade", (await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("checkConstraints", Lake.Token))).Message, StringComparison.Ordinal);
        await table.UpgradeProtocolAsync([], Lake.Token);
        Assert.Equal(
            ["appendOnly", "checkConstraints", "invariants"], (await LatestAsync(lake)).FindFeatures().Select(static feature => feature.Name));
        Assert.Contains("drop them first", (await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("checkConstraints", Lake.Token))).Message, StringComparison.Ordinal);
        await table.DropConstraintAsync("c", Lake.Token);
        await table.DropFeatureAsync("checkconstraints", Lake.Token);
        Assert.Equal((1, 2), ((await LatestAsync(lake)).Protocol.MinReaderVersion, (await LatestAsync(lake)).Protocol.MinWriterVersion));
        await Assert.ThrowsAsync<FeatureInUseException>(async () => await table.DropFeatureAsync("checkConstraints", Lake.Token));
        await Assert.ThrowsAsync<UnsupportedFeatureException>(async () => await table.UpgradeProtocolAsync(["antigravity"], Lake.Token));
    }

    [Fact]
    public async Task Deletion_vectors_are_dropped_after_they_are_purged_and_the_past_can_still_be_read()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await table.SetPropertiesAsync(Of("delta.enableDeletionVectors", "true"), Lake.Token);
        await lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "a = 3" }, Lake.Token);

        FeatureInUseException refused = await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("deletionVectors", Lake.Token));
        Assert.Contains("--purge", refused.Message, StringComparison.Ordinal);
        Assert.Equal("false", (await LatestAsync(lake)).Metadata.FindProperty("delta.enableDeletionVectors"));
        await lake.Engine.OptimizeAsync(table, new OptimizeRequest { Purge = true }, null, Lake.Token);
        CommittedVersion dropped = await table.DropFeatureAsync("deletionVectors", Lake.Token);

        // Three versions in which nothing changes have the checkpoints that close the past.
        Snapshot latest = await LatestAsync(lake);
        Assert.Equal((1, 7), (latest.Protocol.MinReaderVersion, latest.Protocol.MinWriterVersion));
        Assert.Equal($"{dropped.Version}", latest.Metadata.FindProperty("delta.requireCheckpointProtectionBeforeVersion"));
        Assert.Equal(9L, await lake.ValueAsync("SELECT count(*) FROM t"));
        Assert.Equal(10L, await lake.ValueAsync("SELECT count(*) FROM t AT (VERSION => 1)"));
        Assert.Equal(9L, await lake.ValueAsync("SELECT count(*) FROM t AT (VERSION => 2)"));
    }

    [Theory]
    [InlineData("delta.enableInCommitTimestamps", "true", "inCommitTimestamp")]
    [InlineData("delta.enableChangeDataFeed", "true", "changeDataFeed")]
    [InlineData("delta.appendOnly", "true", "appendOnly")]
    [InlineData("delta.feature.vacuumProtocolCheck", "supported", "vacuumProtocolCheck")]
    [InlineData("delta.feature.domainMetadata", "supported", "domainMetadata")]
    public async Task A_feature_that_leaves_nothing_behind_is_turned_off_and_dropped(string key, string value, string feature)
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await table.SetPropertiesAsync(Of(key, value), Lake.Token);
        await table.UpgradeProtocolAsync([], Lake.Token);
        await lake.WriteAsync("t", "SELECT 1 AS a");

        await table.DropFeatureAsync(feature, Lake.Token);
        Snapshot latest = await LatestAsync(lake);
        Assert.False(latest.Protocol.WriterFeatures?.Contains(feature) ?? false);
        Assert.False(latest.Metadata.IsEnabled(key));
        await lake.WriteAsync("t", "SELECT 2 AS a");
        Assert.Equal(12L, await lake.ValueAsync("SELECT count(*) FROM t"));
        Assert.Equal("DROP FEATURE", (await table.GetHistoryAsync(2, Lake.Token).ToListAsync(Lake.Token))[1].Operation);
    }

    [Theory]
    [InlineData("columnMapping", "delta.columnMapping.mode", "name", "QueryEngine.DropFeatureAsync")]
    [InlineData("domainMetadata", "delta.enableRowTracking", "true", "needs it")]
    public async Task A_feature_that_the_table_is_made_of_stays(string feature, string key, string value, string expected)
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await table.SetPropertiesAsync(Of(key, value), Lake.Token);

        Assert.Contains(expected, (await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync(feature, Lake.Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Type_widening_that_was_never_used_is_dropped_and_used_one_is_not()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake, "SELECT 1::INTEGER AS a");
        await table.UpgradeProtocolAsync(["typeWidening"], Lake.Token);
        await table.DropFeatureAsync("typeWidening", Lake.Token);
        Assert.Null((await LatestAsync(lake)).Protocol.ReaderFeatures);
        await table.SetPropertiesAsync(Of("delta.enableTypeWidening", "true"), Lake.Token);
        await table.ChangeTypeAsync("a", PrimitiveType.Long, Lake.Token);
        Assert.Contains("wider type", (await Assert.ThrowsAsync<FeatureInUseException>(
            async () => await table.DropFeatureAsync("typeWidening", Lake.Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Updates_and_merges_hold_the_rules_too()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake);
        await lake.Engine.Rules.AddConstraintAsync(table, "c", "a < 100", Lake.Token);

        await Assert.ThrowsAsync<ConstraintViolationException>(async () => await lake.Engine.UpdateAsync(
            table, new UpdateCommand([new ColumnAssignment("a", "a + 95")]), Lake.Token));
        await lake.Engine.UpdateAsync(table, new UpdateCommand([new ColumnAssignment("a", "a + 90")]), Lake.Token);
        Assert.Equal(99L, await lake.ValueAsync("SELECT max(a) FROM t"));
    }

    [Fact]
    public async Task A_merge_loses_no_field_of_a_column_unsaid()
    {
        await using var lake = new Lake();
        DeltaTable table = await MakeAsync(lake, "SELECT 1 AS a, {'x': 1} AS s");
        MergeCommand merge = new(
            "(SELECT 1 AS a, {'x': 2, 'y': 3} AS s, 9 AS other)", "target.a = source.a",
            [new MergeClause(MergeMatch.Matched, MergeAction.Update)]);

        SchemaMismatchException refused = await Assert.ThrowsAsync<SchemaMismatchException>(
            async () => await lake.Engine.MergeAsync(table, merge, Lake.Token));
        Assert.Contains("no field y", refused.Message, StringComparison.Ordinal);
        await lake.Engine.MergeAsync(table, merge with { AddColumns = true }, Lake.Token);
        Assert.Equal("1 {x:2,y:3} 9", await BothEngines.ReadAsync(lake, "t"));
    }
}
