using System.Globalization;

namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>The type of one column of one file, and how its cells are to be read.</summary>
/// <param name="Type">The type.</param>
/// <param name="Style">How cells are read.</param>
/// <param name="Format">The style in words; null if it is the plain one.</param>
internal sealed record ColumnDecision(ColumnType Type, TextStyle Style, string? Format)
{
    /// <summary>Nothing is known yet.</summary>
    public static ColumnDecision Undecided { get; } = new(new ColumnType(ColumnKind.Unknown), default, null);

    private static readonly string[] _dateWords = ["date", "day", "period", "session", "month", "time"];

    /// <summary>Decides by the evidence of the whole file: a type needs 90 % of the values, else the column is text.</summary>
    public static ColumnDecision Of(
        ColumnProfile column, FileEvidence file, ReadingRules rules, string path, ICollection<string> notes)
    {
        TextStyle style = new(
            file.DecimalSeparatorOf(column, out bool guessedNumber), file.DateOrderOf(column, out bool guessedDate));
        ColumnType type = TypeOf(column, style, rules);
        if (type.Kind is ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampNtz)
        {
            AddDateNotes(column, style, guessedDate, path, notes);
            return new ColumnDecision(type, style, DateFormat(column.Dates, style, type));
        }

        bool isNumber = type.Kind is ColumnKind.BigInt or ColumnKind.Decimal or ColumnKind.Double;
        if (isNumber && guessedNumber)
        {
            notes.Add($"{path}: {column.SourceName}: whether 1,234 is one thousand or one and a bit cannot be told; read with a decimal "
                + $"{(style.DecimalSeparator == ',' ? "comma" : "point")}. --decimal forces it.");
        }

        if (type.Kind == ColumnKind.Text && IsMostly(column.Point.WithLeadingZero + column.Point.Count, column.Values) && column.Point.WithLeadingZero > 0)
        {
            notes.Add($"{path}: {column.SourceName}: kept as text, as some numbers begin with zeros, as codes do.");
        }

        return new ColumnDecision(type, style, isNumber && style.DecimalSeparator == ',' ? "decimal comma" : null);
    }

    /// <summary>Whether a type needs so many of so many values.</summary>
    public static bool IsMostly(long count, long of) => count * 10 >= of * 9;

    /// <summary>How many values of a column a type can hold.</summary>
    public static long CountOf(ColumnProfile column, TextStyle style, ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => column.Booleans,
        ColumnKind.BigInt or ColumnKind.Decimal or ColumnKind.Double =>
            style.DecimalSeparator == ',' ? column.Comma.Count : column.Point.Count,
        ColumnKind.Date or ColumnKind.Timestamp or ColumnKind.TimestampNtz => column.Dates.Count(compact: true),
        _ => column.Values,
    };

    private static ColumnType TypeOf(ColumnProfile column, TextStyle style, ReadingRules rules)
    {
        if (column.Values == 0)
        {
            return new ColumnType(ColumnKind.Unknown);
        }

        if (IsMostly(column.Booleans, column.Values))
        {
            return new ColumnType(ColumnKind.Boolean);
        }

        bool compact = _dateWords.Any(word => column.SourceName.Contains(word, StringComparison.OrdinalIgnoreCase));
        if (IsMostly(column.Dates.Count(compact), column.Values))
        {
            return DateTypeOf(column.Dates, column.Values, rules);
        }

        NumberProfile numbers = style.DecimalSeparator == ',' ? column.Comma : column.Point;
        return IsMostly(numbers.Count, column.Values) && numbers.WithLeadingZero == 0
            ? numbers.FindType(column.Values) ?? ColumnType.Text
            : ColumnType.Text;
    }

    private static ColumnType DateTypeOf(DateProfile dates, long values, ReadingRules rules)
    {
        if (dates.WithTime == 0)
        {
            return new ColumnType(ColumnKind.Date);
        }

        if (rules.Zone is not null || IsMostly(dates.WithZone, values))
        {
            return new ColumnType(ColumnKind.Timestamp);
        }

        return IsMostly(values - dates.WithZone, values) ? new ColumnType(ColumnKind.TimestampNtz) : ColumnType.Text;
    }

    private static void AddDateNotes(
        ColumnProfile column, TextStyle style, bool guessed, string path, ICollection<string> notes)
    {
        DateProfile dates = column.Dates;
        string chosen = style.DateOrder == DateOrder.DayFirst ? "day" : "month";
        if (guessed)
        {
            notes.Add($"{path}: {column.SourceName}: no date tells whether 03/04 is in March or April; read with the {chosen} first. "
                + "--date-order day-first or month-first forces it.");
        }
        else if (dates.DayFirstOnly > 0 && dates.MonthFirstOnly > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {column.SourceName}: {dates.DayFirstOnly} dates exist only with the day first and "
                + $"{dates.MonthFirstOnly} only with the month first; read with the {chosen} first."));
        }

        if (dates.WithShortYear > 0)
        {
            notes.Add($"{path}: {column.SourceName}: years have two digits; the century was chosen so that no date lies more than 20 years ahead.");
        }
    }

    private static string DateFormat(DateProfile dates, TextStyle style, ColumnType type)
    {
        List<string> forms = [];
        void Add(DateForm form, string text)
        {
            if (dates.CountOf(form) > 0)
            {
                forms.Add(text);
            }
        }

        Add(DateForm.YearFirst, "yyyy-MM-dd");
        Add(DateForm.Compact, "yyyyMMdd");
        Add(DateForm.Dotted, "dd.MM.yyyy");
        Add(DateForm.Numeric, style.DateOrder == DateOrder.DayFirst ? "dd/MM/yyyy" : "MM/dd/yyyy");
        Add(DateForm.Named, "dd MMM yyyy");
        string time = type.Kind switch
        {
            ColumnKind.Timestamp => " with time and zone",
            ColumnKind.TimestampNtz => " with time, no zone",
            _ => "",
        };
        return string.Join(" or ", forms) + time;
    }
}
