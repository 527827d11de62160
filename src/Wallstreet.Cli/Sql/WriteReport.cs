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

    public static void Print(CommandContext context, StatementResult result)
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
        if (!done.Committed)
        {
            context.Remark(string.Create(CultureInfo.InvariantCulture,
                $"Nothing had to change; {result.Table} stays at version {done.Version}."));
        }
    }
}
