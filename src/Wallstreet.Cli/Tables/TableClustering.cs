using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table cluster</c>: sets the columns that a table is clustered by.</summary>
internal static class TableClustering
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<string?> by = new("--by") { Description = "The columns, at most four: symbol,session", HelpName = "COLUMNS" };
        Option<bool> none = new("--none") { Description = "Take the clustering off" };
        Command command = new("cluster", "Set the columns that table optimize lays the table out by (liquid clustering)") { table, by, none };
        command.SetAction(frame.WithTable(table, context => ReadList(context, by, none), async (context, found, list, cancellationToken) =>
        {
            Snapshot before = await found.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ColumnPath> columns = ColumnPathText.ResolveAll(before.Schema, list);
            CommittedVersion? committed = await found.ClusterByAsync(columns, null, cancellationToken).ConfigureAwait(false);
            context.Rows.PrintObject(new Members
            {
                { "version", committed?.Version ?? before.Version },
                { "clusteringColumns", columns.Select(static column => column.ToString()).ToArray() },
                { "changed", committed is not null },
            });
        }));
        return frame.WithExamples(command, "table cluster silver.daily_bars --by symbol,session", "table cluster silver.daily_bars --none");
    }

    private static string ReadList(CommandContext context, Option<string?> by, Option<bool> none)
    {
        string list = context.Parsed.GetValue(by) ?? "";
        return string.IsNullOrWhiteSpace(list) == context.Parsed.GetValue(none)
            ? list
            : throw new UsageException("Name the columns with --by, or take the clustering off with --none.");
    }
}
