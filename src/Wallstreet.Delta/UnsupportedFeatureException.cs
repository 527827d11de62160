namespace Wallstreet.Delta;

/// <summary>The table uses a feature that this library does not support for what was asked.</summary>
public sealed class UnsupportedFeatureException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="feature">The feature's name in the protocol, such as <c>icebergCompatV2</c>.</param>
    /// <param name="message">What was refused, and how to mend it.</param>
    public UnsupportedFeatureException(string feature, string message)
        : base(message, null)
    {
        Feature = feature;
    }

    /// <summary>The feature's name in the protocol.</summary>
    public string Feature { get; }
}
