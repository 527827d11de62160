namespace Wallstreet.Delta.Features;

/// <summary>A table property is not known, or not of the kind that it must be.</summary>
public sealed class TablePropertyException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">The property.</param>
    /// <param name="message">What is wrong, and what would be right.</param>
    public TablePropertyException(string key, string message)
        : base(message, null) => Key = key;

    /// <summary>The property.</summary>
    public string Key { get; }
}
