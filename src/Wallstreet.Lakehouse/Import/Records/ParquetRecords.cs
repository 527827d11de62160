using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using ParquetSharp.Arrow;
using Wallstreet.Lakehouse.Import.Files;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>The records of a Parquet file. Their cells come as text, so that files of all formats meet in one table.</summary>
internal sealed class ParquetRecords : RecordReader
{
    private readonly InputFile _file;
    private readonly VerifiedStream _verified;
    private readonly FileReader _reader;
    private readonly IArrowArrayStream _batches;
    private readonly string?[] _cells;
    private RecordBatch? _batch;
    private int _row = -1;
    private long _line;

    public ParquetRecords(InputFile file, VerifiedStream verified)
    {
        _file = file;
        _verified = verified;
        try
        {
            _reader = new FileReader(file.FullPath);
            _batches = _reader.GetRecordBatchReader();
            RowCount = _reader.ParquetReader.FileMetaData.NumRows;
        }
        catch (Exception error) when (error is ParquetSharp.ParquetException or IOException or ArgumentException)
        {
            verified.Dispose();
            throw Broken(error);
        }

        Names = [.. _reader.Schema.FieldsList.Select(static f => f.Name)];
        Types = [.. _reader.Schema.FieldsList.Select(TypeOf)];
        _cells = new string?[Names.Count];
    }

    public override IReadOnlyList<string> Names { get; }

    /// <summary>The types that the file declares.</summary>
    public IReadOnlyList<ColumnType> Types { get; }

    public long RowCount { get; }

    /// <summary>The number of the row, from 1.</summary>
    public override long Line => _line;

    public override string? Error => null;

    public override long BytesRead => RowCount == 0 ? 0 : (long)(_verified.Length * ((double)_line / RowCount));

    public override bool Read()
    {
        while (_batch is null || ++_row >= _batch.Length)
        {
            _batch?.Dispose();
            _batch = NextBatch();
            _row = -1;
            if (_batch is null)
            {
                RequireUnchanged();
                return false;
            }
        }

        _line++;
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] = TextOf(_batch.Column(i), _row);
        }

        return true;
    }

    public override ReadOnlySpan<char> GetCell(int column) => _cells[column];

    public override string GetRaw() => string.Join(", ", Names.Zip(_cells, static (name, cell) => $"{name}={cell}"));

    public override void Dispose()
    {
        _batch?.Dispose();
        _batches.Dispose();
        _reader.Dispose();
        _verified.Dispose();
    }

    private RecordBatch? NextBatch()
    {
        try
        {
            // ParquetSharp's stream is synchronous beneath its task.
            ValueTask<RecordBatch?> next = _batches.ReadNextRecordBatchAsync(CancellationToken.None)!;
            return next.IsCompleted ? next.GetAwaiter().GetResult() : next.AsTask().GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is ParquetSharp.ParquetException or IOException or InvalidOperationException)
        {
            throw Broken(error);
        }
    }

    private void RequireUnchanged()
    {
        byte[] buffer = new byte[1 << 16];
        while (_verified.Read(buffer, 0, buffer.Length) > 0)
        {
        }
    }

    private ColumnType TypeOf(Field field) => field.DataType switch
    {
        StringType => ColumnType.Text,
        BooleanType => new ColumnType(ColumnKind.Boolean),
        Int8Type or Int16Type or Int32Type or Int64Type or UInt8Type or UInt16Type or UInt32Type => new ColumnType(ColumnKind.BigInt, 19),
        UInt64Type => new ColumnType(ColumnKind.Decimal, 20, 0),
        Decimal128Type exact => new ColumnType(ColumnKind.Decimal, exact.Precision - exact.Scale, exact.Scale),
        FloatType or DoubleType => new ColumnType(ColumnKind.Double),
        Date32Type or Date64Type => new ColumnType(ColumnKind.Date),
        TimestampType { Timezone: null or "" } => new ColumnType(ColumnKind.TimestampNtz),
        TimestampType => new ColumnType(ColumnKind.Timestamp),
        _ => throw new ImportException($"{_file.DisplayPath}: the column {field.Name} is a {field.DataType.Name}, which an import cannot "
            + "take. Write the file without it, or flatten it to plain columns."),
    };

    private static string? TextOf(IArrowArray array, int row) => array.IsNull(row) ? null : array switch
    {
        StringArray text => text.GetString(row),
        BooleanArray flags => flags.GetValue(row) == true ? "true" : "false",
        Decimal128Array exact => exact.GetString(row),
        DoubleArray doubles => Real(doubles.GetValue(row)!.Value),
        FloatArray floats => floats.GetValue(row)!.Value is var single && float.IsFinite(single) ? single.ToString("R", CultureInfo.InvariantCulture) : null,
        Date32Array days => days.GetDateOnly(row)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Date64Array days => days.GetDateOnly(row)!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimestampArray times => TimeText(times, row),
        _ => Whole(array, row),
    };

    private static string? Whole(IArrowArray array, int row) => array switch
    {
        Int64Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        Int32Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        Int16Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        Int8Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        UInt64Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        UInt32Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        UInt16Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        UInt8Array values => values.GetValue(row)!.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? Real(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : null;

    private static string TimeText(TimestampArray times, int row)
    {
        var type = (TimestampType)times.Data.DataType;
        long units = times.GetValue(row)!.Value;
        long ticks = type.Unit switch
        {
            TimeUnit.Second => units * TimeSpan.TicksPerSecond,
            TimeUnit.Millisecond => units * TimeSpan.TicksPerMillisecond,
            TimeUnit.Microsecond => units * TimeSpan.TicksPerMicrosecond,
            _ => units / 100,
        };
        return DateTime.UnixEpoch.AddTicks(ticks).ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture)
            + (string.IsNullOrEmpty(type.Timezone) ? "" : "Z");
    }

    private ImportException Broken(Exception error) =>
        new($"{_file.DisplayPath} is not a Parquet file that can be read: {error.Message}", error);
}
