namespace Wallstreet.Markets.Calendars;

/// <summary>How a day differs from a regular session.</summary>
public enum CalendarDeviationKind
{
    /// <summary>No session at all.</summary>
    Closed,

    /// <summary>The session ends before the regular close.</summary>
    EarlyClose,

    /// <summary>The session begins after the regular open.</summary>
    LateOpen,
}
