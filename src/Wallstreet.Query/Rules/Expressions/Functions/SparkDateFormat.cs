using System.Text;
using System.Text.RegularExpressions;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>Spark's patterns of days and times in DuckDB's.</summary>
internal sealed class SparkDateFormat
{
    private readonly string _text;
    private readonly StringBuilder _format = new();
    private readonly StringBuilder _match = new();
    private readonly StringBuilder _loose = new();
    private readonly List<string> _fields = [];
    private bool _follows;
    private bool _loosely;
    private bool _runsTogether;

    private SparkDateFormat(string text) => _text = text;

    /// <summary>The pattern for strftime and strptime.</summary>
    public string Format => _format.ToString();

    /// <summary>Matches texts which Spark and DuckDB read alike.</summary>
    public string Pattern => _match.ToString();

    /// <summary>Matches texts which Spark would read.</summary>
    public string LoosePattern => _loose.ToString();

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ExpressionException">A letter of it is not known.</exception>
    public static SparkDateFormat Read(string pattern)
    {
        SparkDateFormat read = new(pattern);
        for (int start = 0; start < pattern.Length;)
        {
            char letter = pattern[start];
            int end = start;
            while (end < pattern.Length && pattern[end] == letter)
            {
                end++;
            }

            if (char.IsAsciiLetter(letter))
            {
                read.AddField(pattern[start..end]);
            }
            else if (letter == '\'')
            {
                end = read.AddQuoted(start);
            }
            else if (letter is '[' or ']' or '{' or '}' or '#')
            {
                throw new ExpressionException($"The pattern '{pattern}' of days and times has '{letter}', which is not supported.");
            }
            else
            {
                read.AddText(pattern[start..end]);
            }

            start = end;
        }

        return read;
    }

    /// <summary>Refuses what can be written by a pattern but would be read otherwise than Spark does.</summary>
    /// <exception cref="ExpressionException">It has such a part.</exception>
    public void RequireReadable()
    {
        string? wrong = _fields.Contains("%y") ? "a year of two digits"
            : !_fields.Contains("%Y") ? "no year"
            : _fields.Distinct(StringComparer.Ordinal).Count() != _fields.Count ? "a part twice"
            : _runsTogether ? "a number without a fixed length beside another" : null;
        if (wrong is not null)
        {
            throw new ExpressionException($"The pattern '{_text}' has {wrong}; texts are not read by such patterns.");
        }
    }

    private void AddField(string letters)
    {
        (string code, string digits, string loose) = letters switch
        {
            "yyyy" => ("%Y", @"\d{4}", @"[+-]?\d{4,}"),
            "yy" => ("%y", @"\d{2}", @"\d{2}"),
            "MM" => ("%m", @"\d{2}", @"\d{2}"),
            "M" => ("%-m", @"\d{1,2}", @"\d+"),
            "dd" => ("%d", @"\d{2}", @"\d{2}"),
            "d" => ("%-d", @"\d{1,2}", @"\d+"),
            "HH" => ("%H", @"\d{2}", @"\d{2}"),
            "H" => ("%-H", @"\d{1,2}", @"\d+"),
            "mm" => ("%M", @"\d{2}", @"\d{2}"),
            "ss" => ("%S", @"\d{2}", @"\d{2}"),
            "SSS" => ("%g", @"\d{3}", @"\d{0,3}"),
            "SSSSSS" => ("%f", @"\d{6}", @"\d{0,6}"),
            _ => throw new ExpressionException(
                $"The pattern '{letters}' of days and times is not supported; yyyy, yy, MM, M, dd, d, HH, H, mm, ss, SSS and SSSSSS are."),
        };
        _format.Append(code);
        _match.Append(digits);
        _loose.Append(loose);
        _fields.Add(code.Replace("-", "", StringComparison.Ordinal));
        bool loosely = letters is not "yyyy" && digits != loose;
        _runsTogether |= _follows && (loosely || _loosely);
        (_follows, _loosely) = (true, loosely);
    }

    /// <summary>A text in quotes, in which two of them are one.</summary>
    private int AddQuoted(int start)
    {
        if (start + 1 < _text.Length && _text[start + 1] == '\'')
        {
            AddText("'");
            return start + 2;
        }

        for (int next = start + 1; next < _text.Length; next++)
        {
            if (_text[next] == '\'' && (next + 1 == _text.Length || _text[next + 1] != '\''))
            {
                AddText(_text[(start + 1)..next].Replace("''", "'", StringComparison.Ordinal));
                return next + 1;
            }

            next += _text[next] == '\'' ? 1 : 0;
        }

        throw new ExpressionException($"The pattern '{_text}' has a quote that does not end.");
    }

    private void AddText(string text)
    {
        _format.Append(text.Replace("%", "%%", StringComparison.Ordinal));
        _match.Append(Regex.Escape(text));
        _loose.Append(Regex.Escape(text));
        _follows = false;
    }
}
