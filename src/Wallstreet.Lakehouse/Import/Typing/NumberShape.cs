namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>How a number is written.</summary>
internal readonly record struct NumberShape
{
    /// <summary>Digits before the point, leading zeros not counted.</summary>
    public int IntegerDigits { get; init; }

    /// <summary>Digits after the point.</summary>
    public int Scale { get; init; }

    /// <summary>Whether it has an exponent.</summary>
    public bool HasExponent { get; init; }

    /// <summary>Whether its digits are grouped by a point or comma.</summary>
    public bool IsGrouped { get; init; }

    /// <summary>Whether it is a whole number that begins with a zero that is not alone, as codes do.</summary>
    public bool HasLeadingZero { get; init; }

    /// <summary>Reads a number with a given decimal separator; thousands may be grouped.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, char decimalSeparator, out NumberShape shape)
    {
        shape = default;
        NumberScanner scanner = new(text, decimalSeparator);
        if (!scanner.TryScan())
        {
            return false;
        }

        shape = scanner.Shape;
        return true;
    }
}

/// <summary>Goes through the characters of one number.</summary>
internal ref struct NumberScanner(ReadOnlySpan<char> text, char decimalSeparator)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _digits;
    private int _significant;
    private int _scale;
    private int _groupDigits;
    private char _group;
    private bool _afterPoint;
    private bool _leadingZero;
    private bool _exponent;

    public readonly NumberShape Shape => new()
    {
        IntegerDigits = _significant,
        Scale = _scale,
        HasExponent = _exponent,
        IsGrouped = _group is ',' or '.',
        HasLeadingZero = _leadingZero && _digits > 1 && !_afterPoint && !_exponent && _group == '\0',
    };

    public bool TryScan()
    {
        int i = !_text.IsEmpty && _text[0] is '+' or '-' ? 1 : 0;
        for (; i < _text.Length; i++)
        {
            char c = _text[i];
            if (char.IsAsciiDigit(c))
            {
                TakeDigit(c);
            }
            else if (c is 'e' or 'E')
            {
                _exponent = true;
                return IsWhole() && IsExponent(_text[(i + 1)..]);
            }
            else if (!TryTakeSeparator(c))
            {
                return false;
            }
        }

        return IsWhole();
    }

    private void TakeDigit(char c)
    {
        if (_afterPoint)
        {
            _scale++;
            return;
        }

        _leadingZero |= _digits == 0 && c == '0';
        _digits++;
        _groupDigits++;
        if (_significant > 0 || c != '0')
        {
            _significant++;
        }
    }

    private bool TryTakeSeparator(char c)
    {
        if (_afterPoint)
        {
            return false;
        }

        if (c == decimalSeparator)
        {
            _afterPoint = true;
            return _group == '\0' || _groupDigits == 3;
        }

        bool first = _group == '\0';
        bool fits = IsGroupSeparator(c) && (first ? _groupDigits is >= 1 and <= 3 : c == _group && _groupDigits == 3);
        _group = c;
        _groupDigits = 0;
        return fits;
    }

    private readonly bool IsWhole() =>
        _digits + _scale > 0 && (_group == '\0' || _afterPoint || _groupDigits == 3);

    private static bool IsGroupSeparator(char c) => c is ',' or '.' or ' ' or '\'' or '\u00A0' or '\u202F' or '\u2019';

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> digits = !text.IsEmpty && text[0] is '+' or '-' ? text[1..] : text;
        return digits.Length is >= 1 and <= 3 && !digits.ContainsAnyExceptInRange('0', '9');
    }
}
