using System.Runtime.CompilerServices;
using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Engine.Writing;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine;

/// <summary>The built-in engine: Arrow batches from and to Parquet files, with statistics of our own, because those of
/// Parquet leave NaN out. What needs joins, sorts or expressions takes another engine.</summary>
/// <param name="time">The clock; null for the system's.</param>
public sealed class ArrowDataEngine(TimeProvider? time = null) : IDataEngine
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        DeltaTable table,
        ScanPlan plan,
        IReadOnlyList<string>? columns,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        Snapshot snapshot = plan.Snapshot;
        List<StructField> wanted = ChooseColumns(snapshot.Schema, columns);
        RowFilter? filter = plan.Filter is null ? null : new RowFilter(plan.Filter, snapshot.Schema);
        List<StructField> read = [.. wanted];
        foreach (ColumnPath column in plan.Filter?.Columns ?? [])
        {
            StructField outer = snapshot.Schema.Find(column.Names[0])!;
            if (!read.Contains(outer))
            {
                read.Add(outer);
            }
        }

        DataFileReader all = new(table.Store, snapshot, wanted);
        DataFileReader filtered = new(table.Store, snapshot, read);
        foreach (ScanFile file in plan.Files)
        {
            bool maybe = file.Match == FileMatch.Maybe && filter is not null;
            await foreach (RecordBatch batch in (maybe ? filtered : all).ReadAsync(file, cancellationToken)
                .ConfigureAwait(false))
            {
                if (!maybe)
                {
                    yield return batch;
                }
                else if (Choose(batch, filter!, all.Schema) is { } chosen)
                {
                    yield return chosen;
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AddFile>> CopyAsync(
        DeltaTable table, ScanPlan plan, WriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        Transactions.ProtocolGate.RequireWritable(plan.Snapshot.Protocol, plan.Snapshot.Metadata);
        Transactions.RowTracking.RequireColumns(plan.Snapshot.Metadata);
        KeptRowIds ids = new(plan.Snapshot.Metadata);
        return await WriteAsync(
            new FileTarget(table, plan.Snapshot), ids.Columns, ReadToMoveAsync(table, plan, ids, cancellationToken), options, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordBatch> ReadChangesAsync(
        DeltaTable table, ChangePlan plan, IReadOnlyList<string>? columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        return new ChangeReader(table.Store, plan, ChooseColumns(plan.Schema, columns)).ReadAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AddFile>> WriteAsync(
        DeltaTable table,
        Snapshot snapshot,
        IAsyncEnumerable<RecordBatch> rows,
        WriteOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        Transactions.ProtocolGate.RequireWritable(snapshot.Protocol, snapshot.Metadata);
        return await WriteAsync(new FileTarget(table, snapshot), [], rows, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes rows into files of a table that is yet to be made: by the commit that names the files.</summary>
    /// <param name="store">The store, rooted where the table will be.</param>
    /// <param name="metadata">The table's columns, partition columns and properties.</param>
    /// <param name="rows">The rows; the batches are disposed of.</param>
    /// <param name="options">How files are written.</param>
    /// <param name="cancellationToken">Gives up; the files are deleted.</param>
    /// <returns>The files, for <see cref="TableDefinition.Files"/>.</returns>
    /// <exception cref="SchemaMismatchException">The rows do not fit the columns.</exception>
    public async ValueTask<IReadOnlyList<AddFile>> WriteAsync(
        IObjectStore store,
        Metadata metadata,
        IAsyncEnumerable<RecordBatch> rows,
        WriteOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        return await WriteAsync(new FileTarget(store, metadata), [], rows, options, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<AddFile>> WriteAsync(
        FileTarget target, IReadOnlyList<StructField> hidden, IAsyncEnumerable<RecordBatch> rows, WriteOptions options,
        CancellationToken cancellationToken)
    {
        using PartitionedWriter writer = new(target, options, _time, hidden);
        try
        {
            await foreach (RecordBatch batch in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    await writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
                }
            }

            return await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await writer.WithdrawAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The matching rows with their ids, and with variants that keep their bytes.</summary>
    private static async IAsyncEnumerable<RecordBatch> ReadToMoveAsync(
        DeltaTable table, ScanPlan plan, KeptRowIds ids, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StructField[] columns = [.. plan.Snapshot.Schema.Fields, .. ids.Columns];
        DataFileReader reader = new(table.Store, plan.Snapshot, columns, ids);
        RowFilter? filter = plan.Filter is null ? null : new RowFilter(plan.Filter, plan.Snapshot.Schema);
        foreach (ScanFile file in plan.Files)
        {
            await foreach (RecordBatch batch in reader.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (file.Match != FileMatch.Maybe || filter is null)
                {
                    yield return batch;
                }
                else if (Choose(batch, filter, reader.Schema) is { } chosen)
                {
                    yield return chosen;
                }
            }
        }
    }

    private static List<StructField> ChooseColumns(StructType schema, IReadOnlyList<string>? columns) =>
        columns is null
            ? [.. schema.Fields]
            : [.. columns.Select(name => schema.Find(name) ?? throw new SchemaMismatchException(
                $"The table has no column '{name}'. It has {string.Join(", ", schema.Fields.Select(static item => item.Name))}."))];

    /// <summary>The matching rows, without the columns that only the filter needs; null if there are none.</summary>
    private static RecordBatch? Choose(RecordBatch batch, RowFilter filter, Apache.Arrow.Schema schema)
    {
        using (batch)
        {
            List<int> rows = filter.Choose(batch);
            return rows.Count == 0 ? null : ArrowTake.Take(batch, schema, rows);
        }
    }
}
