using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.ChangeData;

namespace Wallstreet.Delta.Engine;

/// <summary>Reads and writes data files. An engine never touches the log: what it wrote becomes part of the table by
/// <see cref="DeltaTable.CommitAsync"/>.</summary>
public interface IDataEngine
{
    /// <summary>Reads the rows of a plan that match its filter, deleted rows left out. Those of one file come in its order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="plan">Which files to read.</param>
    /// <param name="columns">The columns in the wanted order; null for all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Batches of the table's Arrow schema; the reader disposes of them.</returns>
    IAsyncEnumerable<RecordBatch> ReadAsync(
        DeltaTable table, ScanPlan plan, IReadOnlyList<string>? columns, CancellationToken cancellationToken);

    /// <summary>Writes the rows of a plan that match its filter into new files as they are: variants keep their bytes, and the
    /// rows of tables that track them their ids, in the table's hidden columns (protocol section "Row Tracking").</summary>
    /// <param name="table">The table.</param>
    /// <param name="plan">Which files to read.</param>
    /// <param name="options">How files are cut.</param>
    /// <param name="cancellationToken">Gives up, as <see cref="WriteAsync"/> does.</param>
    /// <returns>The files, to be committed with <see cref="TableChange.RowIdsKept"/>.</returns>
    ValueTask<IReadOnlyList<AddFile>> CopyAsync(
        DeltaTable table, ScanPlan plan, WriteOptions options, CancellationToken cancellationToken);

    /// <summary>Reads the changed rows of a plan that match its filter.</summary>
    /// <param name="table">The table.</param>
    /// <param name="plan">Which files to read.</param>
    /// <param name="columns">The columns of <see cref="ChangePlan.Schema"/> in the wanted order; null for all.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Batches by version, oldest first; the reader disposes of them.</returns>
    /// <exception cref="DataFileException">A file is missing, damaged, or no file of change data.</exception>
    IAsyncEnumerable<RecordBatch> ReadChangesAsync(
        DeltaTable table, ChangePlan plan, IReadOnlyList<string>? columns, CancellationToken cancellationToken);

    /// <summary>Writes rows as new files of a table, with statistics, divided by partition.</summary>
    /// <param name="table">The table.</param>
    /// <param name="snapshot">Gives the schema and the partition columns.</param>
    /// <param name="rows">The rows; columns are found by name. The engine disposes of the batches.</param>
    /// <param name="options">How files are cut.</param>
    /// <param name="cancellationToken">Gives up; files that were written are taken back, or left behind and belong to no version.
    /// </param>
    /// <returns>The files, to be committed.</returns>
    ValueTask<IReadOnlyList<AddFile>> WriteAsync(
        DeltaTable table,
        Snapshot snapshot,
        IAsyncEnumerable<RecordBatch> rows,
        WriteOptions options,
        CancellationToken cancellationToken);
}
