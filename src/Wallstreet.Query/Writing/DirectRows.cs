using System.Runtime.CompilerServices;
using Apache.Arrow;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Writing;

/// <summary>Rows from outside that are what the table holds already, as they are: no statement changes them, no type, no
/// rule. They go from memory into the table's files, with nothing in between.</summary>
internal sealed class DirectRows
{
    private readonly DeltaTable _table;
    private readonly Snapshot _snapshot;
    private readonly StagedRows _rows;
    private readonly TimeProvider _time;

    private DirectRows(DeltaTable table, Snapshot snapshot, StatementColumns columns, TableRules rules, StagedRows rows, TimeProvider time)
    {
        _table = table;
        _snapshot = snapshot;
        Columns = columns;
        Rules = rules;
        _rows = rows;
        _time = time;
    }

    public StatementColumns Columns { get; }

    public TableRules Rules { get; }

    /// <summary>Finds out whether rows can go straight into a table.</summary>
    /// <returns><see langword="null"/> if DuckDB must look at them first.</returns>
    public static DirectRows? TryCreate(WriteQuery write, TargetTable target, StagedRows? rows, TimeProvider time)
    {
        if (rows is null || target is not { Table: { } table, Snapshot: { } snapshot } || !IsPlain(write)
            || snapshot.PartitionColumns.Count > 0 || rows.Schema.FieldsList.Count != snapshot.Schema.Fields.Count
            || !rows.Schema.FieldsList.All(field => IsSame(field, snapshot.Schema)))
        {
            return null;
        }

        StatementColumns columns = StatementColumns.Fit(
            [.. rows.Schema.FieldsList.Select(ArrowSchemas.FromArrow)], snapshot.Metadata, write);
        TableRules rules = TableRules.Of(snapshot.Metadata, snapshot.Protocol);
        return rules.Any || columns.Target.Schema != snapshot.Schema
            ? null
            : new DirectRows(table, snapshot, columns, rules, rows, time);
    }

    /// <summary>Writes the files.</summary>
    /// <param name="write">Whether the rows come in addition to others, or in their place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is to be committed.</returns>
    public async ValueTask<WriteChanges> RunAsync(WriteQuery write, CancellationToken cancellationToken)
    {
        long given = 0;
        IReadOnlyList<AddFile> adds = await new ArrowDataEngine(_time).WriteAsync(
            _table, _snapshot, CountedAsync(rows => given += rows, cancellationToken), new WriteOptions(), cancellationToken)
            .ConfigureAwait(false);
        bool overwrite = write.Mode == WriteMode.Overwrite;
        return new WriteChanges
        {
            Adds = adds,
            Removes = overwrite ? [.. _snapshot.Files] : [],
            ReadsWholeTable = overwrite,
            RowsGiven = given,
        };
    }

    /// <summary>Takes files back after a commit that did not happen.</summary>
    public ValueTask WithdrawAsync(WriteChanges changes) => PublishedFiles.DeleteAsync(
        _table.Store, changes.Adds.Select(static file => Uri.UnescapeDataString(file.Path)));

    private static bool IsPlain(WriteQuery write) =>
        write.Mode is WriteMode.Append or WriteMode.Overwrite
        && write.Sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["FROM", StagedRows.Name] or ["SELECT", "*", "FROM", StagedRows.Name];

    private static bool IsSame(Field field, StructType schema) =>
        schema.Find(field.Name) is { } column
        && string.Equals(field.DataType.Name, ArrowSchemas.ToArrowType(column.Type).Name, StringComparison.Ordinal)
        && ArrowSchemas.FromArrow(field).Type == column.Type;

    private async IAsyncEnumerable<RecordBatch> CountedAsync(
        Action<int> count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (RecordBatch batch in _rows.Rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            count(batch.Length);
            yield return batch;
        }
    }
}
