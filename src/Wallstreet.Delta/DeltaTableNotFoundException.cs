namespace Wallstreet.Delta;

/// <summary>There is no Delta table at the location.</summary>
public sealed class DeltaTableNotFoundException : DeltaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, where, and how to mend it.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public DeltaTableNotFoundException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
