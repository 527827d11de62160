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
        Argument<string> source = TableLookup.NewArgument("source", "The table to clone: a name or a location");
        Argument<string> target = TableLookup.NewArgument("target", "The clone: a dotted name of the lake, or a location");
        Command command = new("clone", "Make a table of another's version without copying its files (a shallow clone)")
        {
            source, target,
        };
        HistoryPointOptions point = new(command, "Clone an earlier version", "Clone what was the newest version at a time");
        command.SetAction(frame.WithTable(source, Read, async (context, found, request, cancellationToken) =>
        {
            string place = context.Parsed.GetValue(target)!;
            DeltaTable clone = await found.CloneAsync(TableLookup.OpenStore(context, place), request, cancellationToken).ConfigureAwait(false);
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
        }));
        return frame.WithExamples(command, "table clone gold.daily_prices gold.daily_prices_try", "table clone gold.daily_prices ./try --version 3");

        CloneRequest Read(CommandContext context) => new() { Point = point.Read(context) };
    }
}
