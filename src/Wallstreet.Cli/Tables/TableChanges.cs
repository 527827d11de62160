using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Sql;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Query;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table changes</c>: the rows that came, went or changed between versions.</summary>
internal static class TableChanges
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<string> from = new("--from")
        {
            Description = "The first version, or a time: the first version that is not earlier",
            HelpName = "VERSION|TIME",
            Required = true,
        };
        Option<string?> to = new("--to")
        {
            Description = "The last version, or a time: the last version that is not later (default: the newest)",
            HelpName = "VERSION|TIME",
        };
        Option<bool> infer = new("--infer")
        {
            Description = "Infer changes that the table did not record from the files that were added and removed, where they tell",
        };
        Option<long?> limit = LeastOption.New("--limit", "At most so many rows", 1);
        Command command = new("changes", "Show the rows that came, went or changed between versions, oldest version first")
        {
            table, from, to, infer, limit,
        };
        command.SetAction(frame.WithTable(table, Read, async (context, _, range, cancellationToken) =>
        {
            string name = TableLookup.NameOf(context.Parsed.GetValue(table)!).Replace("'", "''", StringComparison.Ordinal);
            string ends = range.To is { } last ? $", to => '{last}'" : "";
            string sql = $"FROM table_changes('{name}', from => '{range.From}'{ends}, "
                + $"infer => {(context.Parsed.GetValue(infer) ? "true" : "false")}) ORDER BY _commit_version";
            QueryRequest request = new() { RowLimit = context.Parsed.GetValue(limit) };
            QueryResult result = await context.Get<QueryEngine>().QueryAsync(sql, request, cancellationToken).ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                await ResultPrinter.PrintAsync(context, result, request.RowLimit, cancellationToken).ConfigureAwait(false);
            }
        }));
        return frame.WithExamples(
            command,
            "table changes silver.daily_bars --from 3 --to 7",
            "table changes s3://bucket/table --from 2024-05-01T16:00:00Z --format json");

        ChangeRange Read(CommandContext context) => new(
            HistoryPointOptions.Read("--from", context.Parsed.GetValue(from)!),
            context.Parsed.GetValue(to) is { } last ? HistoryPointOptions.Read("--to", last) : null);
    }
}
