namespace Wallstreet.Delta.Features;

/// <summary>A table property that this library knows.</summary>
/// <param name="Key">Its name, with <c>delta.</c>.</param>
/// <param name="Expected">What a value must be, for people.</param>
/// <param name="IsValid">Whether a value is that.</param>
internal sealed record PropertyDefinition(string Key, string Expected, Func<string, bool> IsValid);
