namespace Wallstreet.Cli;

/// <summary>The arguments fit each other badly; the program ends with code 2.</summary>
/// <param name="message">What is wrong and how to write it.</param>
public sealed class UsageException(string message) : ArgumentException(message);
