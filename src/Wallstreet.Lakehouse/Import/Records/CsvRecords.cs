using System.Globalization;

namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>The records of a delimited text file whose dialect is known.</summary>
internal sealed class CsvRecords : RecordReader
{
    private readonly Stream _stream;
    private readonly StreamReader _text;
    private readonly CsvReader _csv;
    private readonly CsvDialect _dialect;
    private string? _error;

    public CsvRecords(Stream stream, System.Text.Encoding encoding, CsvDialect dialect, IReadOnlyList<string> names)
    {
        _stream = stream;
        _text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        _csv = new CsvReader(_text, dialect.Delimiter);
        _dialect = dialect;
        Names = names;
        if (dialect.HasHeader)
        {
            while (_csv.Read() && _csv.IsEmptyLine)
            {
                EmptyLines++;
            }
        }
    }

    public override IReadOnlyList<string> Names { get; }

    public override long Line => _csv.Line;

    public override string? Error => _error;

    public override long BytesRead => _stream.Position;

    /// <summary>Whether the record is wrong for its number of cells.</summary>
    public bool IsRagged { get; private set; }

    public (long Lf, long CrLf, long Cr) LineEndings => _csv.LineEndings;

    public override bool Read()
    {
        while (_csv.Read())
        {
            if (_csv.IsEmptyLine)
            {
                EmptyLines++;
                continue;
            }

            IsRagged = false;
            _error = _csv.Error ?? FindFault();
            return true;
        }

        return false;
    }

    public override ReadOnlySpan<char> GetCell(int column) => _csv.GetCell(column);

    public override string GetRaw() => _csv.GetRaw();

    public override void Dispose()
    {
        _text.Dispose();
        _stream.Dispose();
    }

    private string? FindFault()
    {
        int cells = _csv.CellCount;
        bool trailing = _dialect.TrailingDelimiter && cells == _dialect.Cells + 1 && _csv.GetCell(cells - 1).IsWhiteSpace();
        if (cells != _dialect.Cells && !trailing)
        {
            IsRagged = true;
            return string.Create(CultureInfo.InvariantCulture, $"has {cells} cells instead of {_dialect.Cells}");
        }

        bool blank = true;
        for (int i = 0; i < _dialect.Cells; i++)
        {
            ReadOnlySpan<char> cell = _csv.GetCell(i);
            blank = blank && cell.IsWhiteSpace();
            if (cell.Contains('\0'))
            {
                return "holds a NUL character";
            }

            if (cell.Contains('\uFFFD'))
            {
                return "holds bytes that are not of the file's encoding";
            }
        }

        return blank && _dialect.Cells > 1 ? "has only blank cells" : null;
    }
}
