namespace Wallstreet.Orchestration.Selection;

/// <summary>A text is not an asset selection.</summary>
public sealed class AssetSelectionException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="text">The selection.</param>
    /// <param name="position">Where it goes wrong, counted from 1.</param>
    /// <param name="fault">What is wrong and how to mend it, as sentences.</param>
    public AssetSelectionException(string text, int position, string fault)
        : base($"The selection \"{text}\" is wrong at position {position}. {fault}")
    {
        Text = text;
        Position = position;
    }

    /// <summary>The selection.</summary>
    public string Text { get; }

    /// <summary>Where it goes wrong, counted from 1.</summary>
    public int Position { get; }
}
