using System.Globalization;
using Apache.Arrow;
using Wallstreet.Lakehouse.Import.Records;
using Wallstreet.Lakehouse.Import.Survey;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Writing;

/// <summary>Reads surveyed files once more and writes their rows to a stage; what is no row goes to quarantine.</summary>
internal sealed class RowWriter(
    TablePlan plan, ImportRequest request, ReadingRules rules, StagedTable stage, QuarantineFile quarantine, ImportMeter meter)
{
    private const int BatchRows = 32_768;
    private const int BatchBytes = 8 << 20;
    private const int CancellationRecords = 4096;

    private readonly ColumnBuffer[] _buffers = [.. plan.Columns.Select(static c => new ColumnBuffer(c.Written))];
    private readonly CellValue[] _values = new CellValue[plan.Columns.Count];
    private readonly bool[] _isKey = [.. plan.Columns.Select(c => request.MergeKeys.Contains(c.Name, StringComparer.OrdinalIgnoreCase))];
    private readonly ColumnFaults[] _faults = [.. plan.Columns.Select(static _ => new ColumnFaults())];
    private int _rows;

    /// <summary>Writes the rows of a file.</summary>
    /// <returns>How many rows it gave, and how many records were put aside.</returns>
    public (long Rows, long Quarantined) Write(SurveyedFile file, CancellationToken cancellationToken)
    {
        FileColumns columns = new(plan, file, rules);
        long rows = 0;
        long aside = 0;
        using RecordReader records = file.Open();
        while (records.Read())
        {
            if ((rows + aside) % CancellationRecords == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            meter.Record(records.BytesRead);
            if (records.Error is { } fault)
            {
                quarantine.Add(new QuarantinedRecord(file.File.DisplayPath, records.Line, null, fault, records.GetRaw()));
                aside++;
            }
            else if (TryRead(records, columns, file))
            {
                Append(records, columns);
                rows++;
            }
            else
            {
                aside++;
            }
        }

        meter.EndFile(file.Print.Bytes);
        return (rows, aside);
    }

    /// <summary>Writes what is left over.</summary>
    public void Flush()
    {
        if (_rows > 0)
        {
            stage.Add(new RecordBatch(plan.ArrowSchema, _buffers.Select(static b => b.Build()), _rows));
            _rows = 0;
        }
    }

    /// <summary>Says which columns put records aside, and how their rows can be kept.</summary>
    public IEnumerable<string> DescribeFaults() => plan.Columns.Zip(_faults)
        .Where(static pair => pair.Second.Wrong > 0)
        .Select(static pair => string.Create(CultureInfo.InvariantCulture,
            $"{pair.First.Name}: {pair.Second.Wrong} of {pair.Second.Values + pair.Second.Wrong} values do not fit "
            + $"{pair.First.Type.ToSql()} (first {pair.Second.First}); their records went to quarantine. --type {pair.First.Name}=text keeps them."));

    /// <summary>Refuses an import of which more than a tenth of a column's values do not fit.</summary>
    /// <exception cref="ImportException">So many do not.</exception>
    public void RequireMostFit(string table)
    {
        for (int i = 0; i < _faults.Length; i++)
        {
            ColumnFaults faults = _faults[i];
            if (faults.Wrong * 10 > faults.Values + faults.Wrong)
            {
                PlannedColumn column = plan.Columns[i];
                throw new ImportException(string.Create(CultureInfo.InvariantCulture,
                    $"{faults.Wrong} of {faults.Values + faults.Wrong} values of {column.Name} do not fit {column.Type.ToSql()}, which is "
                    + $"the type that {table} or --type gives it; first {faults.First}. Nothing was imported. Import with --mode overwrite, ")
                    + "to another table, or with another --type.");
            }
        }
    }

    private bool TryRead(RecordReader records, FileColumns columns, SurveyedFile file)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            ReadOnlySpan<char> cell = columns.CellOf(i, records);
            string? fault = columns.Readers[i].Read(cell, ref _values[i]);
            if (fault is null && _isKey[i] && _values[i].IsNull)
            {
                fault = "is null, and the key has no nulls";
            }
            else if (fault is not null)
            {
                _faults[i].Wrong++;
                _faults[i].First ??= string.Create(CultureInfo.InvariantCulture, $"{file.File.DisplayPath}, line {records.Line}: {fault}");
            }

            if (fault is not null)
            {
                quarantine.Add(new QuarantinedRecord(file.File.DisplayPath, records.Line, plan.Columns[i].Name, fault, records.GetRaw()));
                return false;
            }

            _faults[i].Values += _values[i].IsNull ? 0 : 1;
        }

        return true;
    }

    private void Append(RecordReader records, FileColumns columns)
    {
        int bytes = 0;
        for (int i = 0; i < _values.Length; i++)
        {
            if (_values[i].IsNull)
            {
                _buffers[i].AppendNull();
            }
            else if (plan.Columns[i].Written.Kind == ColumnKind.Text)
            {
                _buffers[i].AppendText(columns.CellOf(i, records));
            }
            else
            {
                _buffers[i].Append(_values[i]);
            }

            bytes += _buffers[i].Bytes;
        }

        if (++_rows == BatchRows || bytes > BatchBytes)
        {
            Flush();
        }
    }

    private sealed class ColumnFaults
    {
        public long Values { get; set; }

        public long Wrong { get; set; }

        public string? First { get; set; }
    }
}
