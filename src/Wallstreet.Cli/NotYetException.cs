namespace Wallstreet.Cli;

/// <summary>Something is named but not built yet.</summary>
/// <param name="message">What, and what there is instead.</param>
public sealed class NotYetException(string message) : NotSupportedException(message);
