using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Query;

namespace Wallstreet.Cli.Sql;

/// <summary><c>sql</c>: a statement that reads, over the tables of the lake and others, now or as they were.</summary>
internal static class SqlCommand
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string?> statement = new("statement")
        {
            Description = "One statement that reads; left out or \"-\", it is read from standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> file = new("--file", "-f") { Description = "Read the statement from a file", HelpName = "FILE" };
        Option<string?> knownAt = new("--known-at")
        {
            Description = "Read every table as of a version (12) or a time (2024-05-01T16:00:00Z)",
            HelpName = "VERSION|TIME",
        };
        Option<long?> limit = new("--limit") { Description = "At most so many rows", HelpName = "N" };
        Option<string?> output = new("--output", "-o")
        {
            Description = "Write the rows to a file instead: .csv, .json or .arrow",
            HelpName = "FILE",
        };
        limit.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<long?>() is < 1)
            {
                result.AddError("--limit is at least 1.");
            }
        });
        Command command = new("sql", "Read tables with SQL; AT (VERSION => n) or AT (TIMESTAMP => '…') after a table reads it as it was")
        {
            statement, file, knownAt, limit, output,
        };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            string sql = await StatementText.ReadAsync(
                context, context.Parsed.GetValue(statement), context.Parsed.GetValue(file), cancellationToken).ConfigureAwait(false);
            QueryRequest request = new()
            {
                KnownAt = ParseKnownAt(context.Parsed.GetValue(knownAt)),
                RowLimit = context.Parsed.GetValue(limit),
            };
            string? target = context.Parsed.GetValue(output);
            ResultFile? resultFile = target is null ? null : ResultFile.For(target, context.Options.Format);
            QueryResult result = await context.Get<QueryEngine>().QueryAsync(sql, request, cancellationToken).ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                await (resultFile is null
                    ? ResultPrinter.PrintAsync(context, result, request.RowLimit, cancellationToken)
                    : resultFile.WriteAsync(context, result, cancellationToken)).ConfigureAwait(false);
            }

            return ExitCodes.Success;
        }));
        return frame.WithExamples(
            command,
            "sql \"SELECT symbol, max(close) FROM silver.daily_bars GROUP BY symbol\" --known-at 2024-05-01",
            "sql --file report.sql --output report.csv",
            "sql \"FROM delta_scan('s3://bucket/table', version => 3)\" --format json");
    }

    private static KnownAt? ParseKnownAt(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return KnownAt.TryParse(text, out KnownAt value)
            ? value
            : throw new UsageException($"--known-at: \"{text}\" is neither a version (12) nor a time (2024-05-01T16:00:00Z).");
    }
}
