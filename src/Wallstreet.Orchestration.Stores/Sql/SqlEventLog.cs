using System.Runtime.CompilerServices;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>The event log in a database.</summary>
internal sealed class SqlEventLog(StoreDatabase database, StoreWriter writer, ChangeSignal changes) : IEventLog
{
    private const int PageSize = 512;
    private const int PruneSpan = 20_000;

    private const string Prune =
        "DELETE FROM events WHERE sequence > @p0 AND sequence <= @p1 AND at < @p2 AND type IN ('log_written', 'step_progressed')";

    private readonly AssetQueries _assets = new(database);

    public async ValueTask<long> AppendAsync(IReadOnlyList<RunEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
        {
            return await GetLastSequenceAsync(cancellationToken).ConfigureAwait(false);
        }

        byte[][] bodies = new byte[events.Count][];
        for (int i = 0; i < bodies.Length; i++)
        {
            bodies[i] = RunEventJson.Serialize(events[i]);
        }

        return await writer.WriteAsync(connection => EventAppender.Append(connection, events, bodies), cancellationToken)
            .ConfigureAwait(false);
    }

    public ValueTask<long> GetLastSequenceAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(database.Read(
            connection => connection.ReadNumber("SELECT sequence FROM event_head WHERE id = 1"), cancellationToken));

    public IAsyncEnumerable<RunEvent> ReadRunAsync(RunId runId, long afterSequence, CancellationToken cancellationToken) =>
        ReadAsync(afterSequence, new EventFilter { RunId = runId }, cancellationToken);

    public async IAsyncEnumerable<RunEvent> ReadAsync(
        long afterSequence, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        long until = await GetLastSequenceAsync(cancellationToken).ConfigureAwait(false);
        int left = filter.Limit ?? int.MaxValue;
        long last = afterSequence;
        int wanted;
        List<RunEvent> page;
        do
        {
            wanted = Math.Min(PageSize, left);
            page = ReadPage(filter, last, until, wanted, cancellationToken);
            foreach (RunEvent runEvent in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = runEvent.Sequence;
                left--;
                yield return runEvent;
            }
        }
        while (left > 0 && page.Count == wanted);
    }

    public async IAsyncEnumerable<RunEvent> SubscribeAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        changes.Follow();
        try
        {
            long last = afterSequence;
            while (true)
            {
                // Taken before reading: what is appended after the read completes it.
                Task changed = changes.Changed;
                List<RunEvent> page = ReadPage(EventFilter.Everything, last, long.MaxValue, PageSize, cancellationToken);
                foreach (RunEvent runEvent in page)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    last = runEvent.Sequence;
                    yield return runEvent;
                }

                if (page.Count == 0)
                {
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            changes.Unfollow();
        }
    }

    public ValueTask<AssetMaterialized?> FindLatestMaterializationAsync(
        AssetKey asset, PartitionKey? partition, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_assets.FindLatest<AssetMaterialized>(asset, partition, "materialized", cancellationToken));

    public ValueTask<IReadOnlyDictionary<PartitionKey, AssetMaterialized>> GetLatestPartitionMaterializationsAsync(
        AssetKey asset, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<PartitionKey, AssetMaterialized>>(
            _assets.GetLatestPartitions(asset, cancellationToken));

    public ValueTask<IReadOnlyList<AssetMaterialized>> ReadMaterializationsAsync(
        AssetKey asset, PartitionKey? partition, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        EventLogRules.CheckLimit(limit);
        return ValueTask.FromResult<IReadOnlyList<AssetMaterialized>>(
            _assets.ReadMaterializations(asset, partition, beforeSequence, limit, cancellationToken));
    }

    public ValueTask<StepFailed?> FindLatestFailureAsync(
        AssetKey asset, PartitionKey? partition, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_assets.FindLatest<StepFailed>(asset, partition, "failed", cancellationToken));

    public ValueTask<IReadOnlyDictionary<AssetKey, AssetState>> GetAssetStatesAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<AssetKey, AssetState>>(_assets.GetStates(cancellationToken));

    public ValueTask<IReadOnlyDictionary<PartitionKey, PartitionState>> GetPartitionStatesAsync(
        AssetKey asset, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<PartitionKey, PartitionState>>(
            _assets.GetPartitionStates(asset, cancellationToken));

    public ValueTask<IReadOnlyDictionary<AssetKey, PartitionCounts>> CountPartitionsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyDictionary<AssetKey, PartitionCounts>>(_assets.CountPartitions(cancellationToken));

    public ValueTask<IReadOnlyList<AssetCheckEvaluated>> GetLatestChecksAsync(
        AssetKey? asset, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<AssetCheckEvaluated>>(_assets.GetLatestChecks(asset, cancellationToken));

    public ValueTask<IReadOnlyList<AssetCheckEvaluated>> ReadCheckHistoryAsync(
        AssetKey asset, string checkName, int limit, CancellationToken cancellationToken)
    {
        EventLogRules.CheckLimit(limit);
        return ValueTask.FromResult<IReadOnlyList<AssetCheckEvaluated>>(
            _assets.ReadCheckHistory(asset, checkName, limit, cancellationToken));
    }

    public ValueTask<IReadOnlyList<MetadataPoint>> ReadMetadataSeriesAsync(
        AssetKey asset, string name, int limit, CancellationToken cancellationToken)
    {
        EventLogRules.CheckLimit(limit);
        return ValueTask.FromResult<IReadOnlyList<MetadataPoint>>(_assets.ReadSeries(asset, name, limit, cancellationToken));
    }

    public async ValueTask<long> PruneLogAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        // In portions, so that those who append do not wait for all of it.
        long last = await GetLastSequenceAsync(cancellationToken).ConfigureAwait(false);
        long removed = 0;
        for (long from = 0; from < last; from += PruneSpan)
        {
            long start = from;
            removed += await writer.WriteAsync(
                connection => connection.Execute(Prune, start, start + PruneSpan, before.UtcTicks), cancellationToken)
                .ConfigureAwait(false);
        }

        return removed;
    }

    private List<RunEvent> ReadPage(EventFilter filter, long after, long until, int limit, CancellationToken cancellationToken)
    {
        var where = new SqlFilter();
        where.Where($"sequence > {where.Add(after)}");
        where.Where($"sequence <= {where.Add(until)}");
        if (filter.RunId is { } run)
        {
            where.Where($"run = {where.Add(run.Value)}");
        }

        if (filter.AssetKey is { } asset)
        {
            where.Where($"asset = {where.Add(asset.Path)}");
        }

        if (filter.Types.Count > 0)
        {
            where.Where($"type IN ({database.TextsOf(where.Add(Json.Write(filter.Types)))})");
        }

        string sql = $"SELECT sequence, body FROM events{where} ORDER BY sequence LIMIT {where.Add(limit)}";
        return database.Read(connection => connection.Query(sql, EventRows.Read, where.Arguments), cancellationToken);
    }
}
