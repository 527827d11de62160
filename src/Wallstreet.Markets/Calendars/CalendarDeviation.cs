namespace Wallstreet.Markets.Calendars;

/// <summary>A weekday on which an exchange did not keep its regular hours, and why.</summary>
/// <param name="Date">The local date.</param>
/// <param name="Kind">What differed.</param>
/// <param name="LocalTime">The local time of the early close or late open; null for a closure.</param>
/// <param name="Reason">The holiday or event, for people.</param>
public sealed record CalendarDeviation(DateOnly Date, CalendarDeviationKind Kind, TimeOnly? LocalTime, string Reason);
