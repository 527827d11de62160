namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>A date, or date and time, as it is written.</summary>
/// <param name="Form">How the date is written.</param>
/// <param name="Year">The year.</param>
/// <param name="First">The month, or for <see cref="DateForm.Numeric"/> the first number.</param>
/// <param name="Second">The day, or for <see cref="DateForm.Numeric"/> the second number.</param>
/// <param name="Time">The time of day in ticks; -1 for none.</param>
/// <param name="Offset">The offset from UTC in minutes; null for none.</param>
/// <param name="ShortYear">Whether the year has two digits.</param>
internal readonly record struct DateShape(
    DateForm Form, int Year, int First, int Second, long Time, int? Offset, bool ShortYear)
{
    public bool HasTime => Time >= 0;

    /// <summary>The day, if there is such a day.</summary>
    public bool TryGetDate(DateOrder order, out DateOnly date)
    {
        bool swap = Form == DateForm.Numeric && order == DateOrder.DayFirst;
        int month = swap ? Second : First;
        int day = swap ? First : Second;
        bool exists = Year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(Year, month);
        date = exists ? new DateOnly(Year, month, day) : default;
        return exists;
    }
}
