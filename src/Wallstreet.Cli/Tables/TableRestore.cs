using System.CommandLine;
using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table restore</c>: makes an earlier version the newest again.</summary>
internal static class TableRestore
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableCommand.NewTableArgument();
        Option<long?> version = new("--version") { Description = "The version to restore", HelpName = "N" };
        Option<string?> timestamp = NewTimestampOption("Restore what was the newest version at a time");
        Command command = new("restore", "Make an earlier version the newest again, as a commit of its own") { table, version, timestamp };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            long? number = context.Parsed.GetValue(version);
            DateTimeOffset? moment = ReadTimestamp(context.Parsed.GetValue(timestamp));
            if (number is null == moment is null)
            {
                throw new UsageException("Name the version to restore: --version N or --timestamp TIME.");
            }

            DeltaTable found = await TableLookup.GetAsync(context, context.Parsed.GetValue(table)!, cancellationToken).ConfigureAwait(false);
            RestoreResult result = await found.RestoreAsync(
                number is { } n ? RestoreRequest.ToVersion(n) : RestoreRequest.ToTimestamp(moment!.Value), cancellationToken)
                .ConfigureAwait(false);
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
            return ExitCodes.Success;
        }));
        return frame.WithExamples(command, "table restore gold.daily_prices --version 3",
            "table restore gold.daily_prices --timestamp 2024-05-01T16:00:00Z");
    }

    public static Option<string?> NewTimestampOption(string description) => new("--timestamp")
    {
        Description = description,
        HelpName = "TIME",
    };

    public static DateTimeOffset? ReadTimestamp(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new UsageException($"--timestamp '{text}' is no time: write something like 2024-05-01T16:00:00Z.");
    }
}
