using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table restore</c>: makes an earlier version the newest again.</summary>
internal static class TableRestore
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Command command = new("restore", "Make an earlier version the newest again, as a commit of its own") { table };
        HistoryPointOptions point = new(command, "The version to restore", "Restore what was the newest version at a time");
        command.SetAction(frame.WithTable(table, Read, async (context, found, request, cancellationToken) =>
        {
            RestoreResult result = await found.RestoreAsync(request, cancellationToken).ConfigureAwait(false);
            if (result.FilesRestored + result.FilesRemoved == 0)
            {
                context.Remark($"No file came or went: version {result.RestoredVersion} has the rows that the table has.");
            }

            context.Rows.PrintObject(new Members
            {
                { "version", result.Version },
                { "restoredVersion", result.RestoredVersion },
                { "filesRestored", Cell.Count(result.FilesRestored) },
                { "sizeRestoredBytes", Cell.Size(result.BytesRestored) },
                { "filesRemoved", Cell.Count(result.FilesRemoved) },
                { "sizeRemovedBytes", Cell.Size(result.BytesRemoved) },
            });
        }));
        return frame.WithExamples(command, "table restore gold.daily_prices --version 3",
            "table restore gold.daily_prices --timestamp 2024-05-01T16:00:00Z");

        RestoreRequest Read(CommandContext context) => new(point.Read(context)
            ?? throw new UsageException("Name the version to restore: --version N or --timestamp TIME."));
    }
}
