namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>Reads dates and times in the forms that market files use.</summary>
internal ref struct DateScanner(ReadOnlySpan<char> text, int pivotYear)
{
    private const int CharsMax = 48;

    private static readonly string[] _months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ];

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <summary>Reads a date with or without time; the days themselves are not checked.</summary>
    /// <param name="text">The text, trimmed.</param>
    /// <param name="pivotYear">Years of two digits end with this year and begin 99 years before it.</param>
    /// <param name="shape">What was read.</param>
    public static bool TryRead(ReadOnlySpan<char> text, int pivotYear, out DateShape shape)
    {
        shape = default;
        if (text.Length is < 6 or > CharsMax || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return false;
        }

        DateScanner scanner = new(text, pivotYear);
        return scanner.TryReadDate(out shape) && scanner.TryReadTime(ref shape) && scanner._at == text.Length;
    }

    private bool TryReadDate(out DateShape shape)
    {
        if (char.IsAsciiLetter(_text[0]))
        {
            return TryReadMonthFirst(out shape);
        }

        int first = ReadNumber(out int digits);
        return digits switch
        {
            4 => TryReadYearFirst(first, out shape),
            8 => TryReadCompact(first, out shape),
            1 or 2 => TryReadYearLast(first, out shape),
            _ => Fail(out shape),
        };
    }

    private bool TryReadYearFirst(int year, out DateShape shape)
    {
        char separator = Peek();
        if (separator is not ('-' or '/' or '.') || !TryReadPart(separator, out int month) || !TryReadPart(separator, out int day))
        {
            return Fail(out shape);
        }

        shape = new DateShape(DateForm.YearFirst, year, month, day, -1, null, false);
        return true;
    }

    private static bool TryReadCompact(int number, out DateShape shape)
    {
        shape = new DateShape(DateForm.Compact, number / 10000, number / 100 % 100, number % 100, -1, null, false);
        return shape.Year is >= 1700 and <= 2200;
    }

    private bool TryReadYearLast(int first, out DateShape shape)
    {
        char separator = Peek();
        if (separator is not ('-' or '/' or '.' or ' '))
        {
            return Fail(out shape);
        }

        _at++;
        bool named = char.IsAsciiLetter(Peek());
        if (separator == ' ' && !named)
        {
            return Fail(out shape);
        }

        int digits = 0;
        int second = named ? ReadMonth() : ReadNumber(out digits);
        if ((named ? second == 0 : digits is < 1 or > 2) || Peek() != separator)
        {
            return Fail(out shape);
        }

        _at++;
        return TryReadYear(out int year, out bool shortYear)
            ? Succeed(Shape(named, separator, year, first, second) with { ShortYear = shortYear }, out shape)
            : Fail(out shape);
    }

    private static DateShape Shape(bool named, char separator, int year, int first, int second) => named
        ? new DateShape(DateForm.Named, year, second, first, -1, null, false)
        : separator == '.'
            ? new DateShape(DateForm.Dotted, year, second, first, -1, null, false)
            : new DateShape(DateForm.Numeric, year, first, second, -1, null, false);

    private bool TryReadMonthFirst(out DateShape shape)
    {
        int month = ReadMonth();
        if (month == 0 || Peek() != ' ')
        {
            return Fail(out shape);
        }

        _at++;
        int day = ReadNumber(out int digits);
        if (digits is < 1 or > 2)
        {
            return Fail(out shape);
        }

        _at += Peek() == ',' ? 1 : 0;
        if (Peek() != ' ')
        {
            return Fail(out shape);
        }

        _at++;
        int year = ReadNumber(out digits);
        shape = new DateShape(DateForm.Named, year, month, day, -1, null, false);
        return digits == 4;
    }

    private bool TryReadTime(ref DateShape shape)
    {
        if (_at == _text.Length)
        {
            return true;
        }

        if (Peek() is not ('T' or 't' or ' '))
        {
            return false;
        }

        _at++;
        if (!TryReadClock(out long ticks))
        {
            return false;
        }

        _at += Peek() == ' ' && _at + 1 < _text.Length ? 1 : 0;
        return TryReadHalf(ref ticks) && TryReadZone(out int? offset) && Succeed(shape with { Time = ticks, Offset = offset }, out shape);
    }

    private bool TryReadClock(out long ticks)
    {
        int hour = ReadNumber(out int digits);
        ticks = 0;
        if (digits is not (1 or 2) || hour > 23 || !TryReadPart(':', out int minute))
        {
            return false;
        }

        int second = 0;
        if (Peek() == ':' && !TryReadPart(':', out second))
        {
            return false;
        }

        ticks = (hour * TimeSpan.TicksPerHour) + (minute * TimeSpan.TicksPerMinute) + (second * TimeSpan.TicksPerSecond);
        return minute < 60 && second < 60 && TryReadFraction(ref ticks);
    }

    private bool TryReadFraction(ref long ticks)
    {
        if (Peek() is not ('.' or ','))
        {
            return true;
        }

        _at++;
        int start = _at;
        long unit = TimeSpan.TicksPerSecond / 10;
        for (; char.IsAsciiDigit(Peek()); _at++, unit /= 10)
        {
            ticks += (Peek() - '0') * unit;
        }

        return _at > start && _at - start <= 9;
    }

    private bool TryReadHalf(ref long ticks)
    {
        ReadOnlySpan<char> rest = _text[_at..];
        bool am = rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase);
        bool pm = rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase);
        if (!am && !pm)
        {
            return true;
        }

        long hour = ticks / TimeSpan.TicksPerHour;
        _at += 2;
        _at += Peek() == ' ' && _at + 1 < _text.Length ? 1 : 0;
        ticks += ((hour % 12) + (pm ? 12 : 0) - hour) * TimeSpan.TicksPerHour;
        return hour is >= 1 and <= 12;
    }

    private bool TryReadZone(out int? offset)
    {
        offset = null;
        ReadOnlySpan<char> rest = _text[_at..];
        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest is "Z" or "z" or "UTC" or "GMT")
        {
            offset = 0;
            _at = _text.Length;
            return true;
        }

        int sign = rest[0] switch { '+' => 1, '-' => -1, _ => 0 };
        _at++;
        int hours = ReadNumber(out int digits);
        int minutes = 0;
        if (digits == 4)
        {
            (hours, minutes) = (hours / 100, hours % 100);
        }
        else if (digits != 2 || (Peek() == ':' && !TryReadPart(':', out minutes)))
        {
            return false;
        }

        offset = sign * ((hours * 60) + minutes);
        return sign != 0 && hours <= 18 && minutes < 60;
    }

    private bool TryReadYear(out int year, out bool shortYear)
    {
        year = ReadNumber(out int digits);
        shortYear = digits == 2;
        if (shortYear)
        {
            year += pivotYear / 100 * 100;
            year -= year > pivotYear ? 100 : 0;
        }

        return digits is 2 or 4;
    }

    private bool TryReadPart(char separator, out int number)
    {
        number = 0;
        if (Peek() != separator)
        {
            return false;
        }

        _at++;
        number = ReadNumber(out int digits);
        return digits is 1 or 2;
    }

    private int ReadNumber(out int digits)
    {
        int start = _at;
        int number = 0;
        for (; char.IsAsciiDigit(Peek()) && _at - start < 8; _at++)
        {
            number = (number * 10) + (Peek() - '0');
        }

        digits = _at - start;
        return number;
    }

    /// <summary>The month of a name of three letters or more; 0 if there is none.</summary>
    private int ReadMonth()
    {
        int start = _at;
        while (char.IsAsciiLetter(Peek()))
        {
            _at++;
        }

        ReadOnlySpan<char> name = _text[start.._at];
        _at += Peek() == '.' ? 1 : 0;
        for (int i = 0; name.Length >= 3 && i < _months.Length; i++)
        {
            if (_months[i].AsSpan().StartsWith(name, StringComparison.OrdinalIgnoreCase) || (i == 8 && name.Equals("sept", StringComparison.OrdinalIgnoreCase)))
            {
                return i + 1;
            }
        }

        return 0;
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private static bool Succeed(DateShape value, out DateShape shape)
    {
        shape = value;
        return true;
    }

    private static bool Fail(out DateShape shape)
    {
        shape = default;
        return false;
    }
}
