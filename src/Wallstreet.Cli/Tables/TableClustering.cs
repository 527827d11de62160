using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table cluster</c>: sets the columns that a table is clustered by.</summary>
internal static class TableClustering
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableCommand.NewTableArgument();
        Option<string?> by = new("--by") { Description = "The columns, at most four: symbol,session", HelpName = "COLUMNS" };
        Option<bool> none = new("--none") { Description = "Take the clustering off" };
        Command command = new("cluster", "Set the columns that table optimize lays the table out by (liquid clustering)") { table, by, none };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            string[] names = (context.Parsed.GetValue(by) ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (names.Length > 0 == context.Parsed.GetValue(none))
            {
                throw new UsageException("Name the columns with --by, or take the clustering off with --none.");
            }

            DeltaTable found = await TableLookup.GetAsync(context, context.Parsed.GetValue(table)!, cancellationToken).ConfigureAwait(false);
            Snapshot before = await found.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            ColumnPath[] columns = [.. names.Select(name => new ColumnPath(before.Schema.Find(name) is null ? name.Split('.') : [name]))];
            CommittedVersion? committed = await found.ClusterByAsync(columns, null, cancellationToken).ConfigureAwait(false);
            context.Rows.PrintObject(new Members
            {
                { "version", committed?.Version ?? before.Version },
                { "clusteringColumns", columns.Select(static column => column.ToString()).ToArray() },
                { "changed", committed is not null },
            });
            return ExitCodes.Success;
        }));
        return frame.WithExamples(command, "table cluster silver.daily_bars --by symbol,session", "table cluster silver.daily_bars --none");
    }
}
