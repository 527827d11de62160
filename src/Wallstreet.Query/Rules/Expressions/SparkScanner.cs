using System.Globalization;
using System.Text;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Splits a Spark SQL expression into tokens. Comments, statements and parameters have no place in one.</summary>
internal sealed class SparkScanner
{
    private const int LengthMax = 32_768;

    private static readonly string[] _symbols =
        ["<=>", "<=", ">=", "<>", "!=", "==", "||", "::", "=", "<", ">", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", ".", "!"];

    private readonly string _text;
    private int _next;

    private SparkScanner(string text) => _text = text;

    /// <summary>The tokens of an expression, with one that says the end.</summary>
    /// <exception cref="ExpressionException">It has a character that no expression has.</exception>
    public static IReadOnlyList<SparkToken> Scan(string text)
    {
        if (text.Length > LengthMax)
        {
            throw new ExpressionException($"The expression has {text.Length} characters; {LengthMax} are the most.");
        }

        SparkScanner scanner = new(text);
        List<SparkToken> tokens = [];
        do
        {
            tokens.Add(scanner.Next());
        }
        while (tokens[^1].Kind != SparkTokenKind.End);
        return tokens;
    }

    private SparkToken Next()
    {
        while (_next < _text.Length && char.IsWhiteSpace(_text[_next]))
        {
            _next++;
        }

        int start = _next;
        if (start == _text.Length)
        {
            return new SparkToken(SparkTokenKind.End, "the end", start + 1);
        }

        char first = _text[start];
        (SparkTokenKind kind, string value) = first switch
        {
            '`' => (SparkTokenKind.QuotedName, QuotedName()),
            '\'' or '"' => (SparkTokenKind.Text, QuotedText(first)),
            'r' or 'R' when Peek(1) is '\'' or '"' => (SparkTokenKind.Text, RawText()),
            _ when char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))) =>
                (SparkTokenKind.Number, Number()),
            _ when IsNameStart(first) => (SparkTokenKind.Word, Word()),
            _ => (SparkTokenKind.Symbol, Symbol()),
        };
        return new SparkToken(kind, value, start + 1);
    }

    private char Peek(int ahead) => _next + ahead < _text.Length ? _text[_next + ahead] : '\0';

    private static bool IsNameStart(char letter) => char.IsAsciiLetter(letter) || letter == '_';

    private string Word()
    {
        int start = _next;
        while (_next < _text.Length && (IsNameStart(_text[_next]) || char.IsAsciiDigit(_text[_next])))
        {
            _next++;
        }

        return _text[start.._next];
    }

    private string Symbol()
    {
        string rest = _text.Substring(_next, Math.Min(3, _text.Length - _next));
        if (rest.StartsWith("--", StringComparison.Ordinal) || rest.StartsWith("/*", StringComparison.Ordinal))
        {
            throw new ExpressionException("The expression has a comment; leave it out.", _next + 1);
        }

        string symbol = Array.Find(_symbols, known => rest.StartsWith(known, StringComparison.Ordinal))
            ?? throw new ExpressionException(
                $"'{(Rune.TryGetRuneAt(_text, _next, out Rune rune) ? rune.ToString() : "?")}' is not understood; names with other "
                + "letters than a to z are written in backquotes.",
                _next + 1);
        _next += symbol.Length;
        return symbol;
    }

    private string Number()
    {
        int start = _next;
        while (char.IsAsciiDigit(Peek(0)) || Peek(0) == '.')
        {
            _next++;
        }

        if (Peek(0) is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _next += 2;
            while (char.IsAsciiDigit(Peek(0)))
            {
                _next++;
            }
        }

        while (IsNameStart(Peek(0)))
        {
            _next++;
        }

        return _text[start.._next];
    }

    private string QuotedName()
    {
        StringBuilder name = new();
        int start = _next++;
        while (_next < _text.Length)
        {
            char letter = _text[_next++];
            if (letter != '`')
            {
                name.Append(letter);
            }
            else if (Peek(0) == '`')
            {
                name.Append('`');
                _next++;
            }
            else
            {
                return name.ToString();
            }
        }

        throw new ExpressionException("A name in backquotes does not end.", start + 1);
    }

    private string RawText()
    {
        int start = ++_next;
        int end = _text.IndexOf(_text[start], start + 1);
        if (end < 0)
        {
            throw new ExpressionException("A text does not end.", start);
        }

        _next = end + 1;
        return _text[(start + 1)..end];
    }

    /// <summary>A text with Spark's escapes.</summary>
    private string QuotedText(char quote)
    {
        StringBuilder value = new();
        int start = _next++;
        while (_next < _text.Length)
        {
            char letter = _text[_next++];
            if (letter == quote)
            {
                return value.ToString();
            }

            if (letter == '\\' && _next < _text.Length)
            {
                Unescape(value);
            }
            else
            {
                value.Append(letter);
            }
        }

        throw new ExpressionException("A text does not end.", start + 1);
    }

    private void Unescape(StringBuilder value)
    {
        if (Peek(0) == 'u' && _next + 4 < _text.Length
            && ushort.TryParse(_text.AsSpan(_next + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
        {
            value.Append((char)code);
            _next += 5;
            return;
        }

        if (Peek(0) == 'U' && _next + 8 < _text.Length
            && int.TryParse(_text.AsSpan(_next + 1, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rune)
            && Rune.IsValid(rune))
        {
            value.Append(new Rune(rune).ToString());
            _next += 9;
            return;
        }

        if (Peek(0) is '0' or '1' && Peek(1) is >= '0' and <= '7' && Peek(2) is >= '0' and <= '7')
        {
            value.Append((char)(((Peek(0) - '0') * 64) + ((Peek(1) - '0') * 8) + (Peek(2) - '0')));
            _next += 3;
            return;
        }

        char letter = _text[_next++];
        _ = letter switch
        {
            '0' => value.Append('\0'),
            'b' => value.Append('\b'),
            'n' => value.Append('\n'),
            'r' => value.Append('\r'),
            't' => value.Append('\t'),
            'Z' => value.Append('\u001A'),
            '%' or '_' => value.Append('\\').Append(letter),
            _ => value.Append(letter),
        };
    }
}
