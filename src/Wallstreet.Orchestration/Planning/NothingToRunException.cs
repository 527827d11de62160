namespace Wallstreet.Orchestration.Planning;

/// <summary>A request selects nothing that can be made.</summary>
/// <param name="message">Why, and how to mend it.</param>
public sealed class NothingToRunException(string message) : InvalidOperationException(message);
