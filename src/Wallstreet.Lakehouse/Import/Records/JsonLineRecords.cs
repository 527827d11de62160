using System.Text;
using System.Text.Json;

namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>The records of a file with one JSON object a line. Objects and arrays inside become their JSON text.</summary>
internal sealed class JsonLineRecords : RecordReader
{
    // No cell ends before its line does: the delimiter is a character that no text holds.
    private const char NoDelimiter = '\uFFFF';

    private readonly Stream _stream;
    private readonly StreamReader _text;
    private readonly CsvReader _lines;
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string?> _cells = [];
    private string? _error;

    public JsonLineRecords(Stream stream, Encoding encoding)
    {
        _stream = stream;
        _text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        _lines = new CsvReader(_text, NoDelimiter, quoting: false);
    }

    public override IReadOnlyList<string> Names => _names;

    public override long Line => _lines.Line;

    public override string? Error => _error;

    public override long BytesRead => _stream.Position;

    public override bool Read()
    {
        while (_lines.Read())
        {
            if (_lines.IsEmptyLine)
            {
                EmptyLines++;
                continue;
            }

            _error = _lines.Error ?? TryParse();
            return true;
        }

        return false;
    }

    public override ReadOnlySpan<char> GetCell(int column) => column < _cells.Count ? _cells[column] : default;

    public override string GetRaw() => _lines.GetRaw();

    public override void Dispose()
    {
        _text.Dispose();
        _stream.Dispose();
    }

    private string? TryParse()
    {
        for (int i = 0; i < _cells.Count; i++)
        {
            _cells[i] = null;
        }

        ReadOnlySpan<char> line = _lines.GetCell(0);
        if (line.Contains('\uFFFD'))
        {
            return "holds bytes that are not of the file's encoding";
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(line.ToString());
            return document.RootElement.ValueKind == JsonValueKind.Object ? Take(document.RootElement)
                : $"is a JSON {document.RootElement.ValueKind.ToString().ToLowerInvariant()} and not an object";
        }
        catch (JsonException error)
        {
            return $"is not a JSON object: {FirstSentence(error.Message)}";
        }
    }

    private string? Take(JsonElement record)
    {
        foreach (JsonProperty member in record.EnumerateObject())
        {
            int number = NumberOf(member.Name);
            string? text = member.Value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => member.Value.GetString(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => member.Value.GetRawText(),
            };
            if (text is not null && text.Contains('\0', StringComparison.Ordinal))
            {
                return "holds a NUL character";
            }

            _cells[number] = text;
        }

        return null;
    }

    private int NumberOf(string name)
    {
        if (!_numbers.TryGetValue(name, out int number))
        {
            number = _names.Count;
            _numbers.Add(name, number);
            _names.Add(name);
            _cells.Add(null);
        }

        return number;
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        return end > 0 ? message[..end] : message;
    }
}
