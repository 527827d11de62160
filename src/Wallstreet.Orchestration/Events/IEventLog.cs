using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>
/// The log of everything that happened, in one order, and what follows from it per asset and partition.
/// </summary>
/// <remarks>
/// <para>Order: sequences start at 1, grow by one, over all runs and processes; a reader never sees n before n - 1.</para>
/// <para>Atomicity: the events of one append get adjacent sequences and become visible together or not at all, together
/// with the latest materializations, failures, checks and numbers that follow from them.</para>
/// <para>Durability: when an append returns, the events survive the end of the process. An append that was cancelled or
/// threw may still have happened; read the run to find out.</para>
/// <para>Ownership: the log keeps the events it is given; they must not change afterwards.</para>
/// </remarks>
public interface IEventLog
{
    /// <summary>Appends events. Concurrent appends are joined into one commit.</summary>
    /// <param name="events">The events; their sequences are ignored. May be empty.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The sequence of the first event (the others follow it without gaps), or the last sequence when there is none.</returns>
    /// <exception cref="OrchestrationStoreException">The events could not be stored.</exception>
    ValueTask<long> AppendAsync(IReadOnlyList<RunEvent> events, CancellationToken cancellationToken);

    /// <summary>The sequence of the newest event; 0 when there is none.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<long> GetLastSequenceAsync(CancellationToken cancellationToken);

    /// <summary>Reads the events of one run in order, up to the newest at the time of the call.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="afterSequence">Read what is later than this; 0 reads from the start.</param>
    /// <param name="cancellationToken">Cancels.</param>
    IAsyncEnumerable<RunEvent> ReadRunAsync(RunId runId, long afterSequence, CancellationToken cancellationToken);

    /// <summary>Reads events in order, up to the newest at the time of the call.</summary>
    /// <param name="afterSequence">Read what is later than this; 0 reads from the start.</param>
    /// <param name="filter">Which events.</param>
    /// <param name="cancellationToken">Cancels.</param>
    IAsyncEnumerable<RunEvent> ReadAsync(long afterSequence, EventFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Reads every event later than a sequence, then follows the log without end: each event once, in order, whichever
    /// process appended it. A slow reader is not a burden to writers.
    /// </summary>
    /// <param name="afterSequence">Where to begin; 0 begins at the start.</param>
    /// <param name="cancellationToken">Ends the subscription with <see cref="OperationCanceledException" />.</param>
    IAsyncEnumerable<RunEvent> SubscribeAsync(long afterSequence, CancellationToken cancellationToken);

    /// <summary>The newest materialization of an asset, or of one partition of it; null when there is none.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="partition">The partition, or null for the newest of any partition.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<AssetMaterialized?> FindLatestMaterializationAsync(
        AssetKey asset, PartitionKey? partition, CancellationToken cancellationToken);

    /// <summary>
    /// The newest materialization of every partition of an asset. Partitions that were made together share one event.
    /// </summary>
    /// <param name="asset">The asset.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyDictionary<PartitionKey, AssetMaterialized>> GetLatestPartitionMaterializationsAsync(
        AssetKey asset, CancellationToken cancellationToken);

    /// <summary>The materializations of an asset, newest first.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="partition">Only those that contain this partition, or null for all.</param>
    /// <param name="beforeSequence">Only earlier ones than this, or null to begin with the newest.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<AssetMaterialized>> ReadMaterializationsAsync(
        AssetKey asset, PartitionKey? partition, long? beforeSequence, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The newest failure of a step of this asset, or of one partition of it; null when there is none. It is told even
    /// when the asset was materialized since: compare the sequences.
    /// </summary>
    /// <param name="asset">The asset.</param>
    /// <param name="partition">The partition, or null for the newest of any partition.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<StepFailed?> FindLatestFailureAsync(AssetKey asset, PartitionKey? partition, CancellationToken cancellationToken);

    /// <summary>What is known of every asset that the log ever told of.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyDictionary<AssetKey, AssetState>> GetAssetStatesAsync(CancellationToken cancellationToken);

    /// <summary>The state of every partition of an asset that was ever materialized or failed.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyDictionary<PartitionKey, PartitionState>> GetPartitionStatesAsync(
        AssetKey asset, CancellationToken cancellationToken);

    /// <summary>How many partitions of each asset are materialized and failed; assets without partitions are left out.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyDictionary<AssetKey, PartitionCounts>> CountPartitionsAsync(CancellationToken cancellationToken);

    /// <summary>The newest result of every check of an asset, by name; of all assets when <paramref name="asset" /> is null.</summary>
    /// <param name="asset">The asset, or null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<AssetCheckEvaluated>> GetLatestChecksAsync(AssetKey? asset, CancellationToken cancellationToken);

    /// <summary>The results of one check, newest first.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="checkName">The check.</param>
    /// <param name="limit">At most so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<AssetCheckEvaluated>> ReadCheckHistoryAsync(
        AssetKey asset, string checkName, int limit, CancellationToken cancellationToken);

    /// <summary>The numbers that the materializations and observations of an asset told under one name, oldest first.</summary>
    /// <param name="asset">The asset.</param>
    /// <param name="name">The name of the metadata.</param>
    /// <param name="limit">The newest so many, 1 to 10,000.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<IReadOnlyList<MetadataPoint>> ReadMetadataSeriesAsync(
        AssetKey asset, string name, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Removes log lines and progress that are older than a time; what happened to runs, steps and assets stays.
    /// The sequences of removed events are not given again, and readers pass over them.
    /// </summary>
    /// <param name="before">Remove what is older than this.</param>
    /// <param name="cancellationToken">Cancels between portions.</param>
    /// <returns>How many events were removed.</returns>
    ValueTask<long> PruneLogAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
