using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Cli.Tables;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Cli.Assets;

/// <summary><c>assets show</c>: everything about one asset.</summary>
internal static class AssetDescription
{
    private static readonly Column[] _checkColumns =
    [
        new("name"), new("severity"), new("blocking"), new("passed"), new("timestamp"), new("message"), new("description"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> key = new("asset") { Description = "The asset's key (silver/daily_bars) or table name", HelpName = "KEY" };
        Command command = new("show", "Show an asset: status and why, upstreams, partitions, checks, schema, source") { key };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            AssetGraph graph = context.Get<AssetGraph>();
            AssetDefinition asset = graph.Get(context.Parsed.GetValue(key)!);
            IReadOnlyList<AssetOverview> overview = await AssetOverviewReader.ReadAsync(context, [asset], cancellationToken).ConfigureAwait(false);
            DeltaTable? table = await context.Get<Lake>().FindTableAsync(asset.Key.ToTableName(), cancellationToken).ConfigureAwait(false);
            Snapshot? snapshot = table is null ? null : await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            context.Rows.PrintObject(Describe(graph, overview[0], snapshot));
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Members Describe(AssetGraph graph, AssetOverview overview, Snapshot? snapshot)
    {
        AssetDefinition asset = overview.Definition;
        Members members = new()
        {
            { "key", asset.Key.Path },
            { "description", asset.Description },
            { "status", overview.Status },
            { "staleReasons", overview.Staleness?.Reasons ?? [] },
            { "group", asset.Group },
            { "kinds", asset.Kinds },
            { "owners", asset.Owners },
            { "tags", Members.Of(asset.Tags) },
            { "upstreams", graph.GetUpstreams(asset.Key).Select(static up => up.Key.Path).ToArray() },
            { "downstreams", graph.GetDownstreams(asset.Key).Select(static down => down.Key.Path).ToArray() },
            { "partitions", AssetListing.PartitionsOf(overview) },
            { "partitionsDescription", asset.Partitions?.Description },
            { "codeVersion", asset.CodeVersion },
            { "source", SourceOf(asset) },
            { "tableName", asset.Key.ToTableName() },
        };
        AddTable(members, snapshot);
        AddMaterialization(members, overview.State?.Materialization);
        members.Add("checks", new RowSet(_checkColumns, [.. asset.Checks.Select(check => RowOf(check, overview))]));
        members.Add("schema", snapshot is null ? null : TableDescription.ColumnsOf(snapshot.Schema));
        return members;
    }

    private static Cell? SourceOf(AssetDefinition asset) => asset.Source is not { } source
        ? null
        : new Cell(
            source.Line is { } line ? $"{source.File}:{line}" : source.File,
            new Members { { "file", source.File }, { "line", source.Line }, { "language", source.Language }, { "text", source.Text } });

    private static void AddTable(Members members, Snapshot? snapshot)
    {
        members.Add("version", snapshot?.Version);
        members.Add("rows", Cell.Count(snapshot?.RowCount));
        members.Add("sizeBytes", Cell.Size(snapshot?.SizeBytes));
    }

    private static void AddMaterialization(Members members, AssetMaterialized? made)
    {
        members.Add("materializedAt", Cell.Time(made?.Timestamp));
        members.Add("runId", made?.RunId.Value);
        members.Add("dataVersion", made?.DataVersion);
        members.Add("metadata", made is null ? null : MetadataOf(made));
    }

    private static Members MetadataOf(AssetMaterialized made)
    {
        Members members = [];
        foreach ((string name, MetadataValue value) in made.Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (ValueOf(value) is { } shown)
            {
                members.Add(name, shown);
            }
        }

        return members;
    }

    // The schema stands below as a table of its own.
    private static object? ValueOf(MetadataValue value) => value switch
    {
        MetadataValue.WholeNumber whole => whole.Value,
        MetadataValue.Number number => number.Value,
        MetadataValue.Flag flag => flag.Value,
        MetadataValue.Text text => text.Value,
        MetadataValue.Markdown markdown => markdown.Value,
        MetadataValue.Json json => json.Value,
        MetadataValue.Url url => url.Value,
        MetadataValue.Path path => path.Value,
        MetadataValue.Timestamp time => time.Value,
        MetadataValue.TableVersion version => $"{version.Table} version {version.Version}",
        _ => null,
    };

    private static object?[] RowOf(AssetCheckDefinition check, AssetOverview overview)
    {
        AssetCheckEvaluated? last = overview.Checks.FirstOrDefault(evaluated => evaluated.CheckName == check.Name);
        return
        [
            check.Name, check.Severity.ToString().ToLowerInvariant(), check.Blocking, last?.Passed, Cell.Time(last?.Timestamp), last?.Message,
            check.Description,
        ];
    }
}
