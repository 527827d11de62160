using System.Text.Json.Serialization;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

/// <summary>
/// Something that happened to a run, a step or an asset. Events are appended to the <see cref="IEventLog" /> before they
/// are acted on, and are never changed.
/// </summary>
/// <remarks>
/// As JSON an event is an object whose first member is <c>type</c>, a stable name in snake case
/// (<c>"asset_materialized"</c>). Members may be added in later versions and are ignored by earlier ones; a type that
/// this version does not know becomes an <see cref="UnknownRunEvent" /> that keeps the original text.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunQueued), "run_queued")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(RunSucceeded), "run_succeeded")]
[JsonDerivedType(typeof(RunFailed), "run_failed")]
[JsonDerivedType(typeof(RunCanceled), "run_canceled")]
[JsonDerivedType(typeof(RunInterrupted), "run_interrupted")]
[JsonDerivedType(typeof(RunCancelRequested), "run_cancel_requested")]
[JsonDerivedType(typeof(StepStarted), "step_started")]
[JsonDerivedType(typeof(StepProgressed), "step_progressed")]
[JsonDerivedType(typeof(StepRetried), "step_retried")]
[JsonDerivedType(typeof(StepSucceeded), "step_succeeded")]
[JsonDerivedType(typeof(StepFailed), "step_failed")]
[JsonDerivedType(typeof(StepSkipped), "step_skipped")]
[JsonDerivedType(typeof(AssetMaterialized), "asset_materialized")]
[JsonDerivedType(typeof(AssetObserved), "asset_observed")]
[JsonDerivedType(typeof(AssetCheckEvaluated), "asset_check_evaluated")]
[JsonDerivedType(typeof(LogWritten), "log_written")]
public abstract record RunEvent
{
    /// <summary>The run in which it happened.</summary>
    [JsonRequired]
    public RunId RunId { get; init; }

    /// <summary>When it happened, UTC.</summary>
    [JsonRequired]
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>
    /// The place in the log, from 1 and without gaps over all runs; 0 until the event is appended. The log gives it.
    /// </summary>
    [JsonIgnore]
    public long Sequence { get; init; }

    /// <summary>The step, or null when it concerns the whole run.</summary>
    public StepKey? StepKey { get; init; }

    /// <summary>The asset, or null when it concerns none.</summary>
    public AssetKey? AssetKey { get; init; }

    /// <summary>The partitions of <see cref="AssetKey" /> it concerns; empty for an asset without partitions.</summary>
    public IReadOnlyList<PartitionKey> Partitions { get; init => field = value ?? []; } = [];

    /// <summary>The stable name of this type in JSON and in stores, for example <c>step_started</c>.</summary>
    [JsonIgnore]
    public virtual string TypeName => RunEventTypes.GetName(GetType());
}
