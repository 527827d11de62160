using System.Text;

namespace Wallstreet.Query.Parsing;

/// <summary>
/// Splits a SQL text into tokens. DuckDB's own parser has accepted the text before; this only finds where things end.
/// </summary>
internal readonly ref struct SqlScanner(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    /// <summary>The token at or after an offset, comments and blanks skipped.</summary>
    public SqlToken Next(int offset)
    {
        int start = SkipBlanks(offset);
        if (start >= _text.Length)
        {
            return new SqlToken(SqlTokenKind.End, _text.Length, _text.Length);
        }

        byte first = _text[start];
        return first switch
        {
            (byte)'"' or (byte)'`' => new SqlToken(SqlTokenKind.QuotedWord, start, EndOfQuoted(start, first, false)),
            (byte)'\'' => new SqlToken(SqlTokenKind.Text, start, EndOfQuoted(start, (byte)'\'', false)),
            (byte)'e' or (byte)'E' when Peek(start + 1) == '\'' =>
                new SqlToken(SqlTokenKind.Text, start, EndOfQuoted(start + 1, (byte)'\'', true)),
            (byte)'$' => Dollar(start),
            >= (byte)'0' and <= (byte)'9' => new SqlToken(SqlTokenKind.Number, start, EndOfWord(start + 1)),
            _ when IsWordStart(first) => new SqlToken(SqlTokenKind.Word, start, EndOfWord(start + 1)),
            _ => new SqlToken(SqlTokenKind.Symbol, start, start + 1),
        };
    }

    /// <summary>The text of a token.</summary>
    public string Text(SqlToken token) => Encoding.UTF8.GetString(_text[token.Start..token.End]);

    /// <summary>The name that an identifier token stands for.</summary>
    public string Name(SqlToken token)
    {
        string text = Text(token);
        return token.Kind is SqlTokenKind.QuotedWord or SqlTokenKind.Text
            ? text[1..Math.Max(text.Length - 1, 1)].Replace(new string(text[0], 2), text[..1], StringComparison.Ordinal)
            : text;
    }

    /// <summary>Tells whether a token is this keyword or symbol.</summary>
    public bool Is(SqlToken token, string word) =>
        token.Kind is SqlTokenKind.Word or SqlTokenKind.Symbol
        && Text(token).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>The offset after the bracket that closes the one at <paramref name="open"/>.</summary>
    public int EndOfBrackets(int open)
    {
        int depth = 0;
        int offset = open;
        while (true)
        {
            SqlToken token = Next(offset);
            if (token.Kind == SqlTokenKind.End)
            {
                return token.End;
            }

            depth += Is(token, "(") ? 1 : Is(token, ")") ? -1 : 0;
            offset = token.End;
            if (depth == 0)
            {
                return offset;
            }
        }
    }

    private SqlToken Dollar(int start)
    {
        int tagEnd = start + 1;
        while (tagEnd < _text.Length && IsWordPart(_text[tagEnd]) && _text[tagEnd] != '$')
        {
            tagEnd++;
        }

        if (Peek(tagEnd) != '$')
        {
            return new SqlToken(SqlTokenKind.Parameter, start, tagEnd);
        }

        ReadOnlySpan<byte> tag = _text[start..(tagEnd + 1)];
        int close = _text[(tagEnd + 1)..].IndexOf(tag);
        int end = close < 0 ? _text.Length : tagEnd + 1 + close + tag.Length;
        return new SqlToken(SqlTokenKind.Text, start, end);
    }

    private int SkipBlanks(int offset)
    {
        while (offset < _text.Length)
        {
            if (_text[offset] <= ' ')
            {
                offset++;
            }
            else if (_text[offset] == '-' && Peek(offset + 1) == '-')
            {
                int line = _text[offset..].IndexOf((byte)'\n');
                offset = line < 0 ? _text.Length : offset + line + 1;
            }
            else if (_text[offset] == '/' && Peek(offset + 1) == '*')
            {
                offset = EndOfComment(offset);
            }
            else
            {
                break;
            }
        }

        return offset;
    }

    private int EndOfComment(int offset)
    {
        int depth = 0;
        while (offset < _text.Length)
        {
            if (_text[offset] == '/' && Peek(offset + 1) == '*')
            {
                depth++;
                offset += 2;
            }
            else if (_text[offset] == '*' && Peek(offset + 1) == '/')
            {
                depth--;
                offset += 2;
                if (depth == 0)
                {
                    break;
                }
            }
            else
            {
                offset++;
            }
        }

        return Math.Min(offset, _text.Length);
    }

    private int EndOfQuoted(int start, byte quote, bool escapes)
    {
        int offset = start + 1;
        while (offset < _text.Length)
        {
            if (escapes && _text[offset] == '\\')
            {
                offset += 2;
            }
            else if (_text[offset] != quote)
            {
                offset++;
            }
            else if (Peek(offset + 1) == quote)
            {
                offset += 2;
            }
            else
            {
                return offset + 1;
            }
        }

        return _text.Length;
    }

    private int EndOfWord(int offset)
    {
        while (offset < _text.Length && IsWordPart(_text[offset]))
        {
            offset++;
        }

        return offset;
    }

    private int Peek(int offset) => offset < _text.Length ? _text[offset] : -1;

    private static bool IsWordStart(byte value) =>
        value is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') or (byte)'_' or >= 0x80;

    private static bool IsWordPart(byte value) => IsWordStart(value) || value is (>= (byte)'0' and <= (byte)'9') or (byte)'$';
}
