namespace Wallstreet.Delta.Features;

/// <summary>A feature cannot be taken from a table, which makes use of it or has done so.</summary>
public sealed class FeatureInUseException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="message">What makes use of it, and how to end that.</param>
    public FeatureInUseException(string feature, string message)
        : base(message, null) => Feature = feature;

    /// <summary>The feature.</summary>
    public string Feature { get; }
}
