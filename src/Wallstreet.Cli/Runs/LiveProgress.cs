using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Cli.Runs;

/// <summary>A bar for each asset at work, and a line above them for each that is done: for terminals.</summary>
/// <param name="screen">The terminal.</param>
internal sealed class LiveProgress(IAnsiConsole screen) : IProgressView
{
    private readonly Dictionary<int, AssetProgress> _byTask = [];

    /// <inheritdoc />
    public Task ShowAsync(RunProgress progress, IAsyncEnumerable<RunEvent> events) => screen
        .Progress()
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new FactsColumn(_byTask),
            new ElapsedTimeColumn(), new SpinnerColumn())
        .StartAsync(context => ShowAsync(progress, events, context));

    private async Task ShowAsync(RunProgress progress, IAsyncEnumerable<RunEvent> events, ProgressContext context)
    {
        int width = progress.Assets.Select(static a => a.Key.Path.Length).DefaultIfEmpty(0).Max();
        Dictionary<AssetKey, ProgressTask> tasks = [];
        await foreach (RunEvent runEvent in events.ConfigureAwait(false))
        {
            if (PlainProgress.FindRemark(runEvent) is { } remark)
            {
                screen.MarkupLineInterpolated($"[yellow]{remark}[/]");
            }

            if (progress.Apply(runEvent) is not { } asset)
            {
                continue;
            }

            if (!tasks.TryGetValue(asset.Key, out ProgressTask? task))
            {
                task = context.AddTask(Markup.Escape(asset.Key.Path), maxValue: asset.Total);
                tasks.Add(asset.Key, task);
                _byTask[task.Id] = asset;
            }

            task.Value = asset.Done;
            if (asset.IsDone && runEvent is StepSucceeded or StepFailed or StepSkipped)
            {
                task.StopTask();
                string colour = asset.Outcome switch { "failed" => "red", "skipped" => "grey", _ => "green" };
                string sign = asset.Outcome switch { "failed" => "x", "skipped" => "-", _ => "+" };
                screen.MarkupLine($"[{colour}]{sign}[/] {Markup.Escape(PlainProgress.LineOf(asset, width))}");
            }
        }
    }

    /// <summary>Steps, rows, and what is being done.</summary>
    private sealed class FactsColumn(Dictionary<int, AssetProgress> byTask) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            if (!byTask.TryGetValue(task.Id, out AssetProgress? asset))
            {
                return Text.Empty;
            }

            List<string> facts = [];
            if (asset.Total > 1)
            {
                facts.Add(string.Create(CultureInfo.InvariantCulture, $"{asset.Done:N0}/{asset.Total:N0}"));
            }

            if (asset.Rows is { } rows)
            {
                facts.Add(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows"));
            }

            if (asset.Message is { } message)
            {
                facts.Add(message);
            }

            return new Text(string.Join("  ", facts), new Style(Color.Grey)).Overflow(Overflow.Ellipsis);
        }
    }
}
