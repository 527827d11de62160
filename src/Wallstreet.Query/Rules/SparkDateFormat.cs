using System.Text;
using System.Text.RegularExpressions;

namespace Wallstreet.Query.Rules;

/// <summary>Spark's patterns of days and times in DuckDB's.</summary>
internal static class SparkDateFormat
{
    /// <summary>A pattern for strftime, and one that matches texts which Spark would read by it.</summary>
    /// <exception cref="ExpressionException">A letter of the pattern is not known.</exception>
    public static (string Format, string Pattern) Read(string pattern)
    {
        StringBuilder format = new();
        StringBuilder match = new();
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
                (string code, string digits) = Field(pattern[start..end]);
                format.Append(code);
                match.Append(digits);
            }
            else if (letter == '\'')
            {
                end = Quoted(pattern, start, format, match);
            }
            else
            {
                Append(pattern[start..end], format, match);
            }

            start = end;
        }

        return (format.ToString(), match.ToString());
    }

    private static (string Code, string Digits) Field(string letters) => letters switch
    {
        "yyyy" or "uuuu" => ("%Y", @"\d{4}"),
        "yy" => ("%y", @"\d{2}"),
        "MM" => ("%m", @"\d{2}"),
        "M" => ("%-m", @"\d{1,2}"),
        "dd" => ("%d", @"\d{2}"),
        "d" => ("%-d", @"\d{1,2}"),
        "HH" => ("%H", @"\d{2}"),
        "H" => ("%-H", @"\d{1,2}"),
        "mm" => ("%M", @"\d{2}"),
        "ss" => ("%S", @"\d{2}"),
        "SSS" => ("%g", @"\d{3}"),
        "SSSSSS" => ("%f", @"\d{6}"),
        _ => throw new ExpressionException(
            $"The pattern '{letters}' of days and times is not supported; yyyy, yy, MM, M, dd, d, HH, H, mm, ss, SSS and SSSSSS are."),
    };

    private static int Quoted(string pattern, int start, StringBuilder format, StringBuilder match)
    {
        if (start + 1 < pattern.Length && pattern[start + 1] == '\'')
        {
            Append("'", format, match);
            return start + 2;
        }

        int end = pattern.IndexOf('\'', start + 1);
        if (end < 0)
        {
            throw new ExpressionException($"The pattern '{pattern}' has a quote that does not end.");
        }

        Append(pattern[(start + 1)..end], format, match);
        return end + 1;
    }

    private static void Append(string text, StringBuilder format, StringBuilder match)
    {
        format.Append(text.Replace("%", "%%", StringComparison.Ordinal));
        match.Append(Regex.Escape(text));
    }
}
