using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Web.Events;

/// <summary>Says events in the words of the API.</summary>
internal static class EventWords
{
    public static LiveEvent ToLive(RunEvent runEvent) => new(runEvent.Sequence, runEvent.TypeName, runEvent.Timestamp, runEvent.RunId.Value)
    {
        StepKey = runEvent.StepKey?.Value,
        Asset = runEvent.AssetKey?.Path,
        Partition = Partitions(runEvent.Partitions),
        Status = Status(runEvent),
        Message = Message(runEvent),
    };

    /// <summary>The name of the stream's message: <c>run</c>, <c>step</c>, <c>asset</c>, <c>check</c> or <c>log</c>.</summary>
    public static string Channel(RunEvent runEvent) => runEvent switch
    {
        AssetMaterialized or AssetObserved => "asset",
        AssetCheckEvaluated => "check",
        LogWritten => "log",
        _ when runEvent.TypeName.StartsWith("step_", StringComparison.Ordinal) => "step",
        _ => "run",
    };

    public static string? Partitions(IReadOnlyList<PartitionKey> partitions) => partitions.Count switch
    {
        0 => null,
        1 => partitions[0].Value,
        _ => $"{partitions[0].Value}..{partitions[^1].Value}",
    };

    public static string? Status(RunEvent runEvent) => runEvent switch
    {
        RunQueued => "queued",
        RunStarted or StepStarted or StepProgressed => "running",
        RunSucceeded or StepSucceeded => "succeeded",
        RunFailed or StepFailed => "failed",
        RunCanceled => "canceled",
        RunInterrupted => "interrupted",
        StepRetried => "retrying",
        StepSkipped => "skipped",
        AssetCheckEvaluated check => check.Passed ? "passed" : "failed",
        _ => null,
    };

    public static string? Message(RunEvent runEvent) => runEvent switch
    {
        LogWritten log => log.Exception is null ? log.Message : log.Message + "\n" + log.Exception,
        RunQueued queued => $"Asked for by {queued.Trigger ?? "somebody"}: {queued.Selection}",
        RunStarted started => FormattableString.Invariant($"Started with {started.StepCount} steps"),
        RunFailed failed => failed.Message,
        RunInterrupted interrupted => interrupted.Reason,
        RunCanceled canceled => canceled.Reason,
        AssetMaterialized { Metadata.Count: > 0 } materialized => Materialized(materialized),
        AssetCheckEvaluated check => check.Message ?? (check.Passed ? $"{check.CheckName} passed" : $"{check.CheckName} failed"),
        _ => StepMessage(runEvent),
    };

    private static string? Materialized(AssetMaterialized materialized)
    {
        List<string> words = [];
        if (materialized.Metadata.TryGetValue("rows", out MetadataValue? rows) && rows.NumberOrNull is { } count)
        {
            words.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{count:N0} rows"));
        }

        MetadataValue.TableVersion? version = materialized.Metadata.Values.OfType<MetadataValue.TableVersion>()
            .FirstOrDefault(table => table.Table == materialized.AssetKey?.ToTableName());
        if (version is not null)
        {
            words.Add(FormattableString.Invariant($"{version.Table} version {version.Version}"));
        }

        return words.Count == 0 ? null : string.Join(", ", words);
    }

    public static string Level(RunEvent runEvent) => runEvent switch
    {
        LogWritten log => LevelName(log.Level),
        RunFailed or StepFailed or RunInterrupted => "error",
        StepRetried or RunCanceled or StepSkipped => "warning",
        AssetCheckEvaluated { Passed: false } check => check.Severity == CheckSeverity.Error ? "error" : "warning",
        StepProgressed => "debug",
        _ => "information",
    };

    public static IReadOnlyDictionary<string, MetadataValue>? Metadata(RunEvent runEvent) => runEvent switch
    {
        AssetMaterialized { Metadata.Count: > 0 } materialized => materialized.Metadata,
        AssetObserved { Metadata.Count: > 0 } observed => observed.Metadata,
        AssetCheckEvaluated { Metadata.Count: > 0 } check => check.Metadata,
        _ => null,
    };

    public static string ErrorText(StepError error)
    {
        string text = error.Type is { } type ? $"{type[(type.LastIndexOf('.') + 1)..]}: {error.Message}" : error.Message;
        return error.StandardError.Count == 0 ? text : text + "\n" + string.Join('\n', error.StandardError);
    }

    private static string? StepMessage(RunEvent runEvent) => runEvent switch
    {
        StepFailed failed => ErrorText(failed.Error),
        StepRetried retried => FormattableString.Invariant(
            $"Attempt {retried.Attempt} failed, the next in {retried.Delay.TotalSeconds:0.#} s: {ErrorText(retried.Error)}"),
        StepSkipped skipped => skipped.Reason,
        StepProgressed progressed => progressed.Message
            ?? (progressed.Fraction is { } fraction ? FormattableString.Invariant($"{fraction:P0}") : null),
        StepSucceeded succeeded => FormattableString.Invariant($"Took {succeeded.Duration.TotalMilliseconds:#,##0} ms"),
        StepStarted { Attempt: > 1 } started => FormattableString.Invariant($"Attempt {started.Attempt}"),
        _ => null,
    };

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => "information",
    };
}
