using System.Globalization;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Cli.Runs;

/// <summary>A line for each asset that is done, and for what goes wrong: for pipes and logs.</summary>
/// <param name="output">Takes the lines; null shows nothing.</param>
internal sealed class PlainProgress(TextWriter? output) : IProgressView
{
    /// <inheritdoc />
    public async Task ShowAsync(RunProgress progress, IAsyncEnumerable<RunEvent> events)
    {
        int width = progress.Assets.Select(static a => a.Key.Path.Length).DefaultIfEmpty(0).Max();
        await foreach (RunEvent runEvent in events.ConfigureAwait(false))
        {
            AssetProgress? asset = progress.Apply(runEvent);
            if (output is null)
            {
                continue;
            }

            if (FindRemark(runEvent) is { } remark)
            {
                await output.WriteLineAsync(remark).ConfigureAwait(false);
            }

            if (asset is { IsDone: true } && runEvent is StepSucceeded or StepFailed or StepSkipped)
            {
                await output.WriteLineAsync(LineOf(asset!, width)).ConfigureAwait(false);
            }

            await output.FlushAsync().ConfigureAwait(false);
        }
    }

    /// <summary>An asset that is done, on one line.</summary>
    public static string LineOf(AssetProgress asset, int width)
    {
        List<string> parts = [asset.Key.Path.PadRight(width), asset.Outcome.PadRight(9)];
        if (asset.Total > 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{asset.Succeeded:N0}/{asset.Total:N0} steps"));
        }

        if (asset.Rows is { } rows)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows"));
        }

        if (asset.EndedAt - asset.StartedAt is { } duration)
        {
            parts.Add(Cell.DurationText(duration));
        }

        return string.Join("  ", parts).TrimEnd();
    }

    /// <summary>What a person should read of an event while the run goes on; null for most.</summary>
    public static string? FindRemark(RunEvent runEvent) => runEvent switch
    {
        StepRetried or AssetCheckEvaluated { Passed: false } => $"{runEvent.StepKey}: {EventText.Describe(runEvent)}",
        LogWritten when EventText.LevelOf(runEvent) is "warn" or "error" => $"{runEvent.StepKey}: {EventText.Describe(runEvent)}",
        _ => null,
    };
}
