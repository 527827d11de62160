namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>What the cells of one column of one file are like, gathered over the whole file.</summary>
internal sealed class ColumnProfile(string sourceName, ReadingRules rules)
{
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);

    public string SourceName => sourceName;

    /// <summary>Cells with a value.</summary>
    public long Values { get; private set; }

    public long Blanks { get; private set; }

    /// <summary>Cells with a text that means null.</summary>
    public long Nulls { get; private set; }

    public IReadOnlyCollection<string> Tokens => _tokens;

    public NumberProfile Point { get; } = new('.');

    public NumberProfile Comma { get; } = new(',');

    /// <summary>Numbers that can only be read with a decimal point.</summary>
    public long PointOnly { get; private set; }

    /// <summary>Numbers that can only be read with a decimal comma.</summary>
    public long CommaOnly { get; private set; }

    /// <summary>Numbers such as 1,234 or 1.234, which mean one thing with a decimal point and another with a comma.</summary>
    public long AmbiguousComma { get; private set; }

    public long AmbiguousPoint { get; private set; }

    public DateProfile Dates { get; } = new();

    public long Booleans { get; private set; }

    public void Add(ReadOnlySpan<char> cell)
    {
        ReadOnlySpan<char> text = cell.Trim();
        if (text.IsEmpty)
        {
            Blanks++;
        }
        else if (text.Length <= 8 && rules.NullLookup.Contains(text))
        {
            Nulls++;
            _tokens.Add(text.ToString());
        }
        else
        {
            Values++;
            AddValue(text);
        }
    }

    public void AddBlanks(long count) => Blanks += count;

    private void AddValue(ReadOnlySpan<char> text)
    {
        char first = text[0];
        if (char.IsAsciiLetter(first))
        {
            Booleans += IsBoolean(text) ? 1 : 0;
            AddDate(text);
        }
        else if (char.IsAsciiDigit(first))
        {
            AddNumber(text);
            AddDate(text);
        }
        else if (first is '-' or '+' or '.' or ',')
        {
            AddNumber(text);
        }
    }

    public static bool IsBoolean(ReadOnlySpan<char> text) =>
        text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase);

    private void AddDate(ReadOnlySpan<char> text)
    {
        if (DateScanner.TryRead(text, rules.PivotYear, out DateShape shape))
        {
            Dates.Add(shape);
        }
    }

    private void AddNumber(ReadOnlySpan<char> text)
    {
        bool point = NumberShape.TryRead(text, '.', out NumberShape withPoint);
        bool comma = NumberShape.TryRead(text, ',', out NumberShape withComma);
        if (point)
        {
            Point.Add(withPoint, text);
        }

        if (comma)
        {
            Comma.Add(withComma, text);
        }

        if (point != comma)
        {
            PointOnly += point ? 1 : 0;
            CommaOnly += comma ? 1 : 0;
        }
        else if (point && withPoint.IsGrouped != withComma.IsGrouped)
        {
            AmbiguousComma += withPoint.IsGrouped ? 1 : 0;
            AmbiguousPoint += withComma.IsGrouped ? 1 : 0;
        }
    }
}
