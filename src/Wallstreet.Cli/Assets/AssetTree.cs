using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Cli.Assets;

/// <summary><c>assets graph</c>: what is made from what, as an indented tree, or as nodes and edges.</summary>
internal static class AssetTree
{
    private static readonly Column[] _nodeColumns = [new("key"), new("group"), new("kinds"), new("status")];
    private static readonly Column[] _edgeColumns = [new("from"), new("to"), new("mapping")];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> selection = AssetsCommand.NewSelectionArgument();
        Command command = new("graph", "Show what is made from what; below each asset stands what is made from it") { selection };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            AssetGraph graph = context.Get<AssetGraph>();
            AssetSelection chosen = AssetSelection.Parse(context.Parsed.GetValue(selection)!);
            IReadOnlyList<AssetDefinition> assets = chosen.Resolve(graph);
            IReadOnlyList<AssetOverview> overview = await AssetOverviewReader.ReadAsync(context, assets, cancellationToken).ConfigureAwait(false);
            switch (context.Options.Format)
            {
                case OutputFormat.Json: PrintJson(context, overview); break;
                case OutputFormat.Csv: context.Rows.Print(_edgeColumns, EdgesOf(assets), ""); break;
                default: PrintTree(context, graph, overview); break;
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    private static void PrintJson(CommandContext context, IReadOnlyList<AssetOverview> overview) => context.Rows.PrintObject(new Members
    {
        { "nodes", new RowSet(_nodeColumns, [.. overview.Select(static asset => new object?[] { asset.Definition.Key.Path, asset.Definition.Group, asset.Definition.Kinds, asset.Status })]) },
        { "edges", new RowSet(_edgeColumns, EdgesOf([.. overview.Select(static asset => asset.Definition)])) },
    });

    private static List<object?[]> EdgesOf(IReadOnlyList<AssetDefinition> assets)
    {
        HashSet<AssetKey> keys = [.. assets.Select(static asset => asset.Key)];
        return
        [
            .. assets.SelectMany(asset => asset.Upstreams
                .Where(up => keys.Contains(up.Key))
                .Select(up => new object?[] { up.Key.Path, asset.Key.Path, up.Mapping?.ToString() })),
        ];
    }

    private static void PrintTree(CommandContext context, AssetGraph graph, IReadOnlyList<AssetOverview> overview)
    {
        if (overview.Count == 0)
        {
            context.Remark("The selection fits no asset.");
            return;
        }

        Dictionary<AssetKey, AssetOverview> chosen = overview.ToDictionary(static asset => asset.Definition.Key);
        HashSet<AssetKey> shown = [];
        foreach (AssetOverview root in overview.Where(asset => !graph.GetUpstreams(asset.Definition.Key).Any(up => chosen.ContainsKey(up.Key))))
        {
            PrintBranch(context, graph, chosen, shown, root, 0);
        }
    }

    private static void PrintBranch(
        CommandContext context, AssetGraph graph, Dictionary<AssetKey, AssetOverview> chosen, HashSet<AssetKey> shown, AssetOverview asset, int depth)
    {
        AssetKey key = asset.Definition.Key;
        AssetOverview[] below = [.. graph.GetDownstreams(key).Where(down => chosen.ContainsKey(down.Key)).Select(down => chosen[down.Key])];
        bool again = !shown.Add(key);
        string more = again && below.Length > 0 ? "  (what is made from it stands above)" : "";
        context.Terminal.Output.WriteLine($"{new string(' ', depth * 2)}{key}  {asset.Status}{more}");
        if (again)
        {
            return;
        }

        foreach (AssetOverview next in below)
        {
            PrintBranch(context, graph, chosen, shown, next, depth + 1);
        }
    }
}
