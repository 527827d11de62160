namespace Wallstreet.Delta;

/// <summary>There is a Delta table at the location already.</summary>
public sealed class TableAlreadyExistsException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public TableAlreadyExistsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
