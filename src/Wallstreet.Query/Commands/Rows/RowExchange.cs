using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>
/// Takes rows out of their files and puts others into the table: by deletion vectors where the table has them, else by
/// writing the files again without the rows.
/// </summary>
internal sealed class RowExchange(CommandSession session, TargetSchema schema, CommandChanges changes)
{
    /// <summary>The column of change data that says what happened. Protocol section "Add CDC File".</summary>
    public const string ChangeType = "_change_type";

    private readonly WriteWork _write = session.Write(schema);

    /// <summary>Makes the files.</summary>
    /// <param name="leaving">The rows that go.</param>
    /// <param name="coming">A query with the table's columns for the rows that come; <see langword="null"/> for none.</param>
    /// <param name="comingCount">How many they are, if it is known; else they are counted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(
        IReadOnlyList<TouchedFile> leaving, string? coming, long? comingCount, CancellationToken cancellationToken)
    {
        string? staying = null;
        foreach (TouchedFile file in leaving)
        {
            if (file.Rows is { } rows && session.UsesDeletionVectors)
            {
                changes.Deletions.Add(new RowDeletion(file.File.Add, rows));
            }
            else
            {
                changes.Removes.Add(file.File.Add);
            }
        }

        if (!session.UsesDeletionVectors && session.Rows.Staying(leaving) is { } left)
        {
            staying = schema.Project(
                $"SELECT * EXCLUDE ({RowPlace.File}, {RowPlace.Row}) FROM {left} AS s", session.Stored.Schema);
        }

        string[] parts = [.. new[] { staying, coming }.OfType<string>()];
        if (parts.Length == 0)
        {
            return;
        }

        (IReadOnlyList<AddFile> adds, long rowsWritten) = await _write.CopyAsync(
            string.Join("\nUNION ALL\n", parts.Select(static part => $"({part})")), cancellationToken).ConfigureAwait(false);
        changes.Adds.AddRange(adds);
        changes.RowsCopied = staying is null ? 0 : rowsWritten - (coming is null ? 0 : comingCount ?? 0);
    }

    /// <summary>Writes change data: a query with the table's columns and <c>_change_type</c>.</summary>
    public async Task RecordAsync(string query, CancellationToken cancellationToken)
    {
        changes.ChangeFiles.AddRange(await _write.CopyChangesAsync(query, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The table's columns of a query, marked with what happened to the rows.</summary>
    public static string Marked(string query, string change) =>
        $"SELECT c.*, {SqlText.Text(change)} AS {ChangeType} FROM ({query}) AS c";

    /// <summary>The table's columns and what happened, of a query over rows that the table held.</summary>
    public string Recorded(string query) => schema.WithChangeType().Project(
        query, new StructType([.. session.Snapshot.Schema.Fields, new StructField(ChangeType, PrimitiveType.String)]));

    /// <summary>The rows that go, with the table's columns.</summary>
    public string Leaving(IReadOnlyList<TouchedFile> leaving) => schema.Project(
        $"SELECT * EXCLUDE ({RowPlace.File}, {RowPlace.Row}) FROM {session.Rows.Leaving(leaving)} AS l",
        session.Snapshot.Schema);
}
