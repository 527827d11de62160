using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>
/// After every operation, on tables of every kind, an implementation that is not ours reads the rows that we read.
/// </summary>
[OnEveryStore]
public sealed class CommandConformanceTests
{
    private const string Rows = """
        SELECT i::BIGINT AS id, 'p' || (i % 3) AS part, (i / 4.0)::DOUBLE AS value, {'x': i::INTEGER, 'y': 'n' || i} AS point
        FROM range(60) r(i)
        """;

    private static readonly Dictionary<string, string[]> _kinds = new()
    {
        ["plain"] = [],
        ["deletion vectors"] = ["delta.enableDeletionVectors=true"],
        ["mapped by name"] = ["delta.columnMapping.mode=name"],
        ["mapped by id"] = ["delta.columnMapping.mode=id"],
        ["mapped with deletion vectors"] = ["delta.columnMapping.mode=name", "delta.enableDeletionVectors=true"],
        ["change data feed"] = ["delta.enableChangeDataFeed=true"],
        ["change data feed with deletion vectors"] = ["delta.enableChangeDataFeed=true", "delta.enableDeletionVectors=true"],
        ["in-commit timestamps"] = ["delta.enableInCommitTimestamps=true"],
        ["row tracking with deletion vectors"] = ["delta.enableRowTracking=true", "delta.enableDeletionVectors=true"],
        ["a checkpoint at each version"] = ["delta.checkpointInterval=1", "delta.enableDeletionVectors=true"],
        ["v2 checkpoints"] = ["delta.checkpointPolicy=v2", "delta.checkpointInterval=2", "delta.enableDeletionVectors=true"],
    };

    public static TheoryData<string, bool> Kinds => Of(_kinds.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Rows_that_are_changed_are_read_by_others_as_by_us(string kind, bool partitioned)
    {
        await using Lake lake = await NewAsync(kind, partitioned);
        DeltaTable table = await lake.TableAsync("t");
        await RequireAsync(lake, 60);

        CommandResult deleted = await lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "id % 10 = 3" }, Lake.Token);
        Assert.Equal(6, deleted.RowsDeleted);
        await RequireAsync(lake, 54);

        CommandResult updated = await lake.Engine.UpdateAsync(
            table, new UpdateCommand([new("value", "value + 1000")]) { Where = "id < 20" }, Lake.Token);
        Assert.Equal(18, updated.RowsUpdated);
        await RequireAsync(lake, 54);

        await lake.Engine.MergeAsync(table, Merge(), Lake.Token);
        await RequireAsync(lake, 54 + 10 - 1);

        await lake.Engine.WriteAsync(
            new WriteQuery("SELECT 7::BIGINT AS id, 'p1' AS part, 7.0::DOUBLE AS value, {'x': 7, 'y': 'seven'} AS point", "t")
            {
                Mode = WriteMode.ReplaceWhere,
                ReplaceWhere = "part = 'p1' AND id < 30",
            },
            Lake.Token);
        int left = await Conformance.AssertSameAsync(lake, "t");
        Assert.InRange(left, 40, 60);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Columns_that_are_added_later_are_read_by_others_as_by_us(string kind, bool partitioned)
    {
        await using Lake lake = await NewAsync(kind, partitioned);
        DeltaTable table = await lake.TableAsync("t");
        await table.AddColumnsAsync([new NewColumn("later", PrimitiveType.String)], Lake.Token);
        await RequireAsync(lake, 60);

        await lake.WriteAsync("t", $"SELECT *, 'new' AS later FROM ({Rows})");
        await lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "later IS NULL AND id >= 30" }, Lake.Token);
        await RequireAsync(lake, 90);
    }

    [Theory]
    [InlineData("mapped by name")]
    [InlineData("mapped with deletion vectors")]
    [InlineData("mapped by id")]
    public async Task Columns_that_are_renamed_and_dropped_are_read_by_others_as_by_us(string kind)
    {
        await using Lake lake = await NewAsync(kind, partitioned: true);
        DeltaTable table = await lake.TableAsync("t");
        await table.RenameColumnAsync("value", "amount", Lake.Token);
        await table.RenameColumnAsync("part", "group of rows", Lake.Token);
        await RequireAsync(lake, 60);

        await table.DropColumnAsync("id", Lake.Token);
        await lake.WriteAsync("t", "SELECT 'p0' AS \"group of rows\", 1.5::DOUBLE AS amount, {'x': 1, 'y': 'one'} AS point");
        await RequireAsync(lake, 61);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Tables_that_are_optimized_are_read_by_others_as_by_us(string kind, bool partitioned)
    {
        await using Lake lake = await NewAsync(kind, partitioned);
        DeltaTable table = await lake.TableAsync("t");
        await lake.Engine.DeleteAsync(table, new DeleteCommand { Where = "id % 5 = 0" }, Lake.Token);
        await lake.WriteAsync("t", Rows);

        OptimizeResult optimized = await lake.Engine.OptimizeAsync(table, new OptimizeRequest(), null, Lake.Token);

        Assert.True(optimized.FilesRemoved > 0);
        await RequireAsync(lake, 108);
    }

    private static TheoryData<string, bool> Of(IEnumerable<string> names)
    {
        TheoryData<string, bool> kinds = [];
        foreach (string kind in names)
        {
            kinds.Add(kind, false);
            kinds.Add(kind, true);
        }

        return kinds;
    }

    private static MergeCommand Merge() => new(
        "(SELECT i::BIGINT AS id, 'p' || (i % 3) AS part, -1.0::DOUBLE AS value, {'x': 0, 'y': 'm'} AS point FROM range(50, 70) r(i))",
        "t.id = source.id",
        [
            new(MergeMatch.Matched, MergeAction.Delete) { Condition = "t.id = 51" },
            new(MergeMatch.Matched, MergeAction.Update),
            new(MergeMatch.NotMatched, MergeAction.Insert) { Condition = "source.id >= 60" },
            new(MergeMatch.NotMatchedBySource, MergeAction.Update) { Condition = "t.id = 40", Columns = [new("value", "0")] },
        ])
    {
        Alias = "t",
    };

    private static async Task<Lake> NewAsync(string kind, bool partitioned)
    {
        var lake = new Lake();
        await lake.CreateAsync(
            "t", Rows, partitioned ? ["part"] : [], _kinds[kind].Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1])));
        return lake;
    }

    private static async Task RequireAsync(Lake lake, int rows) =>
        Assert.Equal(rows, await Conformance.AssertSameAsync(lake, "t"));
}
