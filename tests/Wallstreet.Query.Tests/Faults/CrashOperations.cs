using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Tests.Faults;

/// <summary>Every operation that changes a table.</summary>
internal static class CrashOperations
{
    private const string Rows = "SELECT i::BIGINT AS id, 'p' || (i % 3) AS part, i / 4.0::DOUBLE AS value FROM range(12) r(i)";
    private const string NewRows = "SELECT i::BIGINT AS id, 'p' || (i % 3) AS part, 7.5::DOUBLE AS value FROM range(8, 16) r(i)";

    /// <summary>More calls to the store than any of them makes for a small table.</summary>
    public const int CallsMax = 400;

    public static IReadOnlyList<CrashOperation> All { get; } =
    [
        new("create", _ => Task.CompletedTask, scene => scene.WriteAsync(Rows)),
        new("create partitioned", _ => Task.CompletedTask, scene => scene.WriteAsync(Rows, more: ByPart)),
        new("append", Plain, scene => scene.WriteAsync(NewRows)),
        new("append with a checkpoint", Nine, scene => scene.WriteAsync(NewRows)),
        new("overwrite", Partitioned, scene => scene.WriteAsync(NewRows, WriteMode.Overwrite)),
        new("replaceWhere of partitions", Partitioned, scene => scene.WriteAsync(
            "SELECT 99::BIGINT AS id, 'p1' AS part, 1::DOUBLE AS value", WriteMode.ReplaceWhere,
            write => write with { ReplaceWhere = "part = 'p1'" })),
        new("replaceWhere of rows", Plain, scene => scene.WriteAsync(
            "SELECT 5::BIGINT AS id, 'p2' AS part, 1::DOUBLE AS value", WriteMode.ReplaceWhere,
            write => write with { ReplaceWhere = "id BETWEEN 3 AND 6" })),
        new("merge by keys", Plain, scene => scene.WriteAsync(
            NewRows, WriteMode.Merge, write => write with { MergeKeys = ["id"] })),
        .. Commands("files written again", Plain),
        .. Commands("deletion vectors", scene => Create(scene, "delta.enableDeletionVectors")),
        .. Commands("change data", scene => Create(scene, "delta.enableChangeDataFeed", "delta.enableDeletionVectors")),
        new("optimize", Scattered, async scene => await scene.Engine.OptimizeAsync(
            await scene.TableAsync(), new OptimizeRequest(), null, FaultyLake.Token))
        {
            ChangesRows = false,
        },
        new("vacuum", Littered, async scene => await (await scene.TableAsync()).VacuumAsync(
            new VacuumRequest { Retention = TimeSpan.Zero, AllowShortRetention = true }, null, FaultyLake.Token))
        {
            ChangesRows = false,
        },
        new("add a column", Plain, async scene => await (await scene.TableAsync()).AddColumnsAsync(
            [new NewColumn("later", PrimitiveType.String)], FaultyLake.Token)),
        new("drop column mapping", Mapped, async scene => await scene.Engine.DropFeatureAsync(
            await scene.TableAsync(), "columnMapping", null, null, FaultyLake.Token))
        {
            ChangesRows = false,
        },
        new("drop type widening", Widened, async scene => await scene.Engine.DropFeatureAsync(
            await scene.TableAsync(), "typeWidening", null, null, FaultyLake.Token))
        {
            ChangesRows = false,
        },
        new("drop deletion vectors", Marked, async scene => await scene.Engine.DropFeatureAsync(
            await scene.TableAsync(), "deletionVectors", null, null, FaultyLake.Token))
        {
            ChangesRows = false,
        },
        new("checkpoint", Nine, async scene =>
        {
            DeltaTable table = await scene.TableAsync();
            await table.WriteCheckpointAsync(await table.GetSnapshotAsync(FaultyLake.Token), FaultyLake.Token);
        })
        {
            ChangesRows = false,
        },
    ];

    /// <summary>What changes rows one by one.</summary>
    private static IEnumerable<CrashOperation> Commands(string how, Func<CrashScene, Task> prepare) =>
    [
        new($"delete with {how}", prepare, async scene => await scene.Engine.DeleteAsync(
            await scene.TableAsync(), new DeleteCommand { Where = "id % 4 = 1" }, FaultyLake.Token)),
        new($"update with {how}", prepare, async scene => await scene.Engine.UpdateAsync(
            await scene.TableAsync(), new UpdateCommand([new("value", "value + 1")]) { Where = "id < 5" }, FaultyLake.Token)),
        new($"merge with {how}", prepare, async scene => await scene.Engine.MergeAsync(
            await scene.TableAsync(),
            new MergeCommand($"({NewRows})", "target.id = source.id", [
                new(MergeMatch.Matched, MergeAction.Update), new(MergeMatch.NotMatched, MergeAction.Insert)])
            {
                Alias = "target",
            },
            FaultyLake.Token)),
    ];

    public static CrashOperation Get(string name) => All.Single(operation => operation.Name == name);

    private static Task Create(CrashScene scene, params string[] properties) =>
        scene.WriteAsync(Rows, more: write => write with { Properties = properties.ToDictionary(key => key, _ => "true") });

    /// <summary>A table of several small files.</summary>
    private static async Task Scattered(CrashScene scene)
    {
        await scene.WriteAsync(Rows);
        await scene.WriteAsync(NewRows);
        await scene.WriteAsync(NewRows);
    }

    /// <summary>A table beside files that it no longer needs.</summary>
    private static async Task Littered(CrashScene scene)
    {
        await scene.WriteAsync(Rows);
        await scene.WriteAsync(NewRows, WriteMode.Overwrite);
        await scene.WriteAsync(Rows, WriteMode.Overwrite);
    }

    /// <summary>A table whose columns have names of their own in files.</summary>
    private static Task Mapped(CrashScene scene) => scene.WriteAsync(Rows, more: write => write with
    {
        Properties = new Dictionary<string, string> { ["delta.columnMapping.mode"] = "name" },
    });

    /// <summary>A table with a file of older types.</summary>
    private static async Task Widened(CrashScene scene)
    {
        await scene.WriteAsync(Rows.Replace("BIGINT", "INTEGER", StringComparison.Ordinal));
        DeltaTable table = await scene.TableAsync();
        await table.SetPropertiesAsync(new Dictionary<string, string> { ["delta.enableTypeWidening"] = "true" }, FaultyLake.Token);
        await table.ChangeTypeAsync("id", PrimitiveType.Long, FaultyLake.Token);
    }

    /// <summary>A table with rows that are marked as deleted.</summary>
    private static async Task Marked(CrashScene scene)
    {
        await Create(scene, "delta.enableDeletionVectors");
        await scene.Engine.DeleteAsync(await scene.TableAsync(), new DeleteCommand { Where = "id % 4 = 1" }, FaultyLake.Token);
    }

    private static Task Plain(CrashScene scene) => scene.WriteAsync(Rows);

    private static Task Partitioned(CrashScene scene) => scene.WriteAsync(Rows, more: ByPart);

    /// <summary>A table whose next version has a checkpoint.</summary>
    private static async Task Nine(CrashScene scene)
    {
        for (int version = 0; version < 10; version++)
        {
            await scene.WriteAsync("SELECT 1::BIGINT AS id, 'p0' AS part, 1::DOUBLE AS value");
        }
    }

    private static WriteQuery ByPart(WriteQuery write) => write with { PartitionBy = ["part"] };
}
