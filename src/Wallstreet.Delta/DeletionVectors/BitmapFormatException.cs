namespace Wallstreet.Delta.DeletionVectors;

/// <summary>The bytes of a bitmap break its format. Whoever knows which file they are from says so in its stead.</summary>
internal sealed class BitmapFormatException(string message) : FormatException(message);
