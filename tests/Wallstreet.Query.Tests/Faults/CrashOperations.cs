namespace Wallstreet.Query.Tests.Faults;

/// <summary>Every operation that changes a table.</summary>
internal static class CrashOperations
{
    private const string Rows = "SELECT i::BIGINT AS id, 'p' || (i % 3) AS part, i / 4.0::DOUBLE AS value FROM range(12) r(i)";
    private const string NewRows = "SELECT i::BIGINT AS id, 'p' || (i % 3) AS part, 7.5::DOUBLE AS value FROM range(8, 16) r(i)";

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
    ];

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
