using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Output;
using Wallstreet.Insight.Library;
using Wallstreet.Insight.Parsing;

namespace Wallstreet.Cli.Dashboards;

/// <summary><c>dashboards</c>: the dashboards of the project.</summary>
internal static class DashboardsCommand
{
    private static readonly Column[] _columns =
    [
        new("name"), new("title"), Column.Number("tiles"), new("parameters"), new("file"), new("problem"), Column.Detail("description"), Column.Detail("tags"),
    ];

    public static Command Create(CommandFrame frame)
    {
        Command command = new("dashboards", "Look at dashboards")
        {
            CreateList(frame),
            NotYetCommand.Create(frame, "render", "Write a dashboard to a file", "The pages of \"up\" show dashboards."),
            NotYetCommand.Create(frame, "share", "Make a link that others can open", "The pages of \"up\" show dashboards."),
        };
        return frame.WithExamples(command, "dashboards list", "dashboards list --format json");
    }

    private static Command CreateList(CommandFrame frame)
    {
        Command command = new("list", "List dashboards, and those whose files are wrong");
        command.SetAction(frame.WithServices((context, _) =>
        {
            DashboardFolder folder = new(context.Get<ProjectDefinitions>().DashboardFolders);
            IReadOnlyList<DashboardReading> readings = folder.ReadAll();
            context.Rows.Print(_columns, [.. readings.Select(RowOf)], "The project has no dashboards.");
            return Task.FromResult(readings.All(static reading => reading.Dashboard is not null) ? ExitCodes.Success : ExitCodes.Failure);
        }));
        return command;
    }

    private static object?[] RowOf(DashboardReading reading) => reading.Dashboard is { } dashboard
        ?
        [
            reading.Name, dashboard.Title, dashboard.Tiles.Count, dashboard.Parameters.Select(static p => p.Name).ToArray(), dashboard.File, null,
            dashboard.Description, dashboard.Tags,
        ]
        : [reading.Name, null, null, null, reading.Problems[0].File, reading.Problems[0].ToString(), null, null];
}
