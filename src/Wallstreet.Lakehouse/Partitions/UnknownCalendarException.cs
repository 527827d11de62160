namespace Wallstreet.Lakehouse.Partitions;

/// <summary>No calendar has that name.</summary>
/// <param name="name">The name that was asked for.</param>
/// <param name="known">The names that are known.</param>
public sealed class UnknownCalendarException(string name, IReadOnlyList<string> known)
    : ArgumentException($"There is no calendar \"{name}\"; known are {string.Join(", ", known)}.");
