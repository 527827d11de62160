using System.Runtime.CompilerServices;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>The event log in memory: for tests and for programs that need no past. Nothing survives the process.</summary>
public sealed class InMemoryEventLog : IEventLog
{
    private const int PageSize = 512;

    private readonly Lock _gate = new();
    private readonly List<RunEvent> _events = [];
    private readonly Dictionary<AssetKey, AssetHistory> _assets = [];
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastSequence;

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(IReadOnlyList<RunEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        cancellationToken.ThrowIfCancellationRequested();
        if (events.Count == 0)
        {
            return GetLastSequenceAsync(cancellationToken);
        }

        TaskCompletionSource appended;
        long first;
        lock (_gate)
        {
            first = _lastSequence + 1;
            foreach (RunEvent runEvent in events)
            {
                Add(runEvent with { Sequence = ++_lastSequence });
            }

            appended = _appended;
            _appended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        appended.TrySetResult();
        return ValueTask.FromResult(first);
    }

    /// <inheritdoc />
    public ValueTask<long> GetLastSequenceAsync(CancellationToken cancellationToken) => Read(() => _lastSequence, cancellationToken);

    /// <inheritdoc />
    public IAsyncEnumerable<RunEvent> ReadRunAsync(RunId runId, long afterSequence, CancellationToken cancellationToken) =>
        ReadAsync(afterSequence, new EventFilter { RunId = runId }, cancellationToken);

    /// <inheritdoc />
    public async IAsyncEnumerable<RunEvent> ReadAsync(
        long afterSequence, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        List<RunEvent> matching;
        lock (_gate)
        {
            matching = [.. _events.Skip(FindIndexAfter(afterSequence)).Where(filter.Matches).Take(filter.Limit ?? int.MaxValue)];
        }

        foreach (RunEvent runEvent in matching)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return runEvent;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<RunEvent> SubscribeAsync(
        long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long last = afterSequence;
        while (true)
        {
            Task appended;
            List<RunEvent> page;
            lock (_gate)
            {
                int index = FindIndexAfter(last);
                page = _events.GetRange(index, Math.Min(PageSize, _events.Count - index));
                appended = _appended.Task;
            }

            foreach (RunEvent runEvent in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                last = runEvent.Sequence;
                yield return runEvent;
            }

            if (page.Count == 0)
            {
                await appended.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask<AssetMaterialized?> FindLatestMaterializationAsync(
        AssetKey asset, PartitionKey? partition, CancellationToken cancellationToken) =>
        Read(
            () => partition is { } key
                ? FindHistory(asset)?.Partitions.GetValueOrDefault(key)?.Materialization
                : FindHistory(asset)?.State.Materialization,
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<PartitionKey, AssetMaterialized>> GetLatestPartitionMaterializationsAsync(
        AssetKey asset, CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<PartitionKey, AssetMaterialized>>(
            () => (FindHistory(asset)?.Partitions ?? [])
                .Where(pair => pair.Value.Materialization is not null)
                .ToDictionary(pair => pair.Key, pair => pair.Value.Materialization!),
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AssetMaterialized>> ReadMaterializationsAsync(
        AssetKey asset, PartitionKey? partition, long? beforeSequence, int limit, CancellationToken cancellationToken)
    {
        EventLogRules.CheckLimit(limit);
        return Read<IReadOnlyList<AssetMaterialized>>(
            () =>
            [
                .. Enumerable.Reverse(FindHistory(asset)?.Materializations ?? [])
                    .Where(m => beforeSequence is null || m.Sequence < beforeSequence)
                    .Where(m => partition is not { } key || m.Partitions.Contains(key))
                    .Take(limit),
            ],
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<StepFailed?> FindLatestFailureAsync(
        AssetKey asset, PartitionKey? partition, CancellationToken cancellationToken) =>
        Read(
            () => partition is { } key
                ? FindHistory(asset)?.Partitions.GetValueOrDefault(key)?.Failure
                : FindHistory(asset)?.State.Failure,
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<AssetKey, AssetState>> GetAssetStatesAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<AssetKey, AssetState>>(
            () => _assets
                .Where(pair => pair.Value.State != new AssetState(pair.Key))
                .ToDictionary(pair => pair.Key, pair => pair.Value.State),
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<PartitionKey, PartitionState>> GetPartitionStatesAsync(
        AssetKey asset, CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<PartitionKey, PartitionState>>(
            () => (FindHistory(asset)?.Partitions ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.ToState(pair.Key)),
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyDictionary<AssetKey, PartitionCounts>> CountPartitionsAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<AssetKey, PartitionCounts>>(
            () => _assets.Where(pair => pair.Value.Partitions.Count > 0).ToDictionary(pair => pair.Key, pair => Count(pair.Value)),
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AssetCheckEvaluated>> GetLatestChecksAsync(
        AssetKey? asset, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<AssetCheckEvaluated>>(
            () =>
            [
                .. _assets
                    .Where(pair => asset is null || pair.Key == asset)
                    .SelectMany(pair => pair.Value.Checks.Values.Select(results => results[^1]))
                    .OrderBy(check => check.AssetKey!.Value.Path, StringComparer.Ordinal)
                    .ThenBy(check => check.CheckName, StringComparer.Ordinal),
            ],
            cancellationToken);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<AssetCheckEvaluated>> ReadCheckHistoryAsync(
        AssetKey asset, string checkName, int limit, CancellationToken cancellationToken)
    {
        EventLogRules.CheckLimit(limit);
        return Read<IReadOnlyList<AssetCheckEvaluated>>(
            () => [.. Enumerable.Reverse(FindHistory(asset)?.Checks.GetValueOrDefault(checkName) ?? []).Take(limit)],
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<MetadataPoint>> ReadMetadataSeriesAsync(
        AssetKey asset, string name, int limit, CancellationToken cancellationToken)
    {
        EventLogRules.CheckLimit(limit);
        return Read<IReadOnlyList<MetadataPoint>>(
            () => [.. (FindHistory(asset)?.Numbers.GetValueOrDefault(name) ?? []).TakeLast(limit)],
            cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<long> PruneLogAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        Read<long>(
            () => _events.RemoveAll(runEvent => EventLogRules.IsPrunable(runEvent) && runEvent.Timestamp < before),
            cancellationToken);

    private static PartitionCounts Count(AssetHistory history)
    {
        int failed = history.Partitions.Values.Count(outcome => outcome.IsFailed);
        return new PartitionCounts(history.Partitions.Count - failed, failed);
    }

    private void Add(RunEvent runEvent)
    {
        _events.Add(runEvent);
        if (runEvent.AssetKey is not { } asset)
        {
            return;
        }

        if (!_assets.TryGetValue(asset, out AssetHistory? history))
        {
            _assets.Add(asset, history = new AssetHistory(asset));
        }

        history.Apply(runEvent);
    }

    private AssetHistory? FindHistory(AssetKey asset) => _assets.GetValueOrDefault(asset);

    private ValueTask<T> Read<T>(Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return ValueTask.FromResult(read());
        }
    }

    /// <summary>Sequences ascend but pruning leaves holes, so the place is searched.</summary>
    private int FindIndexAfter(long sequence)
    {
        int low = 0;
        int high = _events.Count;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_events[middle].Sequence <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
