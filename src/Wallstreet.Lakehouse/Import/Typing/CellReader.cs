using System.Globalization;
using NodaTime;

namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>A cell's value: a number of the kind's unit, a floating-point number, or null.</summary>
internal struct CellValue
{
    public bool IsNull;
    public Int128 Exact;
    public double Approximate;
}

/// <summary>Turns cells into values of a column's type, or says why one is none.</summary>
internal sealed class CellReader(ColumnType type, TextStyle style, ReadingRules rules)
{
    public ColumnType Type => type;

    /// <summary>Reads a cell.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Read(ReadOnlySpan<char> cell, ref CellValue value)
    {
        ReadOnlySpan<char> text = cell.Trim();
        value.IsNull = text.IsEmpty || (type.Kind is not (ColumnKind.Text or ColumnKind.Unknown) && text.Length <= 8 && rules.NullLookup.Contains(text));
        if (value.IsNull || type.Kind is ColumnKind.Text)
        {
            return null;
        }

        return type.Kind switch
        {
            ColumnKind.BigInt => ReadExact(text, 0, 19, ref value),
            ColumnKind.Decimal => ReadExact(text, type.Scale, type.Precision, ref value),
            ColumnKind.Double => NumberText.TryReadDouble(text, style.DecimalSeparator, out value.Approximate) ? null : Wrong(text, "a number"),
            ColumnKind.Boolean => ReadBoolean(text, ref value),
            ColumnKind.Unknown => SetNull(ref value),
            _ => ReadMoment(text, ref value),
        };
    }

    // A column that has nothing but texts for null is null throughout.
    private static string? SetNull(ref CellValue value)
    {
        value.IsNull = true;
        return null;
    }

    private string? ReadExact(ReadOnlySpan<char> text, int scale, int precision, ref CellValue value)
    {
        NumberFault fault = NumberText.TryReadDecimal(text, style.DecimalSeparator, scale, precision, out value.Exact);
        if (fault == NumberFault.None && type.Kind == ColumnKind.BigInt && (value.Exact > long.MaxValue || value.Exact < long.MinValue))
        {
            fault = NumberFault.Overflow;
        }

        return fault switch
        {
            NumberFault.None => null,
            NumberFault.Overflow => $"{Quote(text)} overflows {type.ToSql()}",
            NumberFault.TooManyDecimals => $"{Quote(text)} has more decimals than {type.ToSql()}",
            _ => Wrong(text, "a number"),
        };
    }

    private static string? ReadBoolean(ReadOnlySpan<char> text, ref CellValue value)
    {
        value.Exact = text.Equals("true", StringComparison.OrdinalIgnoreCase) || text is "1" ? 1 : 0;
        return ColumnProfile.IsBoolean(text) || text is "0" or "1" ? null : Wrong(text, "true or false");
    }

    private string? ReadMoment(ReadOnlySpan<char> text, ref CellValue value)
    {
        if (!DateScanner.TryRead(text, rules.PivotYear, out DateShape shape))
        {
            return Wrong(text, type.Kind == ColumnKind.Date ? "a date" : "a time");
        }

        if (!shape.TryGetDate(style.DateOrder, out DateOnly date))
        {
            return $"{Quote(text)} is no day of the calendar{(shape.Form == DateForm.Numeric ? $" with the {(style.DateOrder == DateOrder.DayFirst ? "day" : "month")} first" : "")}";
        }

        if (type.Kind == ColumnKind.Date)
        {
            value.Exact = date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
            return shape.Time > 0 ? $"{Quote(text)} has a time of day, the column is a date" : null;
        }

        DateTime local = date.ToDateTime(TimeOnly.MinValue).AddTicks(Math.Max(0, shape.Time));
        return type.Kind == ColumnKind.Timestamp ? ReadInstant(text, local, shape.Offset, ref value) : ReadLocal(text, local, shape.Offset, ref value);
    }

    private static string? ReadLocal(ReadOnlySpan<char> text, DateTime local, int? offset, ref CellValue value)
    {
        value.Exact = Microseconds(local);
        return offset is null ? null : $"{Quote(text)} has a zone, the column has none";
    }

    private string? ReadInstant(ReadOnlySpan<char> text, DateTime local, int? offset, ref CellValue value)
    {
        if (offset is { } minutes)
        {
            value.Exact = Microseconds(local) - ((Int128)minutes * 60_000_000);
            return null;
        }

        if (rules.Zone is null)
        {
            return $"{Quote(text)} has no zone, the column has one; --time-zone says which it is";
        }

        // Where clocks go back, a time happens twice and the first is meant; where they go forward, it does not happen.
        var mapping = rules.Zone.MapLocal(LocalDateTime.FromDateTime(local));
        if (mapping.Count == 0)
        {
            return $"{Quote(text)} does not exist in {rules.Zone.Id}, where the clocks go forward then";
        }

        value.Exact = Microseconds(mapping.First().ToInstant().ToDateTimeUtc());
        return null;
    }

    private static long Microseconds(DateTime time) => (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static string Wrong(ReadOnlySpan<char> text, string wanted) => $"{Quote(text)} is not {wanted}";

    private static string Quote(ReadOnlySpan<char> text) => text.Length <= 40
        ? $"\"{text}\""
        : string.Create(CultureInfo.InvariantCulture, $"\"{text[..40]}…\"");
}
