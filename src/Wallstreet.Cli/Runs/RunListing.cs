using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary><c>runs list</c>: the newest runs.</summary>
internal static class RunListing
{
    private const int PageSize = 1000;

    public static Command Create(CommandFrame frame)
    {
        Option<int> limit = new("--limit") { Description = "At most so many (default 100)", HelpName = "N", DefaultValueFactory = _ => 100 };
        Option<string[]> status = new("--status")
        {
            Description = "Only runs in this state: queued, starting, running, succeeded, failed, canceled, interrupted",
            HelpName = "STATUS",
            AllowMultipleArgumentsPerToken = true,
        };
        Command command = new("list", "List runs, newest first") { limit, status };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            int most = context.Parsed.GetValue(limit);
            if (most < 1)
            {
                throw new UsageException("--limit is at least 1.");
            }

            RunFilter filter = new() { Statuses = [.. (context.Parsed.GetValue(status) ?? []).Select(ParseStatus)] };
            List<object?[]> rows = [];
            string? cursor = null;
            do
            {
                RunPage page = await context.Get<IRunStore>()
                    .ListAsync(filter, Math.Min(PageSize, most - rows.Count), cursor, cancellationToken).ConfigureAwait(false);
                rows.AddRange(page.Runs.Select(RunRows.RowOf));
                cursor = page.NextCursor;
            }
            while (cursor is not null && rows.Count < most);

            context.Rows.Print(RunRows.Columns, rows, "There are no such runs.");
            if (cursor is not null)
            {
                context.Remark($"There are more runs: --limit N shows more.");
            }

            return ExitCodes.Success;
        }));
        return command;
    }

    private static RunStatus ParseStatus(string text)
    {
        try
        {
            return RunStatusExtensions.Parse(text);
        }
        catch (FormatException error)
        {
            throw new UsageException($"--status: {error.Message}");
        }
    }
}
