using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Tests;

/// <summary>Small tables for tests.</summary>
internal static class Tables
{
    public static StructType Schema { get; } = new(
        new StructField("symbol", PrimitiveType.String),
        new StructField("price", PrimitiveType.Double));

    public static CommitOptions Commit { get; } = new("TEST");

    public static AddFile File(string path, string? statistics = null) => new()
    {
        Path = path,
        SizeBytes = 100,
        ModificationTimeMilliseconds = 1_700_000_000_000,
        Statistics = statistics,
    };

    public static async Task<CommittedVersion> AppendAsync(
        this DeltaTable table, string path, CancellationToken cancellationToken) =>
        await table.CommitAsync(
            new TableChange(await table.GetSnapshotAsync(cancellationToken)) { Adds = [File(path)] },
            Commit,
            cancellationToken);
}
