using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Cli.Checks;

/// <summary><c>checks run</c>: looks at assets as they are, without making them.</summary>
internal static class ChecksCommand
{
    private static readonly Column[] _columns =
    [
        new("asset"), new("check"), new("passed"), new("severity"), new("blocking"), new("message"), Column.Detail("description"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Command command = new("checks", "Check assets") { CreateRun(frame) };
        return frame.WithExamples(command, "checks run \"gold/*\"", "checks run silver/daily_bars --format json");
    }

    private static Command CreateRun(CommandFrame frame)
    {
        Argument<string> selection = new("selection") { Description = "The assets, as \"materialize\" takes them", HelpName = "SELECTION" };
        Command command = new("run", "Run the checks of assets on the data that is there, without making it; the results are kept") { selection };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            AssetSelection chosen = AssetSelection.Parse(context.Parsed.GetValue(selection)!);
            AssetDefinition[] assets = [.. chosen.Resolve(context.Get<AssetGraph>()).Where(static asset => asset.Checks.Count > 0)];
            IReadOnlyList<AssetCheckEvaluated> results = assets.Length == 0
                ? []
                : await new CheckRun(context, chosen).ExecuteAsync(assets, cancellationToken).ConfigureAwait(false);
            context.Rows.Print(
                _columns, [.. results.Select(result => RowOf(assets, result))], $"The selection \"{chosen}\" has no checks.");
            int failed = results.Count(IsError);
            context.Remark($"{results.Count(static r => r.Passed)} of {results.Count} checks passed.");
            if (failed > 0)
            {
                await context.Terminal.Errors.WriteLineAsync($"{context.ProgramName}: {failed} checks failed.").ConfigureAwait(false);
            }

            return failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    /// <summary>Whether a result is more than a warning.</summary>
    public static bool IsError(AssetCheckEvaluated result) => !result.Passed && result.Severity == CheckSeverity.Error;

    private static object?[] RowOf(AssetDefinition[] assets, AssetCheckEvaluated result)
    {
        AssetCheckDefinition? check = assets
            .FirstOrDefault(asset => asset.Key == result.AssetKey)?.Checks.FirstOrDefault(check => check.Name == result.CheckName);
        return
        [
            result.AssetKey?.Path, result.CheckName, result.Passed, result.Severity.ToString().ToLowerInvariant(), result.Blocking, result.Message,
            check?.Description,
        ];
    }
}
