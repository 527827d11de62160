using System.CommandLine;
using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Cli.Runs;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Cli.Assets;

/// <summary><c>assets list</c>: assets with their status.</summary>
internal static class AssetListing
{
    private static readonly Column[] _columns =
    [
        new("key"), new("status"), new("kinds"), Column.Number("partitions"), Column.Number("rows"), Column.Number("version"),
        new("materializedAt"), new("checks"), Column.Detail("group"), Column.Detail("description"), Column.Detail("owners"),
        Column.Detail("tags"), Column.Detail("upstreams"), Column.Detail("staleReasons"), Column.Detail("runId"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> selection = AssetsCommand.NewSelectionArgument();
        Command command = new("list", "List assets with their status") { selection };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            AssetGraph graph = context.Get<AssetGraph>();
            AssetSelection chosen = AssetSelection.Parse(context.Parsed.GetValue(selection)!);
            IReadOnlyList<AssetOverview> assets = await AssetOverviewReader
                .ReadAsync(context, chosen.Resolve(graph), cancellationToken).ConfigureAwait(false);
            context.Rows.Print(_columns, [.. assets.Select(RowOf)], $"The selection \"{chosen}\" fits no asset.");
            return ExitCodes.Success;
        }));
        return command;
    }

    /// <summary>How many partitions are made, of how many.</summary>
    public static Cell? PartitionsOf(AssetOverview asset) => asset.PartitionsTotal is not { } total
        ? null
        : new Cell(
            string.Create(CultureInfo.InvariantCulture, $"{asset.Partitions.Materialized}/{total}{(asset.Partitions.Failed > 0 ? $" ({asset.Partitions.Failed} failed)" : "")}"),
            new Members
            {
                { "kind", asset.Definition.Partitions!.Kind },
                { "total", total },
                { "materialized", asset.Partitions.Materialized },
                { "failed", asset.Partitions.Failed },
            });

    /// <summary>How the newest results of the checks are.</summary>
    public static Cell ChecksOf(AssetOverview asset)
    {
        (int Count, string Word)[] told = [(asset.ChecksPassed, "passed"), (asset.ChecksFailed, "failed"), (asset.ChecksWarned, "warned")];
        return new Cell(
            string.Join(", ", told.Where(static t => t.Count > 0).Select(static t => $"{t.Count} {t.Word}")),
            new Members { { "passed", asset.ChecksPassed }, { "failed", asset.ChecksFailed }, { "warned", asset.ChecksWarned } });
    }

    private static object?[] RowOf(AssetOverview asset)
    {
        AssetMaterialized? made = asset.State?.Materialization;
        return
        [
            asset.Definition.Key.Path, asset.Status, asset.Definition.Kinds, PartitionsOf(asset),
            Cell.Count(made is null ? null : MaterializationFacts.FindRows(made)), made is null ? null : MaterializationFacts.FindVersion(made),
            Cell.Time(made?.Timestamp), ChecksOf(asset), asset.Definition.Group, asset.Definition.Description, asset.Definition.Owners,
            Members.Of(asset.Definition.Tags), asset.Definition.Upstreams.Select(static up => up.Key.Path).ToArray(),
            asset.Staleness?.Reasons ?? [], made?.RunId.Value,
        ];
    }
}
