using System.Globalization;

namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// One partition for each session of an exchange, named by its date (<c>2020-03-16</c>). Its window is the session: it
/// starts when the session opens and ends when it closes, so a partition exists once its session has closed.
/// </summary>
public sealed class SessionPartitions : WindowedPartitions
{
    private const string DayFormat = "yyyy-MM-dd";
    private const int YearsWithoutSessionsMax = 5;

    private readonly DateOnly _start;
    private readonly DateOnly? _end;

    /// <summary>Makes a definition.</summary>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <param name="start">The first day that may have a session.</param>
    /// <param name="end">The first day without; null is never.</param>
    /// <param name="endOffset">How many sessions exist before they have closed; 1 adds the current or next one.</param>
    public SessionPartitions(ISessionCalendar calendar, DateOnly start, DateOnly? end = null, int endOffset = 0)
        : base(endOffset)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (end <= start)
        {
            throw new ArgumentException($"The sessions end on {end:O}, which is not after their start {start:O}.", nameof(end));
        }

        Calendar = calendar;
        _start = start;
        _end = end;
    }

    /// <summary>The exchange's sessions.</summary>
    public ISessionCalendar Calendar { get; }

    /// <inheritdoc />
    public override string Kind => "session";

    /// <inheritdoc />
    public override string Description =>
        $"the sessions of {Calendar.Name} from {Write(_start)}{(_end is { } end ? $" to before {Write(end)}" : "")}";

    /// <inheritdoc />
    public override bool IsSameAs(PartitionsDefinition other) =>
        ReferenceEquals(this, other)
        || (other is SessionPartitions same && same.Calendar.Name == Calendar.Name && same._start == _start
            && same._end == _end && same.EndOffset == EndOffset);

    /// <inheritdoc />
    protected override string DescribeKeys() =>
        $"Keys are written {DayFormat}; days on which {Calendar.Name} does not trade have none.";

    private protected override IEnumerable<PartitionWindow> Enumerate()
    {
        int yearsWithout = 0;
        for (DateOnly from = _start; from.Year < 9990 && (_end is null || from < _end); from = new DateOnly(from.Year + 1, 1, 1))
        {
            DateOnly to = new(from.Year, 12, 31);
            bool any = false;
            foreach (SessionWindow session in Calendar.Sessions(from, _end is { } end && end <= to ? end.AddDays(-1) : to))
            {
                any = true;
                yield return new PartitionWindow(
                    new PartitionKey(Write(session.Date)), new TimeWindow(session.Open, session.Close));
            }

            yearsWithout = any ? 0 : yearsWithout + 1;
            if (yearsWithout > YearsWithoutSessionsMax)
            {
                yield break;
            }
        }
    }

    private protected override DateTimeOffset? FindLatestStart(PartitionKey key) => ReadDate(key, DayFormat);

    private static string Write(DateOnly date) => date.ToString(DayFormat, CultureInfo.InvariantCulture);
}
