using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using ParquetSharp;
using ParquetSharp.Arrow;
using ParquetSharp.IO;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Variants;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Engine;

/// <summary>Reads one data file as rows of the table: columns the file lacks are null, partition columns come from the
/// log.</summary>
/// <param name="store">Where the table is.</param>
/// <param name="snapshot">The version.</param>
/// <param name="columns">The columns to read.</param>
/// <param name="rowIds">Where the ids of rows go among these columns, if they are read to be moved; variants keep their bytes
/// then.</param>
internal sealed class DataFileReader(
    IObjectStore store, Snapshot snapshot, IReadOnlyList<StructField> columns, KeptRowIds? rowIds = null)
{
    private readonly IArrowType _variants = rowIds is null ? StringType.Default : VariantArrays.Type;
    private readonly Apache.Arrow.Schema _schema = new(columns.Select(column => new Field(
        column.Name, ArrowSchemas.ToArrowType(column.Type, rowIds is null ? StringType.Default : VariantArrays.Type), column.Nullable)), null);

    public Apache.Arrow.Schema Schema => _schema;

    public async IAsyncEnumerable<RecordBatch> ReadAsync(
        ScanFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DeletionVector? deleted = await ReadVectorAsync(file, file.DeletionVector, cancellationToken).ConfigureAwait(false);
        using AliveRows rows = new(deleted);
        await foreach (RecordBatch batch in ReadWholeAsync(file, cancellationToken).ConfigureAwait(false))
        {
            if (rows.Next(batch.Length) is not { } alive)
            {
                yield return batch;
            }
            else
            {
                using (batch)
                {
                    yield return ArrowTake.Take(batch, _schema, alive);
                }
            }
        }
    }

    /// <summary>Reads only rows that one vector holds and the file's own does not.</summary>
    public async IAsyncEnumerable<RecordBatch> ReadWithinAsync(
        ScanFile file, DeletionVectorDescriptor within, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DeletionVector? except = await ReadVectorAsync(file, file.DeletionVector, cancellationToken).ConfigureAwait(false);
        DeletionVector vector = (await ReadVectorAsync(file, within, cancellationToken).ConfigureAwait(false))!;
        using IEnumerator<long> rows = vector.Rows.Where(row => except is null || !except.IsDeleted(row)).GetEnumerator();
        bool more = rows.MoveNext();
        if (!more)
        {
            yield break;
        }

        long start = 0;
        await foreach (RecordBatch batch in ReadWholeAsync(file, cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                List<int> chosen = [];
                for (; more && rows.Current < start + batch.Length; more = rows.MoveNext())
                {
                    chosen.Add((int)(rows.Current - start));
                }

                start += batch.Length;
                if (chosen.Count > 0)
                {
                    yield return ArrowTake.Take(batch, _schema, chosen);
                }
            }
        }

        if (more)
        {
            throw new DataFileException(
                $"A deletion vector of the data file '{file.Add.Path}' names row {rows.Current}, and the file has {start}. "
                + "One of them is damaged; restore it from a backup.");
        }
    }

    private async ValueTask<DeletionVector?> ReadVectorAsync(
        ScanFile file, DeletionVectorDescriptor? descriptor, CancellationToken cancellationToken) =>
        descriptor is null
            ? null
            : await new DeletionVectorReader(store).ReadAsync(file.Add.Path, descriptor, cancellationToken)
                .ConfigureAwait(false);

    /// <summary>All rows, in the file's order, those too that a deletion vector deletes.</summary>
    private async IAsyncEnumerable<RecordBatch> ReadWholeAsync(
        ScanFile file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DataFileSource source = await DataFileSource.OpenAsync(store, snapshot, file, cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable end = source.ConfigureAwait(false);
        using ManagedRandomAccessFile input = new(source.Content, leaveOpen: true);
        using ArrowReaderProperties properties = ArrowReaderProperties.GetDefault();
        properties.CoerceInt96TimestampUnit = Apache.Arrow.Types.TimeUnit.Microsecond;

        // Reading ahead happens on threads that may let go of the file after it is closed here.
        properties.PreBuffer = false;
        properties.BatchSize = 65_536;
        using ReaderProperties buffering = source.NewReaderProperties();
        using FileReader reader = source.Guard(() => new FileReader(input, buffering, properties));
        (int[] leaves, int[] positions) = source.Guard(() => ChooseColumns(reader, file));
        if (leaves.Length == 0)
        {
            // Only partition columns or columns the file lacks: the number of rows is all that is read.
            long rows = source.Guard(() => reader.ParquetReader.FileMetaData.NumRows);
            for (long first = 0; first < rows; first += properties.BatchSize)
            {
                int length = (int)Math.Min(properties.BatchSize, rows - first);
                IArrowArray[] arrays = Assemble(null, positions, file, length);
                rowIds?.Fill(arrays, file.Add, first);
                yield return new RecordBatch(_schema, arrays, length);
            }

            yield break;
        }

        long start = 0;
        long left = source.Guard(() => CountRows(reader, leaves));
        await foreach (RecordBatch batch in source.ReadAsync(reader, leaves, cancellationToken).ConfigureAwait(false))
        {
            left -= batch.Length;
            IArrowArray[] arrays = source.Guard(() => Assemble(batch, positions, file, batch.Length));
            rowIds?.Fill(arrays, file.Add, start);
            start += batch.Length;
            yield return new SharedRecordBatch(_schema, arrays, batch.Length, batch);
        }

        if (left != 0)
        {
            throw source.Damaged(new InvalidDataException(
                $"its columns hold {-left:+0;-0} rows more or less than its footer says."));
        }
    }

    /// <summary>The rows that the footer counts, in each of its places: a damaged one could hide rows.</summary>
    private static long CountRows(FileReader reader, int[] leaves)
    {
        FileMetaData footer = reader.ParquetReader.FileMetaData;
        long rows = 0;
        for (int group = 0; group < footer.NumRowGroups; group++)
        {
            using RowGroupReader columns = reader.ParquetReader.RowGroup(group);
            long here = columns.MetaData.NumRows;
            rows += here;
            foreach (int leaf in leaves)
            {
                long values = columns.MetaData.GetColumnChunkMetaData(leaf).NumValues;
                if (values < here || (values > here && footer.Schema.Column(leaf).MaxRepetitionLevel == 0))
                {
                    throw new InvalidDataException(
                        $"row group {group} has {here} rows, and its column {footer.Schema.Column(leaf).Path.ToDotString()} has {values} values.");
                }
            }
        }

        return rows == footer.NumRows
            ? rows
            : throw new InvalidDataException($"its row groups have {rows} rows, and its footer says {footer.NumRows}.");
    }

    /// <summary>The leaf columns of the file to read, and which column of the file each column of the table is; -1 for
    /// those the file lacks.</summary>
    private (int[] Leaves, int[] Positions) ChooseColumns(FileReader reader, ScanFile file)
    {
        IReadOnlyList<Field> fields = reader.Schema.FieldsList;
        RequireIds(fields, file);
        List<int> chosen = [];
        int[] positions = new int[columns.Count];
        for (int column = 0; column < positions.Length; column++)
        {
            int found = file.PartitionValues.TryGet(columns[column].Name, out _)
                ? -1
                : ArrowAdapter.FindField(fields, columns[column], snapshot.ColumnMapping);
            positions[column] = found;
            if (found >= 0 && !chosen.Contains(found))
            {
                chosen.Add(found);
            }
        }

        // The batches hold the chosen columns in the file's order.
        chosen.Sort();
        List<int> leaves = [];
        SchemaManifest manifest = reader.SchemaManifest;
        foreach (int position in chosen)
        {
            AddLeaves(manifest.SchemaFields[position], leaves);
        }

        return ([.. leaves], [.. positions.Select(position => position < 0 ? -1 : chosen.IndexOf(position))]);
    }

    /// <summary>In a file without ids every column would look as if it were not there.</summary>
    private void RequireIds(IReadOnlyList<Field> fields, ScanFile file)
    {
        if (snapshot.ColumnMapping == ColumnMappingMode.Id && columns.Any(static column => column.MappedId is not null)
            && fields.All(static field => field.Metadata?.ContainsKey("PARQUET:field_id") is not true))
        {
            throw new DataFileException(
                $"The data file '{file.Add.Path}' has no column ids, and the table finds columns by them (delta.columnMapping.mode = id), "
                + "so its values cannot be told apart. Its writer broke the protocol: write the file's rows anew.");
        }
    }

    private static void AddLeaves(SchemaField column, List<int> leaves)
    {
        if (column.ColumnIndex >= 0)
        {
            leaves.Add(column.ColumnIndex);
        }

        foreach (SchemaField child in column.Children)
        {
            AddLeaves(child, leaves);
        }
    }

    private IArrowArray[] Assemble(RecordBatch? batch, int[] positions, ScanFile file, int length)
    {
        ArrowAdapter adapter = new(snapshot.ColumnMapping, $"the file '{file.Add.Path}'", rowIds is not null);
        IArrowArray[] arrays = new IArrowArray[positions.Length];
        for (int column = 0; column < arrays.Length; column++)
        {
            StructField wanted = columns[column];
            ArrayData data = positions[column] >= 0
                ? adapter.Adapt(batch!.Column(positions[column]).Data, wanted.Type, wanted.Name)
                : file.PartitionValues.TryGet(wanted.Name, out Literal? value)
                    ? ArrowBuffers.Constant(wanted.Type, value, length)
                    : ArrowBuffers.Nulls(ArrowSchemas.ToArrowType(wanted.Type, _variants), length);
            arrays[column] = ArrowArrayFactory.BuildArray(data);
        }

        return arrays;
    }
}
