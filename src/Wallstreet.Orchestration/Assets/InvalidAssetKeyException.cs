namespace Wallstreet.Orchestration.Assets;

/// <summary>A text is not an asset key.</summary>
public sealed class InvalidAssetKeyException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="fault">What is wrong with it, as half a sentence.</param>
    public InvalidAssetKeyException(string? text, string fault)
        : base($"\"{text}\" is not an asset key: {fault}. A key looks like silver/daily_bars.") => Text = text;

    /// <summary>What was given.</summary>
    public string? Text { get; }
}
