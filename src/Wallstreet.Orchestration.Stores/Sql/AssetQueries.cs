using System.Data.Common;
using System.Text.Json;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Reads what follows from the events of assets.</summary>
internal sealed class AssetQueries(StoreDatabase database)
{
    private const string EventOf = "SELECT e.sequence, e.body FROM events e WHERE e.sequence = ";

    internal T? FindLatest<T>(AssetKey asset, PartitionKey? partition, string column, CancellationToken cancellationToken)
        where T : RunEvent =>
        database.Read(
            connection => partition is { } key
                ? connection.Query(
                    $"{EventOf}(SELECT {column} FROM partitions WHERE asset = @p0 AND partition = @p1)", EventRows.ReadAs<T>, asset.Path, key.Value)
                : connection.Query($"{EventOf}(SELECT {column} FROM assets WHERE asset = @p0)", EventRows.ReadAs<T>, asset.Path),
            cancellationToken).FirstOrDefault();

    internal Dictionary<PartitionKey, AssetMaterialized> GetLatestPartitions(AssetKey asset, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.ReadTogether(together =>
            {
                Dictionary<long, AssetMaterialized> events = together.Query(
                    "SELECT e.sequence, e.body FROM events e WHERE e.sequence IN "
                    + "(SELECT materialized FROM partitions WHERE asset = @p0 AND materialized > 0)",
                    EventRows.ReadAs<AssetMaterialized>,
                    asset.Path).ToDictionary(e => e.Sequence);
                return together.Query(
                    "SELECT partition, materialized FROM partitions WHERE asset = @p0 AND materialized > 0",
                    row => (Key: new PartitionKey(row.GetString(0)), Sequence: row.GetInt64(1)),
                    asset.Path).ToDictionary(p => p.Key, p => events[p.Sequence]);
            }),
            cancellationToken);

    internal List<AssetMaterialized> ReadMaterializations(
        AssetKey asset, PartitionKey? partition, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        var where = new SqlFilter();
        where.Where($"asset = {where.Add(asset.Path)}");
        where.Where($"type = {where.Add(RunEventTypes.GetName<AssetMaterialized>())}");
        if (beforeSequence is { } before)
        {
            where.Where($"sequence < {where.Add(before)}");
        }

        if (partition is { } key)
        {
            // The partitions of an event are in its body only, however many: the text finds candidates, the event decides.
            byte[] text = JsonSerializer.SerializeToUtf8Bytes(key.Value, JsonTexts.Default.String);
            where.Where(database.ContainsBytes("body", where.Add(text)));
        }

        string sql = $"SELECT sequence, body FROM events{where} ORDER BY sequence DESC";
        return database.Read(
            connection => connection.QueryUntil(
                sql,
                EventRows.ReadAs<AssetMaterialized>,
                m => partition is not { } wanted || m.Partitions.Contains(wanted),
                limit,
                where.Arguments),
            cancellationToken);
    }

    internal Dictionary<AssetKey, AssetState> GetStates(CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.ReadTogether(together =>
            {
                Dictionary<long, RunEvent> events = together.Query(
                    "SELECT e.sequence, e.body FROM events e WHERE e.sequence IN (SELECT materialized FROM assets "
                    + "UNION SELECT failed FROM assets UNION SELECT observed FROM assets)",
                    EventRows.Read).ToDictionary(e => e.Sequence);
                return together.Query(
                    "SELECT asset, materialized, failed, observed FROM assets",
                    row => new AssetState(new AssetKey(row.GetString(0)))
                    {
                        Materialization = events.GetValueOrDefault(row.GetInt64(1)) as AssetMaterialized,
                        Failure = events.GetValueOrDefault(row.GetInt64(2)) as StepFailed,
                        Observation = events.GetValueOrDefault(row.GetInt64(3)) as AssetObserved,
                    }).ToDictionary(state => state.Asset);
            }),
            cancellationToken);

    internal Dictionary<PartitionKey, PartitionState> GetPartitionStates(AssetKey asset, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT p.partition, p.materialized, p.failed, e.run, e.at FROM partitions p "
                + "JOIN events e ON e.sequence = CASE WHEN p.failed > p.materialized THEN p.failed ELSE p.materialized END "
                + "WHERE p.asset = @p0",
                ReadPartitionState,
                asset.Path),
            cancellationToken).ToDictionary(state => state.Partition);

    internal Dictionary<AssetKey, PartitionCounts> CountPartitions(CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT asset, SUM(CASE WHEN failed > materialized THEN 0 ELSE 1 END), "
                + "SUM(CASE WHEN failed > materialized THEN 1 ELSE 0 END) FROM partitions GROUP BY asset",
                row => (Asset: new AssetKey(row.GetString(0)), Counts: new PartitionCounts(row.GetInt32(1), row.GetInt32(2)))),
            cancellationToken).ToDictionary(count => count.Asset, count => count.Counts);

    internal List<AssetCheckEvaluated> GetLatestChecks(AssetKey? asset, CancellationToken cancellationToken)
    {
        const string Newest =
            "SELECT e.sequence, e.body FROM (SELECT asset, name, MAX(sequence) AS sequence FROM check_results{0} GROUP BY asset, name) c "
            + "JOIN events e ON e.sequence = c.sequence ORDER BY c.asset, c.name";
        return database.Read(
            connection => asset is { } one
                ? connection.Query(
                    Newest.Replace("{0}", " WHERE asset = @p0", StringComparison.Ordinal), EventRows.ReadAs<AssetCheckEvaluated>, one.Path)
                : connection.Query(Newest.Replace("{0}", "", StringComparison.Ordinal), EventRows.ReadAs<AssetCheckEvaluated>),
            cancellationToken);
    }

    internal List<AssetCheckEvaluated> ReadCheckHistory(
        AssetKey asset, string checkName, int limit, CancellationToken cancellationToken) =>
        database.Read(
            connection => connection.Query(
                "SELECT e.sequence, e.body FROM check_results c JOIN events e ON e.sequence = c.sequence "
                + "WHERE c.asset = @p0 AND c.name = @p1 ORDER BY c.sequence DESC LIMIT @p2",
                EventRows.ReadAs<AssetCheckEvaluated>,
                asset.Path,
                checkName,
                limit),
            cancellationToken);

    internal List<MetadataPoint> ReadSeries(AssetKey asset, string name, int limit, CancellationToken cancellationToken)
    {
        List<MetadataPoint> points = database.Read(
            connection => connection.Query(
                "SELECT e.sequence, e.body, n.value FROM numbers n JOIN events e ON e.sequence = n.sequence "
                + "WHERE n.asset = @p0 AND n.name = @p1 ORDER BY n.sequence DESC LIMIT @p2",
                ReadPoint,
                asset.Path,
                name,
                limit),
            cancellationToken);
        points.Reverse();
        return points;
    }

    private static PartitionState ReadPartitionState(DbDataReader row)
    {
        long materialized = row.GetInt64(1);
        long failed = row.GetInt64(2);
        return new PartitionState(
            new PartitionKey(row.GetString(0)),
            failed > materialized ? PartitionStatus.Failed : PartitionStatus.Materialized,
            Math.Max(materialized, failed),
            row.GetTime(4),
            new RunId(row.GetString(3)))
        {
            HasData = materialized > 0,
        };
    }

    private static MetadataPoint ReadPoint(DbDataReader row)
    {
        RunEvent runEvent = EventRows.Read(row);
        double value = row.IsDBNull(2) ? double.NaN : row.GetDouble(2);
        return new MetadataPoint(runEvent.Sequence, runEvent.Timestamp, runEvent.RunId, value)
        {
            Partition = runEvent.Partitions.Count == 1 ? runEvent.Partitions[0] : null,
            DataVersion = EventLogRules.GetDataVersion(runEvent),
        };
    }
}
