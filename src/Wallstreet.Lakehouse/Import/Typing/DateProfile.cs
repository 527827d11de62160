namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>What the dates of a column are like.</summary>
internal sealed class DateProfile
{
    private readonly long[] _forms = new long[5];

    /// <summary>Dates that are plain whatever the order: all but <see cref="DateForm.Numeric"/> and compact ones.</summary>
    public long Plain { get; private set; }

    /// <summary>Dates of eight digits.</summary>
    public long Compact { get; private set; }

    /// <summary>Dates that exist only with the day first.</summary>
    public long DayFirstOnly { get; private set; }

    /// <summary>Dates that exist only with the month first.</summary>
    public long MonthFirstOnly { get; private set; }

    /// <summary>Dates that exist in both orders.</summary>
    public long Ambiguous { get; private set; }

    /// <summary>Those with a time of day.</summary>
    public long WithTime { get; private set; }

    /// <summary>Those with a zone.</summary>
    public long WithZone { get; private set; }

    /// <summary>Those with years of two digits.</summary>
    public long WithShortYear { get; private set; }

    public long CountOf(DateForm form) => _forms[(int)form];

    public void Add(in DateShape shape)
    {
        bool monthFirst = shape.TryGetDate(DateOrder.MonthFirst, out _);
        bool dayFirst = shape.TryGetDate(DateOrder.DayFirst, out _);
        if (!monthFirst && !dayFirst)
        {
            return;
        }

        _forms[(int)shape.Form]++;
        WithTime += shape.HasTime ? 1 : 0;
        WithZone += shape.Offset is null ? 0 : 1;
        WithShortYear += shape.ShortYear ? 1 : 0;
        if (shape.Form == DateForm.Compact && !shape.HasTime)
        {
            Compact++;
        }
        else if (shape.Form != DateForm.Numeric)
        {
            Plain++;
        }
        else if (monthFirst && dayFirst)
        {
            // The twelfth of December is one day in both orders and says nothing.
            Ambiguous += shape.First == shape.Second ? 0 : 1;
            Plain += shape.First == shape.Second ? 1 : 0;
        }
        else
        {
            DayFirstOnly += dayFirst ? 1 : 0;
            MonthFirstOnly += monthFirst ? 1 : 0;
        }
    }

    /// <summary>How many dates there are when compact ones count or not, with the order that gives most.</summary>
    public long Count(bool compact) =>
        Plain + Ambiguous + Math.Max(DayFirstOnly, MonthFirstOnly) + (compact ? Compact : 0);
}
