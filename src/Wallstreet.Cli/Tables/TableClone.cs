using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table clone</c>: a table of another's version, without a copy of its files.</summary>
internal static class TableClone
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> source = new("source") { Description = "The table to clone: a name or a location", HelpName = "SOURCE" };
        Argument<string> target = new("target") { Description = "The clone: a dotted name of the lake, or a location", HelpName = "TARGET" };
        Option<long?> version = new("--version") { Description = "Clone an earlier version", HelpName = "N" };
        Option<string?> timestamp = TableRestore.NewTimestampOption("Clone what was the newest version at a time");
        Command command = new("clone", "Make a table of another's version without copying its files (a shallow clone)")
        {
            source, target, version, timestamp,
        };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            CloneRequest request = new()
            {
                Version = context.Parsed.GetValue(version),
                Timestamp = TableRestore.ReadTimestamp(context.Parsed.GetValue(timestamp)),
            };
            if (request is { Version: not null, Timestamp: not null })
            {
                throw new UsageException("Name a version or a time, not both.");
            }

            DeltaTable found = await TableLookup.GetAsync(context, context.Parsed.GetValue(source)!, cancellationToken).ConfigureAwait(false);
            string place = context.Parsed.GetValue(target)!;
            DeltaTable clone = await found.CloneAsync(TableStores.Open(context, place), request, cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = await clone.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            context.Rows.PrintObject(new Members
            {
                { "name", TableLookup.NameOf(place) },
                { "location", clone.Location.ToString() },
                { "source", found.Location.ToString() },
                { "version", snapshot.Version },
                { "files", Cell.Count(snapshot.FileCount) },
                { "sizeBytes", Cell.Size(snapshot.SizeBytes) },
                { "rows", Cell.Count(snapshot.RowCount) },
            });
            return ExitCodes.Success;
        }));
        return frame.WithExamples(command, "table clone gold.daily_prices gold.daily_prices_try", "table clone gold.daily_prices ./try --version 3");
    }
}
