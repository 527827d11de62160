using Cronos;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Orchestration.Automation;

/// <summary>
/// Asks for a run whenever a clock shows certain times. Where the clock is put forward, a time that is jumped over is due
/// right after the jump; where it is put back, a fixed time is due once, the first time, and an interval goes on.
/// </summary>
public sealed record ScheduleDefinition
{
    private readonly CronExpression _cron;

    /// <summary>Makes a schedule.</summary>
    /// <param name="name">The name: 1 to 100 letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="cron">Five fields (minute, hour, day, month, weekday), or six with the second first.</param>
    /// <param name="selection">The assets.</param>
    /// <param name="timeZone">The clock; null is UTC.</param>
    /// <exception cref="InvalidScheduleException">The name, the expression or the selection is not valid.</exception>
    public ScheduleDefinition(string name, string cron, string selection, string? timeZone = null)
    {
        ArgumentNullException.ThrowIfNull(cron);
        if (string.IsNullOrEmpty(name) || name.Length > 100 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-')))
        {
            throw new InvalidScheduleException(name, "Its name is not 1 to 100 letters, digits, '_' and '-'.");
        }

        Name = name;
        Cron = cron;
        try
        {
            bool seconds = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
            _cron = CronExpression.Parse(cron, seconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
            Selection = AssetSelection.Parse(selection);
            TimeZone = timeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        }
        catch (CronFormatException error)
        {
            throw new InvalidScheduleException(name, $"The cron expression \"{cron}\" is wrong. {error.Message}", error);
        }
        catch (AssetSelectionException error)
        {
            throw new InvalidScheduleException(name, error.Message, error);
        }
        catch (Exception error) when (error is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new InvalidScheduleException(name, $"There is no time zone \"{timeZone}\"; it is named like America/New_York.", error);
        }
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The cron expression.</summary>
    public string Cron { get; }

    /// <summary>The clock.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>The assets.</summary>
    public AssetSelection Selection { get; }

    /// <summary>Which partitions a tick asks for; by default the newest.</summary>
    public SchedulePartitions Partitions { get; init; } = SchedulePartitions.Latest;

    /// <summary>What it is for, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it ticks before anybody has started or stopped it.</summary>
    public ScheduleStatus DefaultStatus { get; init; } = ScheduleStatus.Stopped;

    /// <summary>Labels of the runs it asks for.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The name of the launcher of its runs.</summary>
    public string Launcher { get; init; } = Planning.RunLaunchers.InProcess;

    /// <summary>The first time after another at which it is due; null when there is none any more.</summary>
    public DateTimeOffset? FindNext(DateTimeOffset after) => _cron.GetNextOccurrence(after, TimeZone)?.ToUniversalTime();

    /// <summary>The last time after one and not after another at which it was due; null when there is none.</summary>
    public DateTimeOffset? FindLast(DateTimeOffset after, DateTimeOffset until)
    {
        // Looks back further and further, so that a second-by-second schedule is not listed for a year of absence.
        foreach (TimeSpan span in (ReadOnlySpan<TimeSpan>)
            [TimeSpan.FromMinutes(2), TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(63), TimeSpan.FromDays(3653)])
        {
            DateTimeOffset from = until - after < span ? after : until - span;
            DateTimeOffset? last = null;
            foreach (DateTimeOffset due in _cron.GetOccurrences(from, until, TimeZone, fromInclusive: false, toInclusive: true))
            {
                last = due;
            }

            if (last is not null || from == after)
            {
                return last?.ToUniversalTime();
            }
        }

        return null;
    }
}
