namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>What all columns of a file together say about how it writes numbers and dates.</summary>
internal sealed class FileEvidence(IReadOnlyList<ColumnProfile> columns, char? delimiter, ImportRequest request)
{
    private readonly long _pointOnly = columns.Sum(static c => c.PointOnly);
    private readonly long _commaOnly = columns.Sum(static c => c.CommaOnly);
    private readonly long _dayFirst = columns.Sum(static c => c.Dates.DayFirstOnly);
    private readonly long _monthFirst = columns.Sum(static c => c.Dates.MonthFirstOnly);
    private readonly long _dotted = columns.Sum(static c => c.Dates.CountOf(DateForm.Dotted));

    /// <summary>The decimal separator of a column: what was asked for, its own evidence, the file's, then what is usual.</summary>
    /// <param name="column">The column.</param>
    /// <param name="guessed">Whether nothing but custom decided.</param>
    public char DecimalSeparatorOf(ColumnProfile column, out bool guessed)
    {
        guessed = false;
        if (request.DecimalSeparator is { } forced)
        {
            return forced;
        }

        if (column.PointOnly != column.CommaOnly)
        {
            return column.PointOnly > column.CommaOnly ? '.' : ',';
        }

        if (_pointOnly != _commaOnly)
        {
            return _pointOnly > _commaOnly ? '.' : ',';
        }

        guessed = column.AmbiguousComma + column.AmbiguousPoint > 0;
        bool continental = _dotted > 0 || delimiter == ';';
        return continental && column.AmbiguousPoint == 0 && column.AmbiguousComma > 0 ? ',' : '.';
    }

    /// <summary>The order of day and month in a column, decided likewise.</summary>
    public DateOrder DateOrderOf(ColumnProfile column, out bool guessed)
    {
        guessed = false;
        if (request.DateOrder is { } forced)
        {
            return forced;
        }

        DateProfile dates = column.Dates;
        if (dates.DayFirstOnly != dates.MonthFirstOnly)
        {
            return dates.DayFirstOnly > dates.MonthFirstOnly ? DateOrder.DayFirst : DateOrder.MonthFirst;
        }

        if (_dayFirst != _monthFirst)
        {
            return _dayFirst > _monthFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;
        }

        guessed = dates.Ambiguous > 0;
        return _dotted > 0 || _commaOnly > _pointOnly ? DateOrder.DayFirst : DateOrder.MonthFirst;
    }
}
