namespace Wallstreet.Orchestration.Definitions;

/// <summary>Where an asset is written down.</summary>
/// <param name="File">The file, relative to the project where possible.</param>
/// <param name="Line">The line, counted from 1; null when it is not known.</param>
/// <param name="Language">The language: <c>csharp</c>, <c>sql</c>.</param>
/// <param name="Text">What is written there; null when it is not known.</param>
public sealed record SourceLocation(string File, int? Line, string Language, string? Text = null);
