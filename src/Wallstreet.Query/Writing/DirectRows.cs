using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules;
using Wallstreet.Query.Writing.Staging;
using StructType = Wallstreet.Delta.Schema.StructType;

namespace Wallstreet.Query.Writing;

/// <summary>Rows from outside that are what the table holds already, as they are: no statement changes them, no type, no
/// rule. They go from memory into the table's files, with nothing in between.</summary>
internal sealed class DirectRows
{
    private readonly TargetTable _target;
    private readonly StagedRows _rows;
    private readonly TimeProvider _time;

    private DirectRows(TargetTable target, StatementColumns columns, TableRules rules, StagedRows rows, TimeProvider time)
    {
        _target = target;
        Columns = columns;
        Rules = rules;
        _rows = rows;
        _time = time;
    }

    public StatementColumns Columns { get; }

    public TableRules Rules { get; }

    /// <summary>Finds out whether rows can go straight into a table, or into one that is made of them.</summary>
    /// <returns><see langword="null"/> if DuckDB must look at them first.</returns>
    public static DirectRows? TryCreate(WriteQuery write, TargetTable target, StagedRows? rows, TimeProvider time)
    {
        if (rows is null || !IsPlain(write, target) || FindColumns(rows.Schema, target.Snapshot?.Schema) is not { } given)
        {
            return null;
        }

        StatementColumns columns = StatementColumns.Fit(given, target.Snapshot, write);
        Metadata metadata = columns.Target.Metadata;
        TableRules rules = TableRules.Of(metadata, columns.Protocol ?? new Protocol(1, 2));
        bool fits = target.Snapshot is not { } snapshot
            || (columns.Target.Schema == snapshot.Schema && metadata.PartitionColumns.SequenceEqual(snapshot.PartitionColumns));
        return rules.Any || !fits ? null : new DirectRows(target, columns, rules, rows, time);
    }

    /// <summary>Writes the files.</summary>
    /// <param name="write">Whether the rows come in addition to others, or in their place.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is to be committed.</returns>
    public async ValueTask<WriteChanges> RunAsync(WriteQuery write, CancellationToken cancellationToken)
    {
        long given = 0;
        IAsyncEnumerable<RecordBatch> rows = CountedAsync(rows => given += rows, cancellationToken);
        ArrowDataEngine engine = new(_time);
        WriteOptions options = new();
        if (_target is not { Table: { } table, Snapshot: { } snapshot })
        {
            IReadOnlyList<AddFile> first = await engine.WriteAsync(
                _target.Store, Columns.Target.Metadata, rows, options, cancellationToken).ConfigureAwait(false);
            return new WriteChanges { Adds = first, RowsGiven = given };
        }

        IReadOnlyList<AddFile> adds = await engine.WriteAsync(table, snapshot, rows, options, cancellationToken)
            .ConfigureAwait(false);
        bool overwrite = write.Mode == WriteMode.Overwrite;
        return new WriteChanges
        {
            Adds = adds,
            Removes = overwrite ? [.. snapshot.Files] : [],
            ReadsWholeTable = overwrite,
            RowsGiven = given,
        };
    }

    /// <summary>Takes files back after a commit that did not happen.</summary>
    public ValueTask WithdrawAsync(WriteChanges changes) => PublishedFiles.DeleteAsync(
        _target.Store, changes.Adds.Select(static file => Uri.UnescapeDataString(file.Path)));

    /// <summary>Where there is no table yet, there is nothing to replace or to find.</summary>
    private static bool IsPlain(WriteQuery write, TargetTable target) =>
        (write.Mode is WriteMode.Append or WriteMode.Overwrite || (write.Mode == WriteMode.OverwritePartitions && target.Table is null))
        && write.Sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["FROM", StagedRows.Name] or ["SELECT", "*", "FROM", StagedRows.Name];

    /// <summary>The columns of the rows, as a statement would give them; null if some need more than a new name.</summary>
    private static StructField[]? FindColumns(Schema given, StructType? table)
    {
        if (table is not null)
        {
            return given.FieldsList.Count == table.Fields.Count && given.FieldsList.All(field => IsSame(field, table))
                ? [.. given.FieldsList.Select(ArrowSchemas.FromArrow)]
                : null;
        }

        return given.FieldsList.Count > 0 && given.FieldsList.All(static field => IsFlat(field.DataType))
            ? [.. given.FieldsList.Select(static field => new StructField(field.Name, ArrowSchemas.FromArrow(field).Type))]
            : null;
    }

    private static bool IsSame(Field field, StructType schema) =>
        schema.Find(field.Name) is { } column
        && string.Equals(field.DataType.Name, ArrowSchemas.ToArrowType(column.Type).Name, StringComparison.Ordinal)
        && ArrowSchemas.FromArrow(field).Type == column.Type;

    /// <summary>Types of which a statement over the rows would make the same column; what is within others may be null in
    /// its eyes, or gets another type.</summary>
    private static bool IsFlat(IArrowType type) => type switch
    {
        TimestampType time => time.Unit is TimeUnit.Microsecond or TimeUnit.Millisecond && time.Timezone is null or "" or "UTC",
        Decimal128Type number => number is { Precision: <= 38, Scale: >= 0 } && number.Scale <= number.Precision,
        _ => type.TypeId is ArrowTypeId.Int64 or ArrowTypeId.Int32 or ArrowTypeId.Int16 or ArrowTypeId.Int8
            or ArrowTypeId.Double or ArrowTypeId.Float or ArrowTypeId.Boolean or ArrowTypeId.String or ArrowTypeId.Binary
            or ArrowTypeId.Date32,
    };

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
