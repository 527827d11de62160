using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table vacuum</c>: deletes files that no kept version needs.</summary>
internal static class TableVacuum
{
    private const int FilesForPeople = 20;

    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<string?> retain = new("--retain")
        {
            Description = "Keep what a version needed within this time: 168h, 7d (the table's delta.deletedFileRetentionDuration, else 7 days)",
            HelpName = "TIME",
        };
        Option<bool> dryRun = new("--dry-run") { Description = "Show what would be deleted; delete nothing" };
        Option<bool> lite = new("--lite") { Description = "Look at the log only: what commits removed since the last vacuum" };
        Option<bool> force = new("--force-short-retention")
        {
            Description = "Allow --retain below the table's own: readers of older versions and long writers lose files",
        };
        Command command = new("vacuum", "Delete files that no kept version needs") { table, retain, dryRun, lite, force };
        command.SetAction(frame.WithTable(table, Read, async (context, found, request, cancellationToken) =>
        {
            VacuumResult result;
            using (WorkProgressView view = new(context))
            {
                result = await found.VacuumAsync(request, CleanupProgress.Of(view), cancellationToken).ConfigureAwait(false);
            }

            Print(context, result, request);
        }));
        return frame.WithExamples(command, "table vacuum silver.daily_bars --dry-run", "table vacuum silver.daily_bars --retain 30d");

        VacuumRequest Read(CommandContext context) => new()
        {
            Retention = TimeText.Read("--retain", context.Parsed.GetValue(retain)),
            DryRun = context.Parsed.GetValue(dryRun),
            Lite = context.Parsed.GetValue(lite),
            AllowShortRetention = context.Parsed.GetValue(force),
        };
    }

    private static void Print(CommandContext context, VacuumResult result, VacuumRequest request)
    {
        int shown = context.Rows.IsForPeople ? FilesForPeople : int.MaxValue;
        Members members = new()
        {
            { "dryRun", request.DryRun },
            { "filesDeleted", Cell.Count(request.DryRun ? 0 : result.Files.Count) },
            { "filesToDelete", Cell.Count(request.DryRun ? result.Files.Count : 0) },
            { "sizeBytes", Cell.Size(result.SizeBytes) },
            { "filesKept", Cell.Count(result.FilesKept) },
            { "cutoff", Cell.Time(result.Cutoff) },
            { "version", result.Version },
        };
        if (request.DryRun)
        {
            members.Add("files", new RowSet([new Column("path")], [.. result.Files.Take(shown).Select(static file => new object?[] { file })]));
        }

        context.Rows.PrintObject(members);
        if (request.DryRun && result.Files.Count > shown)
        {
            context.Remark($"{result.Files.Count - shown} more files are not shown: --format json gives all.");
        }
    }
}
