using Microsoft.Extensions.Logging;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Cli.Runs;

/// <summary>Events in words.</summary>
internal static class EventText
{
    /// <summary>How much an event matters: <c>debug</c>, <c>info</c>, <c>warn</c> or <c>error</c>.</summary>
    public static string LevelOf(RunEvent runEvent) => runEvent switch
    {
        LogWritten log => LevelOf(log.Level),
        StepFailed or RunFailed or RunInterrupted => "error",
        StepRetried or RunCanceled => "warn",
        AssetCheckEvaluated { Passed: false } check => check.Severity == CheckSeverity.Error ? "error" : "warn",
        StepProgressed => "debug",
        _ => "info",
    };

    /// <summary>What happened, in a sentence without the step's name.</summary>
    public static string Describe(RunEvent runEvent) => runEvent switch
    {
        RunQueued queued => $"Run of {queued.Selection} asked for by {queued.Trigger}.",
        RunStarted started => $"Run started with {started.StepCount} steps.",
        RunSucceeded => "Run succeeded.",
        RunFailed failed => $"Run failed: {failed.Message}",
        RunCanceled canceled => $"Run canceled. {canceled.Reason}".TrimEnd(),
        RunCancelRequested request => $"Asked to stop by {request.RequestedBy ?? "somebody"}.",
        RunInterrupted interrupted => $"Run interrupted. {interrupted.Reason}",
        LogWritten log => log.Exception is null ? log.Message : $"{log.Message} {log.Exception}",
        _ => DescribeStep(runEvent),
    };

    private static string DescribeStep(RunEvent runEvent) => runEvent switch
    {
        StepStarted started => started.Attempt > 1 ? $"Started, attempt {started.Attempt}." : "Started.",
        StepProgressed progress => progress.Fraction is { } share ? $"{progress.Message} ({share:P0})" : progress.Message ?? "",
        StepRetried retried => $"Attempt {retried.Attempt} failed, next in {Cell.DurationText(retried.Delay)}: {retried.Error.Message}",
        StepSucceeded succeeded => $"Succeeded in {Cell.DurationText(succeeded.Duration)}.",
        StepFailed failed => $"Failed: {failed.Error.Message}",
        StepSkipped skipped => $"Skipped. {skipped.Reason}",
        _ => DescribeAsset(runEvent),
    };

    private static string DescribeAsset(RunEvent runEvent) => runEvent switch
    {
        AssetMaterialized made => $"Materialized{RowsText(made)}.",
        AssetObserved => "Observed.",
        AssetCheckEvaluated check => $"Check {check.CheckName} {(check.Passed ? "passed" : "failed")}. {check.Message}".TrimEnd(),
        _ => runEvent.TypeName,
    };

    private static string RowsText(AssetMaterialized made)
    {
        string rows = MaterializationFacts.FindRows(made) is { } count ? $" {Cell.Count(count).Text} rows" : "";
        string version = MaterializationFacts.FindVersion(made) is { } number ? $" as version {number}" : "";
        return rows + version;
    }

    private static string LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "info",
    };
}
