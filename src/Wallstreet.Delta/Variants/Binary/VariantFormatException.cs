namespace Wallstreet.Delta.Variants.Binary;

/// <summary>The bytes of a variant break its format. Whoever knows which file they are from says so in its stead.</summary>
internal sealed class VariantFormatException(string message) : FormatException(message);
