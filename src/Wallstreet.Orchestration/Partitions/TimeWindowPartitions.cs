using System.Globalization;
using Cronos;

namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// Partitions of a day, month or year, or from one tick of a cron expression to the next, by the clock of a time zone.
/// A day on which the clock changes has 23 or 25 hours; a midnight that does not exist is the first instant after it.
/// Keys: <c>2020-03-16</c>, <c>2020-03</c>, <c>2020</c>, and for cron <c>2020-03-16T09:30</c> in local time, with the
/// offset from UTC added (<c>2020-11-01T01:00-05:00</c>) where the local time occurs twice.
/// </summary>
public sealed class TimeWindowPartitions : WindowedPartitions
{
    private const string DayFormat = "yyyy-MM-dd";
    private const string MinuteFormat = "yyyy-MM-dd'T'HH:mm";

    private readonly DateOnly _start;
    private readonly DateOnly? _end;
    private readonly string _format;
    private readonly CronExpression? _cron;

    private TimeWindowPartitions(
        string kind, string format, DateOnly start, TimeWindowOptions options, string? cron = null)
        : base(options.EndOffset)
    {
        if (options.End <= start)
        {
            throw new ArgumentException($"The partitions end on {options.End:O}, which is not after their start {start:O}.");
        }

        Kind = kind;
        Cron = cron;
        _format = format;
        _start = start;
        _end = options.End;
        TimeZone = options.TimeZone;
        _cron = cron is null ? null : CronExpression.Parse(cron);
    }

    /// <inheritdoc />
    public override string Kind { get; }

    /// <summary>The cron expression of five fields; null for days, months and years.</summary>
    public string? Cron { get; }

    /// <summary>The time zone by whose clock windows start and end.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <inheritdoc />
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"partitions by {(Cron is null ? Kind : $"cron \"{Cron}\"")} from {_start:yyyy-MM-dd}{EndWords} ({TimeZone.Id})");

    private string EndWords => _end is { } end ? $" to before {end.ToString(DayFormat, CultureInfo.InvariantCulture)}" : "";

    /// <summary>One partition a day, named like <c>2020-03-16</c>.</summary>
    /// <param name="start">The first day.</param>
    /// <param name="options">Time zone, end and end offset; by default UTC without an end.</param>
    public static TimeWindowPartitions Daily(DateOnly start, TimeWindowOptions? options = null) =>
        new("day", DayFormat, start, options ?? new TimeWindowOptions());

    /// <summary>One partition a month, named like <c>2020-03</c>.</summary>
    /// <param name="start">A day of the first month.</param>
    /// <param name="options">Time zone, end and end offset; by default UTC without an end.</param>
    public static TimeWindowPartitions Monthly(DateOnly start, TimeWindowOptions? options = null) =>
        new("month", "yyyy-MM", new DateOnly(start.Year, start.Month, 1), options ?? new TimeWindowOptions());

    /// <summary>One partition a year, named like <c>2020</c>.</summary>
    /// <param name="start">A day of the first year.</param>
    /// <param name="options">Time zone, end and end offset; by default UTC without an end.</param>
    public static TimeWindowPartitions Yearly(DateOnly start, TimeWindowOptions? options = null) =>
        new("year", "yyyy", new DateOnly(start.Year, 1, 1), options ?? new TimeWindowOptions());

    /// <summary>One partition from each tick of a cron expression to the next.</summary>
    /// <param name="cron">Five fields: minute, hour, day, month, weekday.</param>
    /// <param name="start">The first tick is the first one on or after this day's start.</param>
    /// <param name="options">Time zone, end and end offset; by default UTC without an end.</param>
    /// <exception cref="CronFormatException">The expression is not valid.</exception>
    public static TimeWindowPartitions ByCron(string cron, DateOnly start, TimeWindowOptions? options = null) =>
        new("cron", MinuteFormat, start, options ?? new TimeWindowOptions(), cron);

    /// <inheritdoc />
    public override bool IsSameAs(PartitionsDefinition other) =>
        ReferenceEquals(this, other)
        || (other is TimeWindowPartitions same && same.Kind == Kind && same.Cron == Cron && same._start == _start
            && same._end == _end && same.TimeZone.Id == TimeZone.Id && same.EndOffset == EndOffset);

    /// <inheritdoc />
    protected override string DescribeKeys()
    {
        string example = FindFirst() is { } first ? $" The first is {first}." : "";
        return $"Keys are written {_format.Replace("'", "", StringComparison.Ordinal)}.{example}";
    }

    private protected override IEnumerable<PartitionWindow> Enumerate() => _cron is null ? EnumerateDates() : EnumerateTicks();

    private protected override DateTimeOffset? FindLatestStart(PartitionKey key) =>
        _cron is null ? ReadDate(key, _format) : ReadDate(new PartitionKey(key.Value.Split('T')[0]), DayFormat);

    private PartitionKey? FindFirst() => Enumerate().Select(window => (PartitionKey?)window.Key).FirstOrDefault();

    private IEnumerable<PartitionWindow> EnumerateDates()
    {
        DateOnly date = _start;
        DateTimeOffset start = LocalClock.StartOf(date, TimeZone);
        while (date.Year < 9990 && (_end is null || date < _end))
        {
            DateOnly next = Kind switch { "day" => date.AddDays(1), "month" => date.AddMonths(1), _ => date.AddYears(1) };
            DateTimeOffset end = LocalClock.StartOf(next, TimeZone);
            yield return new PartitionWindow(
                new PartitionKey(date.ToString(_format, CultureInfo.InvariantCulture)), new TimeWindow(start, end));
            (date, start) = (next, end);
        }
    }

    private IEnumerable<PartitionWindow> EnumerateTicks()
    {
        DateTimeOffset from = LocalClock.StartOf(_start, TimeZone);
        DateTimeOffset end = _end is { } day ? LocalClock.StartOf(day, TimeZone) : DateTimeOffset.MaxValue;
        DateTimeOffset? tick = _cron!.GetNextOccurrence(from, TimeZone, inclusive: true);
        while (tick is { } start && start < end)
        {
            tick = _cron.GetNextOccurrence(start, TimeZone);
            if (tick is { } next)
            {
                yield return new PartitionWindow(NameTick(start), new TimeWindow(start.ToUniversalTime(), next.ToUniversalTime()));
            }
        }
    }

    private PartitionKey NameTick(DateTimeOffset tick)
    {
        DateTimeOffset local = TimeZoneInfo.ConvertTime(tick, TimeZone);
        string name = local.ToString(MinuteFormat, CultureInfo.InvariantCulture);
        return new PartitionKey(
            TimeZone.IsAmbiguousTime(local.DateTime) ? name + local.ToString("zzz", CultureInfo.InvariantCulture) : name);
    }
}
