using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Writes events, and what follows from them, in the transaction that is open.</summary>
internal static class EventAppender
{
    private const string InsertEvent =
        "INSERT INTO events (sequence, run, type, asset, at, body) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)";

    private const string InsertCheck = "INSERT INTO check_results (asset, name, sequence) VALUES (@p0, @p1, @p2)";

    private const string InsertNumber = "INSERT INTO numbers (asset, name, sequence, value) VALUES (@p0, @p1, @p2, @p3)";

    private static readonly string _setMaterialized = SetAsset("materialized");
    private static readonly string _setFailed = SetAsset("failed");
    private static readonly string _setObserved = SetAsset("observed");
    private static readonly string _setPartitionMaterialized = SetPartition("materialized");
    private static readonly string _setPartitionFailed = SetPartition("failed");

    /// <summary>Appends events with their JSON and gives the sequence of the first.</summary>
    internal static long Append(StoreConnection connection, IReadOnlyList<RunEvent> events, byte[][] bodies)
    {
        long last = connection.ReadNumber("SELECT sequence FROM event_head WHERE id = 1");
        for (int i = 0; i < events.Count; i++)
        {
            RunEvent runEvent = events[i];
            long sequence = last + 1 + i;
            connection.Execute(
                InsertEvent,
                sequence,
                runEvent.RunId.Value,
                runEvent.TypeName,
                runEvent.AssetKey?.Path,
                runEvent.Timestamp.UtcTicks,
                bodies[i]);
            if (runEvent.AssetKey is { } asset)
            {
                Conclude(connection, runEvent, asset.Path, sequence);
            }
        }

        connection.Execute("UPDATE event_head SET sequence = @p0 WHERE id = 1", last + events.Count);
        return last + 1;
    }

    private static void Conclude(StoreConnection connection, RunEvent runEvent, string asset, long sequence)
    {
        switch (runEvent)
        {
            case AssetMaterialized:
                connection.Execute(_setMaterialized, asset, sequence);
                SetPartitions(connection, _setPartitionMaterialized, runEvent, asset, sequence);
                AddNumbers(connection, runEvent, asset, sequence);
                break;
            case StepFailed:
                connection.Execute(_setFailed, asset, sequence);
                SetPartitions(connection, _setPartitionFailed, runEvent, asset, sequence);
                break;
            case AssetObserved:
                connection.Execute(_setObserved, asset, sequence);
                AddNumbers(connection, runEvent, asset, sequence);
                break;
            case AssetCheckEvaluated check:
                connection.Execute(InsertCheck, asset, check.CheckName, sequence);
                break;
            default:
                break;
        }
    }

    private static void SetPartitions(StoreConnection connection, string sql, RunEvent runEvent, string asset, long sequence)
    {
        foreach (PartitionKey partition in runEvent.Partitions)
        {
            connection.Execute(sql, asset, partition.Value, sequence);
        }
    }

    private static void AddNumbers(StoreConnection connection, RunEvent runEvent, string asset, long sequence)
    {
        foreach ((string name, MetadataValue value) in EventLogRules.GetMetadata(runEvent))
        {
            if (value.NumberOrNull is { } number)
            {
                // A database column keeps not-a-number as null.
                connection.Execute(InsertNumber, asset, name, sequence, double.IsNaN(number) ? null : number);
            }
        }
    }

    private static string SetAsset(string column) =>
        $"INSERT INTO assets (asset, materialized, failed, observed) VALUES (@p0, {Only(column, "materialized")}, "
        + $"{Only(column, "failed")}, {Only(column, "observed")}) ON CONFLICT (asset) DO UPDATE SET {column} = excluded.{column}";

    private static string SetPartition(string column)
    {
        string materialized = column == "materialized" ? "@p2" : "0";
        string failed = column == "failed" ? "@p2" : "0";
        return $"INSERT INTO partitions (asset, partition, materialized, failed) VALUES (@p0, @p1, {materialized}, {failed}) "
            + $"ON CONFLICT (asset, partition) DO UPDATE SET {column} = excluded.{column}";
    }

    private static string Only(string column, string candidate) => column == candidate ? "@p1" : "0";
}
