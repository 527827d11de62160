namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// The sessions of an exchange. Safe to use from several threads; the same answer every time.
/// </summary>
public interface ISessionCalendar
{
    /// <summary>The calendar's name, for example <c>XNYS</c>.</summary>
    string Name { get; }

    /// <summary>
    /// The sessions from one day to another, both included, in order. Days of which the calendar knows nothing have none.
    /// </summary>
    IEnumerable<SessionWindow> Sessions(DateOnly first, DateOnly last);
}
