using System.CommandLine;
using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table checkpoint</c>: writes what the log comes to, so that readers need not replay it.</summary>
internal static class TableCheckpoint
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<string?> compact = new("--compact") { Description = "Write a range of commits as one file instead: 20..29", HelpName = "FROM..TO" };
        Option<bool> clean = new("--clean") { Description = "Delete commits and checkpoints that are older than delta.logRetentionDuration (30 days)" };
        Command command = new("checkpoint", "Write a checkpoint of the newest version, so that readers need not replay the log")
        {
            table, compact, clean,
        };
        command.SetAction(frame.WithTable(table, context => ReadRange(context.Parsed.GetValue(compact)), async (context, found, range, cancellationToken) =>
        {
            Snapshot snapshot = await found.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            if (range is { } versions)
            {
                await found.CompactLogAsync(versions.From, versions.To, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await found.WriteCheckpointAsync(snapshot, cancellationToken).ConfigureAwait(false);
            }

            int deleted = context.Parsed.GetValue(clean)
                ? await found.CleanLogAsync(cancellationToken).ConfigureAwait(false)
                : 0;
            context.Rows.PrintObject(new Members
            {
                { "version", snapshot.Version },
                { "checkpoint", range is null },
                { "compacted", range is { } done ? string.Create(CultureInfo.InvariantCulture, $"{done.From}..{done.To}") : null },
                { "files", Cell.Count(snapshot.FileCount) },
                { "logFilesDeleted", Cell.Count(deleted) },
            });
        }));
        return frame.WithExamples(command, "table checkpoint gold.daily_prices", "table checkpoint gold.daily_prices --clean");
    }

    private static (long From, long To)? ReadRange(string? text)
    {
        if (text is null)
        {
            return null;
        }

        string[] parts = text.Split("..");
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long from)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long to) && from < to
            ? (from, to)
            : throw new UsageException($"--compact '{text}' is no range of versions: write something like 20..29.");
    }
}
