using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Cli.Runs;

/// <summary><c>materialize</c>: makes assets, in this process, and shows how it goes on.</summary>
internal static class MaterializeCommand
{
    private const string Kubernetes = "kubernetes";
    private const int StepsForPeopleMax = 200;

    private static readonly Column[] _planColumns =
    [
        new("step"), Column.Detail("asset"), Column.Number("partitions"), Column.Detail("partitionKeys"), Column.Number("level"), new("dependsOn"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> selection = new("selection")
        {
            Description = "The assets: a key, \"gold/*\", \"+x\" with upstreams, \"x+\" with downstreams, tag:k=v, group:g, kind:sql, owner:o",
            HelpName = "SELECTION",
        };
        Option<string[]> partition = new("--partition") { Description = "One partition; may be given more than once", HelpName = "K" };
        Option<string?> partitions = new("--partitions") { Description = "A range of partitions, both ends included", HelpName = "A..B" };
        Option<string> launcher = new("--launcher")
        {
            Description = "Where steps are executed: inprocess, process or kubernetes",
            HelpName = "inprocess|process|kubernetes",
            DefaultValueFactory = static _ => RunLaunchers.InProcess,
        };
        launcher.AcceptOnlyFromAmong(RunLaunchers.InProcess, RunLaunchers.Process, Kubernetes);
        Option<string[]> tag = new("--tag") { Description = "A label of the run; may be given more than once", HelpName = "K=V" };
        Option<bool> dryRun = new("--dry-run") { Description = "Show the steps and make nothing" };
        Command command = new("materialize", "Make assets and the tables they are kept in") { selection, partition, partitions, launcher, tag, dryRun };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            string chosen = context.Parsed.GetValue(launcher)!;
            if (chosen == Kubernetes)
            {
                throw new NotYetException("The launcher kubernetes is not yet in this version. Use --launcher inprocess or --launcher process.");
            }

            RunRequest request = new(AssetSelection.Parse(context.Parsed.GetValue(selection)!))
            {
                Partitions = ParsePartitions(context.Parsed.GetValue(partition) ?? [], context.Parsed.GetValue(partitions)),
                Launcher = chosen,
                Tags = ParseTags(context.Parsed.GetValue(tag) ?? []),
                Trigger = RunTrigger.Cli,
            };
            if (context.Parsed.GetValue(dryRun))
            {
                PrintPlan(context, await context.Get<StoredRunPlanner>().PlanAsync(request, cancellationToken).ConfigureAwait(false));
                return ExitCodes.Success;
            }

            return await RunFollower.SubmitAndFollowAsync(
                context,
                async token => (await context.Get<RunCoordinator>().SubmitAsync(request, token).ConfigureAwait(false)).Id,
                cancellationToken).ConfigureAwait(false);
        }));
        return frame.WithExamples(
            command,
            "materialize \"gold/*\" --dry-run",
            "materialize +silver/daily_bars --partitions 2024-01-02..2024-03-28");
    }

    private static PartitionSelection ParsePartitions(string[] keys, string? range)
    {
        if (keys.Length > 0 && range is not null)
        {
            throw new UsageException("Give --partition or --partitions, not both.");
        }

        return keys.Length > 0
            ? PartitionSelection.Of(keys.Select(static key => PartitionRange.Of(new PartitionKey(key))))
            : PartitionSelection.Parse(range);
    }

    private static Dictionary<string, string> ParseTags(string[] tags)
    {
        Dictionary<string, string> parsed = new(StringComparer.Ordinal);
        foreach (string tag in tags)
        {
            int sign = tag.IndexOf('=', StringComparison.Ordinal);
            if (sign < 1)
            {
                throw new UsageException($"--tag: \"{tag}\" is not K=V.");
            }

            parsed[tag[..sign]] = tag[(sign + 1)..];
        }

        return parsed;
    }

    private static void PrintPlan(CommandContext context, RunPlan plan)
    {
        int shown = context.Rows.IsForPeople ? StepsForPeopleMax : int.MaxValue;
        context.Rows.Print(
            _planColumns,
            [.. plan.Steps.Take(shown).Select(step => RowOf(plan, step))],
            "There is nothing to make.");
        if (plan.Steps.Count > shown)
        {
            context.Remark($"{plan.Steps.Count - shown} more steps are not shown: --format json gives all.");
        }

        context.Remark($"{plan.Steps.Count} steps of {plan.Assets.Count} assets would be executed; nothing was made.");
    }

    private static object?[] RowOf(RunPlan plan, PlannedStep step)
    {
        string[] dependencies = [.. plan.GetDependencies(step).Select(static s => s.Key.Value)];
        string text = dependencies.Length > 3 ? $"{dependencies[0]} and {dependencies.Length - 1} more" : string.Join(", ", dependencies);
        return
        [
            step.Key.Value, step.Asset.Key.Path, step.Partitions.Count, step.Partitions.Select(static p => p.Value).ToArray(), step.Level,
            new Cell(text, dependencies),
        ];
    }
}
