namespace Wallstreet.Delta.Maintenance;

/// <summary>A retention is shorter than the table's, and nobody has said that this is meant.</summary>
public sealed class UnsafeRetentionException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was asked for, what is at risk, and how to allow it.</param>
    public UnsafeRetentionException(string message)
        : base(message, null)
    {
    }
}
