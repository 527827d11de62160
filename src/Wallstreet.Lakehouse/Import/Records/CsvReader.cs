namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>
/// Reads delimited text record by record and knows the line that each record begins on. A record with a broken quote, or
/// one that is too long, is reported with its raw text, and reading goes on at the line after the one it began on: one
/// stray quote costs one line and not the rest of the file. Memory is bounded by the longest record that is allowed.
/// </summary>
/// <param name="reader">The text; not disposed.</param>
/// <param name="delimiter">The character between cells.</param>
/// <param name="quoting">Whether double quotes enclose cells.</param>
/// <param name="recordCharsMax">The longest record in characters.</param>
internal sealed class CsvReader(TextReader reader, char delimiter, bool quoting = true, int recordCharsMax = CsvReader.RecordCharsMax)
{
    /// <summary>The longest record that is read, in characters.</summary>
    public const int RecordCharsMax = 1 << 20;

    private const int RawCharsMax = 2000;
    private const int End = -1;
    private const int TooLong = -2;

    private readonly List<Cell> _cells = [];
    private char[] _buffer = new char[1 << 15];
    private int _start;
    private int _length;
    private int _next;
    private long _nextLine = 1;
    private bool _ended;
    private int _recordLength;
    private string _wrongRaw = "";

    /// <summary>The line that the record begins on, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many cells the record has.</summary>
    public int CellCount => _cells.Count;

    /// <summary>What is wrong with the record; null if nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Whether the record is a line with nothing on it.</summary>
    public bool IsEmptyLine => _cells.Count == 1 && !_cells[0].Quoted && _cells[0].Length == 0 && Error is null;

    /// <summary>Line ends met so far, by kind: LF, CRLF, CR.</summary>
    public (long Lf, long CrLf, long Cr) LineEndings { get; private set; }

    /// <summary>The text of a cell, without its quotes.</summary>
    public ReadOnlySpan<char> GetCell(int index)
    {
        Cell cell = _cells[index];
        ReadOnlySpan<char> text = _buffer.AsSpan(_start + cell.Start, cell.Length);
        return cell.Doubled ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    /// <summary>The record as it is written; its beginning if it is longer than 2,000 characters.</summary>
    public string GetRaw() =>
        Error is null ? _buffer.AsSpan(_start, Math.Min(_recordLength, RawCharsMax)).ToString() : _wrongRaw;

    /// <summary>Reads the next record, blank lines included.</summary>
    /// <returns>False at the end.</returns>
    public bool Read()
    {
        _start = _next;
        _cells.Clear();
        Error = null;
        Line = _nextLine;
        if (CharAt(0) == End)
        {
            return false;
        }

        int position = 0;
        while (true)
        {
            bool quoted = quoting && CharAt(position) == '"';
            position = quoted ? ReadQuoted(position) : ReadPlain(position);
            if (position < 0)
            {
                return true;
            }

            int end = CharAt(position);
            if (end != delimiter)
            {
                _recordLength = position;
                Advance(position, end);
                return true;
            }

            position++;
        }
    }

    private int ReadPlain(int position)
    {
        int scanned = position;
        while (true)
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_start + scanned, _length - _start - scanned);
            int found = rest.IndexOfAny(delimiter, '\r', '\n');
            if (found >= 0)
            {
                return AddCell(position, scanned + found, quoted: false, doubled: false);
            }

            scanned = _length - _start;
            int next = CharAt(scanned);
            if (next == TooLong)
            {
                return Fail($"is longer than {recordCharsMax:N0} characters");
            }

            if (next == End)
            {
                return AddCell(position, scanned, quoted: false, doubled: false);
            }
        }
    }

    private int ReadQuoted(int opening)
    {
        int position = opening + 1;
        bool doubled = false;
        while (true)
        {
            int found = _buffer.AsSpan(_start + position, _length - _start - position).IndexOf('"');
            if (found < 0)
            {
                position = _length - _start;
                if (CharAt(position) < 0)
                {
                    return Fail("opens a quote that is never closed");
                }

                continue;
            }

            position += found + 1;
            int after = CharAt(position);
            if (after == '"')
            {
                doubled = true;
                position++;
            }
            else if (after == delimiter || after is '\r' or '\n' or End)
            {
                AddCell(opening + 1, position - 1, quoted: true, doubled);
                return position;
            }
            else
            {
                return Fail("has text after a closing quote, or a quote that is never closed");
            }
        }
    }

    private int AddCell(int start, int end, bool quoted, bool doubled)
    {
        _cells.Add(new Cell(start, end - start, quoted, doubled));
        return end;
    }

    /// <summary>Ends the record with its first line and goes on after that.</summary>
    private int Fail(string reason)
    {
        Error = reason;
        _cells.Clear();
        int end = _buffer.AsSpan(_start, _length - _start).IndexOfAny('\r', '\n');
        if (end >= 0)
        {
            _wrongRaw = _buffer.AsSpan(_start, Math.Min(end, RawCharsMax)).ToString();
            Advance(end, CharAt(end));
            return -1;
        }

        _wrongRaw = _buffer.AsSpan(_start, Math.Min(_length - _start, RawCharsMax)).ToString();
        SkipLine();
        return -1;
    }

    // The rest of a line that does not fit is dropped as it comes.
    private void SkipLine()
    {
        while (true)
        {
            _start = _length;
            int next = CharAt(0);
            if (next == End)
            {
                _next = _start;
                return;
            }

            int end = _buffer.AsSpan(_start, _length - _start).IndexOfAny('\r', '\n');
            if (end >= 0)
            {
                Advance(end, CharAt(end));
                return;
            }
        }
    }

    private void Advance(int position, int end)
    {
        (long lf, long crLf, long cr) = LineEndings;
        int width = end == End ? 0 : 1;
        if (end == '\r')
        {
            bool pair = CharAt(position + 1) == '\n';
            width = pair ? 2 : 1;
            LineEndings = pair ? (lf, crLf + 1, cr) : (lf, crLf, cr + 1);
        }
        else if (end == '\n')
        {
            LineEndings = (lf + 1, crLf, cr);
        }

        _next = _start + position + width;
        _nextLine += 1 + (Error is null ? LinesWithin(position) : 0);
    }

    // Line ends inside quoted cells count as lines of the file.
    private long LinesWithin(int length)
    {
        long lines = 0;
        foreach (Cell cell in _cells)
        {
            if (cell.Quoted)
            {
                ReadOnlySpan<char> text = _buffer.AsSpan(_start + cell.Start, Math.Min(cell.Length, length));
                lines += text.Count('\n') + text.Count('\r') - text.Count("\r\n");
            }
        }

        return lines;
    }

    private int CharAt(int offset)
    {
        while (_start + offset >= _length)
        {
            if (_ended)
            {
                return End;
            }

            if (_length - _start >= recordCharsMax)
            {
                return TooLong;
            }

            Fill();
        }

        return _buffer[_start + offset];
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _length - _start).CopyTo(_buffer);
            _length -= _start;
            _start = 0;
        }

        if (_length == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = reader.Read(_buffer, _length, _buffer.Length - _length);
        _ended = read == 0;
        _length += read;
    }

    private readonly record struct Cell(int Start, int Length, bool Quoted, bool Doubled);
}
