using System.Globalization;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Hosting;

/// <summary>Tells a run in the terminal, one line for each thing that ended.</summary>
/// <param name="output">Standard output.</param>
internal sealed class RunNarrator(TextWriter output)
{
    /// <summary>Follows a run until it has ended.</summary>
    /// <returns>The event that ended it.</returns>
    public async Task<RunEvent> FollowAsync(IEventLog log, Run run, CancellationToken cancellationToken)
    {
        Dictionary<string, DateTimeOffset> started = new(StringComparer.Ordinal);
        int done = 0;
        long from = await log.GetLastSequenceAsync(cancellationToken).ConfigureAwait(false);
        await foreach (RunEvent told in ReadThenFollowAsync(log, run.Id, from, cancellationToken).ConfigureAwait(false))
        {
            switch (told)
            {
                case StepStarted { StepKey: { } step }:
                    started[step.Value] = told.Timestamp;
                    break;
                case AssetMaterialized materialized:
                    TimeSpan took = told.Timestamp - started.GetValueOrDefault(told.StepKey?.Value ?? "", told.Timestamp);
                    Line(materialized, ++done, run.Steps.Total, took);
                    break;
                case StepFailed failed:
                    output.WriteLine($"  ✗ {failed.StepKey}: {failed.Error.Message}");
                    break;
                case StepSkipped skipped:
                    output.WriteLine($"  – {skipped.StepKey}: skipped");
                    break;
                case AssetCheckEvaluated { Passed: false } check:
                    output.WriteLine($"  ! {check.AssetKey}: check {check.CheckName} ({check.Severity}): {check.Message}");
                    break;
                case RunSucceeded or RunFailed or RunCanceled or RunInterrupted:
                    return told;
                default:
                    break;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private void Line(AssetMaterialized materialized, int done, int total, TimeSpan took)
    {
        string rows = materialized.Metadata.TryGetValue("rows", out MetadataValue? value) && value.NumberOrNull is { } count
            ? string.Create(CultureInfo.InvariantCulture, $"{count,12:N0} rows")
            : "";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  ✓ [{done,2}/{total}] {materialized.AssetKey,-32} {rows,17}  {took.TotalSeconds,6:F2} s"));
    }

    private static async IAsyncEnumerable<RunEvent> ReadThenFollowAsync(
        IEventLog log, RunId run, long upTo, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RunEvent told in log.ReadRunAsync(run, 0, cancellationToken).ConfigureAwait(false))
        {
            if (told.Sequence <= upTo)
            {
                yield return told;
            }
        }

        await foreach (RunEvent told in log.SubscribeAsync(upTo, cancellationToken).ConfigureAwait(false))
        {
            if (told.RunId == run)
            {
                yield return told;
            }
        }
    }
}
