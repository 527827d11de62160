using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Tables;
using Wallstreet.Delta;
using Wallstreet.Query;
using Wallstreet.Query.Statements;

namespace Wallstreet.Cli.Sql;

/// <summary><c>sql</c>: a statement over the tables of the lake and others, now or as they were; with <c>--write</c> one that changes them.</summary>
internal static class SqlCommand
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string?> statement = new("statement")
        {
            Description = "One statement that reads, or with --write one that writes; left out or \"-\", it is read from standard input",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> file = new("--file", "-f") { Description = "Read the statement from a file", HelpName = "FILE" };
        Option<string?> knownAt = new("--known-at")
        {
            Description = "Read every table as of a version (12) or a time (2024-05-01T16:00:00Z)",
            HelpName = "VERSION|TIME",
        };
        Option<long?> limit = LeastOption.New("--limit", "At most so many rows", 1);
        Option<string?> output = new("--output", "-o")
        {
            Description = "Write the rows to a file instead: .csv, .json or .arrow",
            HelpName = "FILE",
        };
        Option<bool> write = new("--write")
        {
            Description = "Allow a statement that writes: INSERT, UPDATE, DELETE, MERGE, TRUNCATE, CREATE TABLE, ALTER TABLE, OPTIMIZE, REORG, VACUUM, RESTORE",
        };
        Command command = new("sql", "Read tables with SQL, or with --write change them; AT (VERSION => n) or AT (TIMESTAMP => '…') after a table reads it as it was")
        {
            statement, file, knownAt, limit, output, write,
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
            bool allowed = context.Parsed.GetValue(write);
            if (QueryEngine.IsWriting(sql)
                || (allowed && context.Get<QueryEngine>().Analyze(sql).Kind == StatementKind.Other))
            {
                return await WriteAsync(
                    context, sql, request, allowed, context.Parsed.GetValue(output), cancellationToken).ConfigureAwait(false);
            }

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
            "sql \"FROM delta_scan('s3://bucket/table', version => 3)\" --format json",
            "sql --write \"DELETE FROM sandbox.prices WHERE close IS NULL\"",
            "sql --write \"ALTER TABLE sandbox.prices ADD COLUMN note STRING COMMENT 'why it changed'\"",
            "sql \"DESCRIBE HISTORY sandbox.prices LIMIT 5\"");
    }

    private static async Task<int> WriteAsync(CommandContext context, string sql, QueryRequest request, bool allowed,
        string? output, CancellationToken cancellationToken)
    {
        if (!allowed)
        {
            throw new UsageException(
                "The statement writes. Add --write if it is to: wallstreet sql --write \"…\". Tables of assets are written by "
                + "their assets; what is changed by hand stays only until they are materialized again.");
        }

        if (output is not null || request.RowLimit is not null)
        {
            throw new UsageException("--output and --limit are for statements that read; a statement that writes prints what it did.");
        }

        StatementResult result;
        using (WorkProgressView view = new(context))
        {
            var progress = new StatementProgress { Rewriting = RewriteProgress.Of(view), Vacuuming = CleanupProgress.Of(view) };
            result = await context.Get<QueryEngine>().ExecuteAsync(sql, request, null, progress, cancellationToken)
                .ConfigureAwait(false);
        }

        WriteReport.Print(context, result);
        return ExitCodes.Success;
    }

    private static HistoryPoint? ParseKnownAt(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return HistoryPoint.TryParse(text, out HistoryPoint? value)
            ? value
            : throw new UsageException($"--known-at: \"{text}\" is neither a version (12) nor a time (2024-05-01T16:00:00Z).");
    }
}
