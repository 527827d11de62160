using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Query;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table optimize</c>: joins small files, leaves deleted rows out, lays rows out along a curve.</summary>
internal static class TableOptimization
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<string?> where = new("--where") { Description = "Only partitions that satisfy a condition", HelpName = "CONDITION" };
        Option<string?> zorder = new("--zorder") { Description = "Lay rows out by these columns, along a Z-order curve", HelpName = "COLUMNS" };
        Option<string?> size = new("--target-size")
        {
            Description = "About how big files become (the table's delta.targetFileSize, else 128MB)",
            HelpName = "SIZE",
        };
        Option<bool> purge = new("--purge") { Description = "Rewrite the files with deleted rows, and no others" };
        Option<bool> full = new("--full") { Description = "Lay out once more what was laid out before" };
        Command command = new("optimize", "Join small files, leave deleted rows out, and lay rows out for fast reads")
        {
            table, where, zorder, size, purge, full,
        };
        command.SetAction(frame.WithTable(table, Read, async (context, found, request, cancellationToken) =>
        {
            if (context.Parsed.GetValue(zorder) is { } list)
            {
                Snapshot before = await found.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
                request = request with { ZOrderBy = ColumnPathText.ResolveAll(before.Schema, list) };
            }

            OptimizeResult result;
            using (WorkProgressView view = new(context))
            {
                result = await context.Get<QueryEngine>().OptimizeAsync(found, request, RewriteProgress.Of(view), cancellationToken)
                    .ConfigureAwait(false);
            }

            Print(context, result);
        }));
        return frame.WithExamples(command,
            "table optimize gold.daily_prices",
            "table optimize silver.daily_bars --where \"session >= DATE '2024-01-01'\" --zorder symbol",
            "table optimize ./elsewhere/some_delta_table --purge");

        OptimizeRequest Read(CommandContext context)
        {
            OptimizeRequest request = new()
            {
                Where = context.Parsed.GetValue(where),
                TargetSizeBytes = ReadSize(context.Parsed.GetValue(size)),
                Purge = context.Parsed.GetValue(purge),
                Full = context.Parsed.GetValue(full),
            };
            if (request.Purge && (context.Parsed.GetValue(zorder) is not null || request.Full))
            {
                throw new UsageException("--purge keeps rows in their order: leave --zorder and --full out.");
            }

            return request;
        }
    }

    private static void Print(CommandContext context, OptimizeResult result)
    {
        if (result.Version is null)
        {
            context.Remark($"Nothing to do: {result.FilesConsidered} {(result.FilesConsidered == 1 ? "file is as it" : "files are as they")} should be.");
            if (context.Rows.IsForPeople)
            {
                return;
            }
        }

        context.Rows.PrintObject(new Members
        {
            { "version", result.Version },
            { "commits", result.Commits },
            { "filesConsidered", Cell.Count(result.FilesConsidered) },
            { "filesSkipped", Cell.Count(result.FilesSkipped) },
            { "filesRemoved", Cell.Count(result.FilesRemoved) },
            { "sizeRemovedBytes", Cell.Size(result.BytesRemoved) },
            { "filesAdded", Cell.Count(result.FilesAdded) },
            { "sizeAddedBytes", Cell.Size(result.BytesAdded) },
            { "partitionsOptimized", Cell.Count(result.PartitionsOptimized) },
            { "deletionVectorsRemoved", Cell.Count(result.DeletionVectorsRemoved) },
            { "filesConflicted", Cell.Count(result.FilesConflicted) },
        });
    }

    private static long? ReadSize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return TargetFileSize.TryParse(text, out long bytes) && bytes >= 1L << 20
            ? bytes
            : throw new UsageException($"--target-size '{text}' is no size of at least 1MB: write something like 128MB or 1GB.");
    }
}
