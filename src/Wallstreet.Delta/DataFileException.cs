namespace Wallstreet.Delta;

/// <summary>A data file of the table is missing, truncated, damaged or out of reach.</summary>
public sealed class DataFileException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public DataFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
