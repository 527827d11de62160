using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Statements;

namespace Wallstreet.Cli.Sql;

/// <summary>Prints what a statement that writes has done.</summary>
internal static class WriteReport
{
    private static readonly Column[] _columns =
    [
        new("table"), new("operation"), new("version", true), new("committed"), new("rows_inserted", true),
        new("rows_updated", true), new("rows_deleted", true), new("files_added", true), new("files_removed", true),
        new("deletion_vectors", true), new("bytes_written", true),
    ];

    private static readonly Column[] _changeColumns =
    [
        new("table"), new("operation"), new("version", true), new("committed"),
    ];

    public static void Print(CommandContext context, StatementResult result)
    {
        if (result.Report is { } report)
        {
            Print(context, report);
        }
        else if (result.ChangesRows)
        {
            PrintRows(context, result);
        }
        else
        {
            context.Rows.Print(_changeColumns,
                [[result.Table, result.Operation, result.Changes.Version, result.Changes.Committed]], "");
        }

        if (!result.Changes.Committed)
        {
            context.Remark(string.Create(CultureInfo.InvariantCulture,
                $"{(result.Operation == "VACUUM" ? "Nothing was deleted: it was a dry run" : "Nothing had to change")}; {result.Table} stays at version {result.Changes.Version}."));
        }
    }

    /// <summary>Prints what OPTIMIZE, VACUUM and RESTORE tell.</summary>
    private static void Print(CommandContext context, StatementReport report) => context.Rows.Print(
        [.. report.Columns.Select((name, index) => new Column(name, report.Rows.Count > 0 && report.Rows[0][index] is long))],
        [.. report.Rows.Select(static row => row.ToArray())], "No files.");

    private static void PrintRows(CommandContext context, StatementResult result)
    {
        CommandResult done = result.Changes;
        context.Rows.Print(_columns,
        [
            [
                result.Table, result.Operation, done.Version, done.Committed, done.RowsInserted, done.RowsUpdated,
                done.RowsDeleted < 0 ? null : done.RowsDeleted, done.FilesAdded, done.FilesRemoved, done.DeletionVectorsWritten,
                done.BytesWritten,
            ],
        ], "");
    }
}
