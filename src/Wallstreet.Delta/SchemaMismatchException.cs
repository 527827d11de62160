namespace Wallstreet.Delta;

/// <summary>Data or a change does not fit the table's schema.</summary>
public sealed class SchemaMismatchException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SchemaMismatchException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
